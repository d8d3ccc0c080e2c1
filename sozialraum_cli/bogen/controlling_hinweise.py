"""Das Blatt Hinweise: was beim Lesen auffiel, mit Datei und Zeile."""

from openpyxl.utils import get_column_letter

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, text_schreiben, zelle_in
from sozialraum_cli.befund import sortiert
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.saetze.controlling import titel

_KOPFZEILE = 3
_SPALTEN = (("Wo", 40.0), ("Was", 70.0), ("Was tun", 60.0))
_ZEICHEN_HOECHSTENS = 600
_ZEILENHOEHE = 14


def hinweise_anlegen(formelmappe: Formelmappe, name: str, bericht: Bericht) -> None:
    """Legt das Blatt an; ohne Hinweise sagt es das. Sehr lange Zeilenlisten sind gekürzt."""
    blatt = formelmappe.mappe.create_sheet(name)
    blatt.sheet_view.showGridLines = False
    kopf = zelle_in(blatt, 1, 1)
    text_schreiben(kopf, "Hinweise: was beim Lesen und Vergleichen auffiel")
    kopf.font = stil.schrift(14, fett=True)
    zeilen = [(b.fundort or "", b.text, b.abhilfe) for b in sortiert(bericht.befunde)]
    inhalt = [tuple(titel for titel, _ in _SPALTEN), *(zeilen or [("", "keine", "")])]
    for nummer, texte in enumerate(inhalt, start=_KOPFZEILE):
        hoehe = 1
        for spalte, (text, (_, breite)) in enumerate(zip(texte, _SPALTEN, strict=True), start=1):
            zelle = zelle_in(blatt, nummer, spalte)
            gekuerzt = _gekuerzt(text)
            if gekuerzt:
                text_schreiben(zelle, gekuerzt)
            zelle.font, zelle.alignment = stil.schrift(), stil.LINKS_OBEN
            zelle.border = stil.RAND_ZEILE
            if nummer == _KOPFZEILE:
                stil.kopf(zelle)
            hoehe = max(hoehe, stil.zeilenzahl(gekuerzt, breite))
        blatt.row_dimensions[nummer].height = _ZEILENHOEHE * hoehe + 2
    for spalte, (_, breite) in enumerate(_SPALTEN, start=1):
        blatt.column_dimensions[get_column_letter(spalte)].width = breite
    einrichten(blatt, titel(bericht))
    blatt.print_title_rows = f"{_KOPFZEILE}:{_KOPFZEILE}"
    blatt.freeze_panes = f"A{_KOPFZEILE + 1}"


def _gekuerzt(text: str) -> str:
    return text if len(text) <= _ZEICHEN_HOECHSTENS else f"{text[:_ZEICHEN_HOECHSTENS]} …"
