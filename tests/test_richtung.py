"""Daten fließen in eine Richtung: kein Raum kennt einen über ihm, kein Kreis."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PAKET = Path(__file__).parents[1] / "sozialraum_cli"

# Von unten nach oben; wer oben steht, darf kennen, was darunter steht, nie umgekehrt.
KERN = (
    *("muster", "zahlen", "runden", "befund", "namen", "deutsch", "xmltext", "ressourcen"),
    *("dateien", "verfahren", "parameterangabe", "modell", "filter", "parameter", "eingabeblatt"),
    "bogenblatt",
)
RAEUME = (
    *KERN,
    *("lesen", "eingabe", "quellen"),
    *("rechnen", "rechenweg", "pruefen", "controlling", "entscheiden"),
    *("groessen", "saetze"),
    *("arbeitsmappe", "eingabemappe", "dokument", "bogen", "schriftstuecke"),
    *("ausgabe", "befehle", "cli", "__main__"),
)
# Was ein Raum höchstens kennt, obwohl mehr unter ihm steht.
HOECHSTENS = {
    "verfahren": {"zahlen", "runden"},
    "lesen": set(KERN),
    "arbeitsmappe": set(KERN),
    "rechnen": set(KERN),
    "groessen": {*KERN, "rechnen", "rechenweg", "controlling", "entscheiden", "quellen", "pruefen"},
    "saetze": {*KERN, "rechnen", "controlling", "entscheiden", "groessen"},
}


def modulname(pfad: Path) -> str:
    teile = pfad.relative_to(PAKET.parent).with_suffix("").parts
    return ".".join(teile[:-1] if teile[-1] == "__init__" else teile)


MODULE = {modulname(pfad): pfad for pfad in sorted(PAKET.rglob("*.py"))}


def importe(pfad: Path) -> Iterator[str]:
    """Welche Module des Pakets ein Modul kennt, auch in Funktionen."""
    for knoten in ast.walk(ast.parse(pfad.read_text("utf-8"))):
        if isinstance(knoten, ast.ImportFrom) and (knoten.module or "").startswith(PAKET.name):
            for name in knoten.names:
                untermodul = f"{knoten.module}.{name.name}"
                yield untermodul if untermodul in MODULE else str(knoten.module)


def raum(modul: str) -> str:
    return modul.split(".")[1] if "." in modul else modul


KENNT = {modul: {*importe(pfad)} - {modul, PAKET.name} for modul, pfad in MODULE.items()}


def test_jeder_raum_steht_in_der_tabelle() -> None:
    assert {raum(modul) for modul in MODULE} - {PAKET.name} == {*RAEUME}


@pytest.mark.parametrize("oben", RAEUME)
def test_kein_raum_kennt_einen_ueber_ihm(oben: str) -> None:
    darunter = {*RAEUME[: RAEUME.index(oben)]} & HOECHSTENS.get(oben, {*RAEUME})
    falsch = [
        f"{modul} → {bekannt}"
        for modul, kennt in KENNT.items()
        for bekannt in kennt
        if raum(modul) == oben and raum(bekannt) not in {oben, *darunter}
    ]
    assert not falsch


def test_kein_modul_kennt_sich_ueber_andere_selbst() -> None:
    TopologicalSorter(KENNT).prepare()


def test_die_probe_findet_einen_kreis() -> None:
    """Die Art Fehler: zwei Module, die sich gegenseitig brauchen."""
    with pytest.raises(ValueError, match="cycle"):
        TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()


def test_befunde_gehen_einen_weg() -> None:
    """Wer `befunde` bekommt, hängt an und gibt keine zurück; sonst kämen sie doppelt oder nie."""
    beides = [
        f"{datei.stem}.{knoten.name}"
        for datei in sorted((PAKET / "eingabe").glob("*.py"))
        for knoten in ast.walk(ast.parse(datei.read_text()))
        if isinstance(knoten, ast.FunctionDef)
        and any(angabe.arg == "befunde" for angabe in knoten.args.args)
        and "Befund" in ast.unparse(knoten.returns or ast.Constant(""))
    ]
    assert beides == []
