"""Das Blatt Hinweise: was beim Lesen auffiel, mit Datei und Zeile."""

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.druck import einrichten
from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.ausgabe.befunde import sortiert
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.saetze.controlling import titel

_KOPFZEILE = 4
_BREITEN = (40.0, 70.0, 60.0)
_ZEICHEN_HOECHSTENS = 2_000
_HOEHE_HOECHSTENS = 400.0


def hinweise_anlegen(formelmappe: Formelmappe, name: str, bericht: Bericht) -> None:
    """Legt das Blatt an; ohne Hinweise sagt es das."""
    befunde = sortiert(bericht.befunde)
    spalten = (
        ("Wo", [befund.fundort or "" for befund in befunde] or [""]),
        ("Was", [befund.text for befund in befunde] or ["Es ist nichts aufgefallen."]),
        ("Was tun", [befund.abhilfe for befund in befunde] or [""]),
    )
    tabelle = Rechenblatt(formelmappe, name, _KOPFZEILE, len(spalten[0][1]))
    tabelle.ueberschrift("Hinweise", "Was beim Lesen und Vergleichen auffiel.")
    for (kopf, texte), breite in zip(spalten, _BREITEN, strict=True):
        gekuerzt = [_gekuerzt(text) for text in texte]
        tabelle.spalte(kopf, kopf, None, gekuerzt, stil.TEXT, breite=breite, benannt=False)
    for zeile in tabelle.zeilen:
        hoehe = tabelle.blatt.row_dimensions[zeile].height
        if hoehe is not None:
            tabelle.blatt.row_dimensions[zeile].height = min(hoehe, _HOEHE_HOECHSTENS)
    einrichten(tabelle.blatt, titel(bericht))
    tabelle.blatt.print_title_rows = f"{_KOPFZEILE}:{_KOPFZEILE}"


def _gekuerzt(text: str) -> str:
    return text if len(text) <= _ZEICHEN_HOECHSTENS else f"{text[:_ZEICHEN_HOECHSTENS]} …"
