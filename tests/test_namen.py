"""Namen vergleichen: der kurze Weg für gewöhnliche Namen ergibt dieselbe Form wie der lange."""

from hypothesis import given
from hypothesis import strategies as st

from sozialraum_cli.namen import vergleichsform

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_kurzer_und_langer_weg_ergeben_dieselbe_form(name: str) -> None:
    # Ein unsichtbares Zeichen ändert die Form nicht, verlangt aber den langen Weg.
    assert vergleichsform(name) == vergleichsform(f"{SOFT_HYPHEN}{name}")
