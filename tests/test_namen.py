"""Namen vergleichen: der kurze Weg für gewöhnliche Namen ergibt dieselbe Form wie der lange."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sozialraum_cli.namen import _gefaltet, vergleichsform

SOFT_HYPHEN = "\N{SOFT HYPHEN}"


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_kurzer_und_langer_weg_ergeben_dieselbe_form(name: str) -> None:
    # Ein unsichtbares Zeichen ändert die Form nicht, verlangt aber den langen Weg.
    assert vergleichsform(name) == vergleichsform(f"{SOFT_HYPHEN}{name}")


def test_der_kurze_weg_der_vergleichsform_faltet_wie_der_lange() -> None:
    zufall = Random(1)
    zeichen = [*map(chr, range(256)), "\u0308", "\u2013", "ſ", "İ", "ﬁ", "\u00ad"]
    for _ in range(20_000):
        name = "".join(zufall.choices(zeichen, k=zufall.randrange(6))) + "x"
        assert vergleichsform(name) == _gefaltet(name)
