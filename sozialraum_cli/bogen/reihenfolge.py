"""Die Reihenfolge, in der ein Bogen rechnet: sie steht in seinem Blatt Zuordnung, nicht in Zeilen.

Nach dem Sortieren eines Eingabeblatts rechnen die Formeln weiter in der alten Reihenfolge; bei
gleichen Resten entscheidet sie. Wer einen Bogen nachrechnet, muss es ebenso tun.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sozialraum_cli.arbeitsmappe.hilfsblatt import ERSTE_ZEILE, KOPFZEILE
from sozialraum_cli.bogen.zuordnung import TITEL
from sozialraum_cli.lesen.mappe import Blatt, Mappe
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.namen import aufzaehlung, vergleichsform
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX, parameterangabe, werte

_SOZIALRAUM, _INDIKATOR, _PARAMETER = "Sozialraum", "Indikator", "Parameter"


class AndererUmfang(ValueError):
    """Der Bogen rechnet andere Sozialräume, Indikatoren oder Parameter, als die Blätter nennen."""


def in_reihenfolge_des_bogens(mappe: Mappe, eingabe: Eingabe) -> Eingabe:
    """Die Eingabe in der Reihenfolge, die der Bogen sich gemerkt hat.

    Ergebnis: unverändert, wenn er sich keine gemerkt hat. Fehler: AndererUmfang, wenn eine Zeile
    hinzukam oder fehlt.
    """
    blatt = next(
        (b for b in mappe.blaetter if vergleichsform(b.name) == vergleichsform(TITEL)), None
    )
    if blatt is None:
        return eingabe
    raeume = [raum.name for raum in eingabe.sozialraeume]
    indikatoren = [indikator.name for indikator in eingabe.indikatoren]
    parameter = [parameterangabe(name).bezeichnung for name in werte(eingabe.parameter)]
    platz = _plaetze("Sozialräume", raeume, _texte(blatt, _SOZIALRAUM))
    gemerkt = _texte(blatt, _PARAMETER)
    _plaetze("Parameter", parameter, gemerkt)
    nummern = {vergleichsform(text): nummer for nummer, text in enumerate(gemerkt)}
    rang = _plaetze("Indikatoren", indikatoren, _texte(blatt, _INDIKATOR))
    return replace(
        eingabe,
        sozialraeume=tuple(eingabe.sozialraeume[nummer] for nummer in platz),
        indikatoren=tuple(eingabe.indikatoren[nummer] for nummer in rang),
        # Bei gleichen Resten gilt die frühere Leistung, und die letzte trägt die Pauschale.
        parameter=replace(
            eingabe.parameter,
            leistungen=tuple(
                sorted(
                    eingabe.parameter.leistungen, key=lambda leistung: nummern[_form(leistung[0])]
                )
            ),
        ),
        spalten={
            name: spalte._replace(werte=tuple(spalte.werte[nummer] for nummer in platz))
            for name, spalte in eingabe.spalten.items()
        },
    )


def _form(leistung: str) -> str:
    return vergleichsform(parameterangabe(f"{LEISTUNG_PRAEFIX}{leistung}").bezeichnung)


def _texte(blatt: Blatt, titel: str) -> list[str]:
    """Die Texte unter einer Überschrift, bis zur ersten leeren Zelle."""
    spalte = next(
        (s for (z, s), zelle in blatt.zellen.items() if z == KOPFZEILE and zelle.wert == titel),
        None,
    )
    texte: list[str] = []
    while spalte is not None:
        zelle = blatt.zellen.get((ERSTE_ZEILE + len(texte), spalte))
        if zelle is None:
            break
        texte.append(str(zelle.wert))
    return texte


def _plaetze(was: str, vorhanden: Sequence[str], im_bogen: Sequence[str]) -> list[int]:
    """Zu jedem Namen des Bogens seine Nummer unter den vorhandenen."""
    platz: Mapping[str, int] = {vergleichsform(name): n for n, name in enumerate(vorhanden)}
    gemerkt = {vergleichsform(name) for name in im_bogen}
    neu = [name for name in vorhanden if vergleichsform(name) not in gemerkt]
    fehlt = [name for name in im_bogen if vergleichsform(name) not in platz]
    if neu or fehlt:
        saetze = [f"der Bogen rechnet {aufzaehlung(neu)} nicht"] if neu else []
        saetze += [f"in den Eingabeblättern fehlt {aufzaehlung(fehlt)}"] if fehlt else []
        raise AndererUmfang(f"{was}: {'; '.join(saetze)}")
    return [platz[vergleichsform(name)] for name in im_bogen]
