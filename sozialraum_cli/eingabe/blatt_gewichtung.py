"""Das Blatt Gewichtung: welche Indikatoren wie stark zählen."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from sozialraum_cli.befund import Befund, fehler, hat_fehler, hinweis
from sozialraum_cli.eingabe.blatt_sozialraeume import namenszeilen
from sozialraum_cli.eingabe.kopfzeile import Blattform, Kopf, unbekannte_spalten
from sozialraum_cli.eingabe.summe import summe_pruefen
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import Einheit, Zahl
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.eingabeblatt import GEWICHTUNG
from sozialraum_cli.modell import Art, Indikator, Richtung
from sozialraum_cli.namen import Vorschlaege, aehnlichster, aufzaehlung, vergleichsform
from sozialraum_cli.zahlen import knapp

FORM = Blattform.aus(GEWICHTUNG)
_INDIKATOR, _GEWICHT = FORM.pflicht

_HUNDERT = Decimal(100)

_Wahl = TypeVar("_Wahl", bound=StrEnum)


class Indikatorzeile(NamedTuple):
    """Ein Indikator und der Ort seines Namens."""

    indikator: Indikator
    ort: str


def indikatoren_lesen(
    tabelle: Tabelle, spalten: Kopf | None, befunde: list[Befund]
) -> tuple[Indikatorzeile, ...]:
    """Die Indikatoren in der Reihenfolge der Mappe.

    Eingang: spalten: Überschriften des Blatts Indikatoren, None, wenn es nicht lesbar ist.
    Ergebnis: Namen und Bezugsgrößen in der Schreibweise dieser Überschriften; Indikatoren mit
    unlesbarem Gewicht stehen mit 0 darin, ein Fehler ist dann gemeldet.
    """
    befunde.extend(unbekannte_spalten(tabelle.blatt, tabelle.kopf, FORM))
    namen = namenszeilen(tabelle, _INDIKATOR, befunde)
    if not tabelle.zeilen:
        befunde.append(
            fehler(
                "Unter der Überschrift steht kein Indikator.",
                tabelle.kopfort(_INDIKATOR),
                "Je Indikator eine Zeile mit Gewicht ausfüllen.",
            )
        )
    gewichte = _gewichte(tabelle, namen, befunde)
    vorschlaege = Vorschlaege(() if spalten is None else spalten.weitere)
    gelesen: list[Indikatorzeile] = []
    for geschrieben, zeile in namen.items():
        ort = zeile.ort(_INDIKATOR)
        was = f"Der Indikator „{geschrieben}“"
        name = _spaltenname(geschrieben, spalten, was, ort, vorschlaege, befunde)

        def text(feld: str, zeile: Zeile = zeile, name: str = geschrieben) -> str | None:
            return zeile.text(feld, f"{feld} von „{name}“")

        def ort_von(feld: str, zeile: Zeile = zeile) -> str:
            return zeile.ort(feld, sonst=_INDIKATOR)

        bezug = text("Bezugsgröße")
        if bezug is not None:
            was = f"Die Bezugsgröße „{bezug}“ von „{geschrieben}“"
            bezug = _spaltenname(bezug, spalten, was, ort_von("Bezugsgröße"), vorschlaege, befunde)
        indikator = Indikator(
            name,
            gewichte.get(geschrieben, Decimal(0)),
            _wahl(text("Art"), Art, Art.ANZAHL, "Art", ort_von("Art"), befunde),
            bezug,
            _wahl(
                text("Richtung"),
                Richtung,
                Richtung.BELASTEND,
                "Richtung",
                ort_von("Richtung"),
                befunde,
            ),
            text("Quelle"),
            text("Stichtag"),
        )
        gelesen.append(Indikatorzeile(indikator, ort))
    befunde.extend(_bezug_ist_quote(tabelle, gelesen))
    return tuple(gelesen)


def spalte_finden(name: str, spalten: Kopf) -> str | None:
    """Die Überschrift des Blatts Indikatoren, die so heißt, gleich in welcher Schreibweise."""
    form = vergleichsform(name)
    return next((text for text in spalten.weitere if vergleichsform(text) == form), None)


def spalte_unbekannt(
    was: str, name: str, spalten: Kopf, ort: str, vorschlaege: Vorschlaege
) -> Befund:
    """Der Fehler zu einem Verweis, der keine Spalte des Blatts Indikatoren trifft."""
    return fehler(
        f"{was} ist keine Spalte des Blatts „Indikatoren“; vorhanden: "
        f"{aufzaehlung(spalten.weitere) or 'keine'}.",
        ort,
        vorschlaege.abhilfe(name, "Die Schreibweise angleichen oder die Spalte dort anlegen."),
    )


def _spaltenname(
    name: str,
    spalten: Kopf | None,
    was: str,
    ort: str,
    vorschlaege: Vorschlaege,
    befunde: list[Befund],
) -> str:
    if spalten is None:
        return name
    gefunden = spalte_finden(name, spalten)
    if gefunden is None:
        befunde.append(spalte_unbekannt(was, name, spalten, ort, vorschlaege))
        return name
    return gefunden


def _gewichte(
    tabelle: Tabelle, namen: dict[str, Zeile], befunde: list[Befund]
) -> dict[str, Decimal]:
    gewichte: dict[str, Zahl] = {}
    vorher = len(befunde)
    for name, zeile in namen.items():
        zahl = zeile.zahl(_GEWICHT, f"Gewicht von „{name}“", statistik=False)
        if zahl is None:
            continue
        if zahl.einheit not in {Einheit.OHNE, Einheit.PROZENT}:
            befunde.append(
                fehler(
                    f"Gewicht von „{name}“: Ein Gewicht in {zahl.einheit} gibt es nicht.",
                    zeile.ort(_GEWICHT),
                    "Das Gewicht in Prozent oder Punkten angeben.",
                )
            )
            continue
        gewichte[name] = zahl
    if not hat_fehler(befunde[vorher:]):
        je_zeile = {namen[name].nummer: zahl.wert for name, zahl in gewichte.items()}
        befunde.extend(summe_pruefen(tabelle, _GEWICHT, je_zeile))
        befunde.extend(_verschieden_gemeint(tabelle, namen, gewichte))
    return {name: zahl.wert for name, zahl in gewichte.items()}


def _verschieden_gemeint(
    tabelle: Tabelle, namen: dict[str, Zeile], gewichte: Mapping[str, Zahl]
) -> list[Befund]:
    """Gewichte, die nicht dasselbe Maß haben: 60 % neben 0,4 wäre 60 zu 0,4."""
    prozente = [name for name, zahl in gewichte.items() if zahl.einheit is Einheit.PROZENT]
    anteile = [n for n, z in gewichte.items() if z.einheit is Einheit.OHNE and 0 < z.wert <= 1]
    unklar = [name for name in anteile if gewichte[name].format_unbekannt]
    if len(unklar) == len(gewichte):
        unklar = []  # Dasselbe Maß haben sie trotzdem.
    groessere = [n for n in gewichte if n not in anteile and gewichte[n].wert]
    mit_hundertfachem = sum(
        (zahl.wert * (_HUNDERT if name in anteile else 1) for name, zahl in gewichte.items()),
        Decimal(0),
    )
    # Nebeneinander sind auch bloße 60 und 0,4 gemeint, wenn erst 60 und 40 zusammen 100 ergeben.
    gemischt = anteile if prozente or (groessere and mit_hundertfachem == _HUNDERT) else []
    befunde = [
        als_fehler(
            f"Gewicht von „{name}“",
            _gewicht_mehrdeutig(gewichte[name].wert, neben=groessere[0] if gemischt else None),
            namen[name].ort(_GEWICHT),
        )
        for name in gemischt or unklar
    ]
    if prozente and len(prozente) < len(gewichte) and not befunde:
        befunde.append(
            hinweis(
                "Die Gewichte stehen teils in Prozent, teils als bloße Zahl; 40 % zählt so viel "
                "wie 40.",
                tabelle.kopfort(_GEWICHT),
                "Alle Gewichte gleich schreiben.",
            )
        )
    return befunde


def _gewicht_mehrdeutig(wert: Decimal, *, neben: str | None) -> Unlesbar:
    anteil, prozent = knapp(wert), knapp(wert * _HUNDERT)
    warum = f"neben „{neben}“" if neben else "ohne lesbares Zahlenformat"
    return Unlesbar(
        f"{anteil} ist {warum} mehrdeutig, es kann {prozent} % oder {anteil} % heißen",
        f"Alle Gewichte gleich schreiben: „{prozent} %“ oder „{anteil} %“ eintragen, je nachdem, "
        "was gemeint ist.",
    )


def _wahl(
    text: str | None,
    wahl: type[_Wahl],
    vorgabe: _Wahl,
    was: str,
    ort: str,
    befunde: list[Befund],
) -> _Wahl:
    if text is None:
        return vorgabe
    for moeglich in wahl:
        if vergleichsform(moeglich) == vergleichsform(text):
            return moeglich
    naechster = aehnlichster(text, wahl)
    befunde.append(
        fehler(
            f"{was}: „{text}“ gibt es nicht; möglich: {aufzaehlung(wahl)}.",
            ort,
            f"„{naechster}“ eintragen, wenn das gemeint ist."
            if naechster
            else "Einen der möglichen Werte eintragen.",
        )
    )
    return vorgabe


def _bezug_ist_quote(tabelle: Tabelle, zeilen: list[Indikatorzeile]) -> list[Befund]:
    """Durch eine Quote oder durch sich selbst zu teilen ergibt keine Belastung."""
    quoten = {zeile.indikator.name for zeile in zeilen if zeile.indikator.art is Art.QUOTE}
    spalte = tabelle.kopf.spalten.get("Bezugsgröße")
    if spalte is None:
        return []
    return [
        fehler(
            f"Die Bezugsgröße „{zeile.indikator.bezugsgroesse}“ von „{zeile.indikator.name}“ ist "
            "selbst eine Quote oder der Indikator selbst.",
            zeile.ort,
            "Als Bezugsgröße eine Spalte mit Personen oder Fällen nennen, zum Beispiel Einwohner.",
        )
        for zeile in zeilen
        if zeile.indikator.bezugsgroesse in quoten
        or zeile.indikator.bezugsgroesse == zeile.indikator.name
    ]
