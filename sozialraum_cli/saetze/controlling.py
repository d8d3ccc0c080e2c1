"""Das Controlling in Sätzen, gleich für Terminal und Mappe."""

from collections.abc import Iterable
from decimal import Decimal

from sozialraum_cli.controlling.abgleich import Abgleich, Posten, Verbleib
from sozialraum_cli.controlling.bericht import Bericht, Datei
from sozialraum_cli.rechnen.controlling import Controllingzeile, Gruppe, Gruppenart
from sozialraum_cli.rechnen.istmenge import Kategorie
from sozialraum_cli.rechnen.zeitraum import Zeitraum, wochen
from sozialraum_cli.zahlen import euro, knapp, zahl

OHNE_LEISTUNG = "ohne Leistung des Bogens"
ARTEN = {
    Gruppenart.LEISTUNG: "Leistung",
    Gruppenart.REGION: "Region",
    Gruppenart.TRAEGER: "Träger",
    Gruppenart.ZUSTAENDIGKEIT: "Zuständigkeit",
}

_MINUTE, _STUNDE = Decimal(60), Decimal(3600)
VERBLEIB = {
    Verbleib.GEZAEHLT: "gezählt",
    Verbleib.AUSSERHALB_DES_ZEITRAUMS: "außerhalb des Zeitraums",
    Verbleib.NICHT_PLAUSIBEL: "nicht plausibel",
    Verbleib.SUMMENZEILEN: "Summenzeilen",
    Verbleib.LAUT_ZUORDNUNG: "laut Zuordnung ohne Leistung",
}


def titel(bericht: Bericht) -> str:
    """„Soll und Ist 2012, 01.01. bis 30.06.2012“."""
    zeitraum = bericht.controlling.zeitraum
    if zeitraum.ganzes_jahr:
        return f"Soll und Ist {zeitraum.jahr}"
    return f"Soll und Ist {zeitraum.jahr}, {zeitraum.von:%d.%m.} bis {zeitraum.bis:%d.%m.%Y}"


def sollsatz(zeitraum: Zeitraum) -> str:
    """Wie aus Stunden je Woche das Soll des Zeitraums wird."""
    anzahl = zahl(wochen(zeitraum), 4)
    if zeitraum.wochen_je_jahr is None:
        woher = f"{zeitraum.tage} Tage / 7"
    else:
        woher = (
            f"{knapp(zeitraum.wochen_je_jahr)} Vertragswochen * {zeitraum.tage} / "
            f"{zeitraum.tage_des_jahres} Tage"
        )
    satz = f"Soll: face-to-face-Stunden je Woche laut Bogen mal {anzahl} Wochen ({woher})."
    if zeitraum.tage == zeitraum.tage_des_jahres:
        return satz
    return (
        f"{satz} Hochrechnung auf das Jahr: Ist * {zeitraum.tage_des_jahres} / {zeitraum.tage} "
        "Tage."
    )


def filtersaetze(bericht: Bericht) -> list[str]:
    """Dass die Ausgabe gefiltert ist und was ohne Filter herauskommt; leer ohne Filter."""
    if not bericht.filter.angaben:
        return []
    ganz, teil = bericht.ganz.summen, bericht.controlling.summen
    return [
        f"Gefiltert: {bericht.filter.satz}, Soll {zahl(teil.soll)} h und Ist {zahl(teil.ist)} h. "
        f"Ohne Filter sind es Soll {zahl(ganz.soll)} h und Ist {zahl(ganz.ist)} h."
    ]


def abgleichsatz(abgleich: Abgleich) -> str:
    """Dass keine gelesene Minute verloren ging; die Gleichung geht mit den Ziffern auf."""
    posten = [abgleich.gelesen, *abgleich.verbleib.values()]
    einheit, teiler = ("Minuten", _MINUTE)
    if any(p.sekunden / _MINUTE != (p.sekunden / _MINUTE).quantize(_FEIN) for p in posten):
        einheit, teiler = ("Sekunden", Decimal(1))

    def menge(p: Posten) -> str:
        return knapp(p.sekunden / teiler)

    teile = " + ".join(
        f"{menge(p)} {VERBLEIB[wo]} ({_zeilen(p.zeilen)})"
        for wo in Verbleib
        if (p := abgleich.verbleib.get(wo)) is not None
    )
    gelesen = abgleich.gelesen
    return (
        f"Abgleich in {einheit}: gelesen {menge(gelesen)} ({_zeilen(gelesen.zeilen)}) = "
        f"{teile or '0'}."
    )


def betragsatz(bericht: Bericht) -> list[str]:
    """Was die Beträge heißen und was zurückzufordern ist."""
    abruf = bericht.controlling.summen.abruf
    if abruf is None:
        return []
    satz = (
        "Beträge: nur Leistungen, zu denen eine Quelle welche nennt. Bewilligt sind ihre Mittel "
        "laut Bogen im Jahr, ohne die Pauschale für Leitung, Verwaltung, Miete und Sachmittel. "
        "Die tatsächlichen Kosten sind die Grenze: Rest = bewilligt − Ist."
    )
    if abruf.rueckforderung is None:
        return [f"{satz} Eine Rückforderung steht erst fest, wenn das Jahr zu Ende ist."]
    return [
        f"{satz} Zurückzufordern sind {euro(abruf.rueckforderung)}: die Reste, die nicht negativ "
        "sind; Mehrkosten an anderer Stelle werden nicht gegengerechnet."
    ]


def fallsatz(bericht: Bericht) -> list[str]:
    """Warum kleine Fallzahlen nicht dastehen; leer, wenn keine Fälle gezählt sind."""
    if not bericht.controlling.mit_faellen:
        return []
    return [
        "Fälle: verschiedene Fallnummern. Weniger als drei stehen als „unter 3“ da; eine Summe, "
        "aus der sie sich errechnen ließen, steht nicht da (-)."
    ]


def ortsname(zeile: Controllingzeile) -> str:
    """Der Sozialraum oder die Kategorie einer Zeile."""
    if zeile.sozialraum is not None:
        return zeile.sozialraum.name
    return kategoriename(zeile.kategorie)


def gruppenname(gruppe: Gruppe) -> str:
    """Der Name einer Gruppe, wie er in Tabellen steht."""
    if gruppe.name is not None:
        return gruppe.name
    if gruppe.kategorie is not None:
        return kategoriename(gruppe.kategorie)
    return OHNE_LEISTUNG if gruppe.art is Gruppenart.LEISTUNG else f"ohne {ARTEN[gruppe.art]}"


def kategoriename(kategorie: Kategorie | None) -> str:
    """Wie eine Kategorie in Tabellen heißt."""
    return "" if kategorie is None else kategorie.bezeichnung


def herkunft(bericht: Bericht, *, pruefsummen: bool = False) -> str:
    """Aus welchem Bogen das Soll stammt und aus welchen Dateien das Ist."""

    def liste(dateien: Iterable[Datei]) -> str:
        return ", ".join(
            f"„{datei.name}“" + (f" (SHA-256 {datei.sha256})" if pruefsummen else "")
            for datei in dateien
        )

    plan = f", Plan aus {liste([bericht.plan])}" if bericht.plan else ""
    return f"Soll aus {liste([bericht.bogen])}, Ist aus {liste(bericht.quellen)}{plan}."


_FEIN = Decimal("1e-12")


def _zeilen(anzahl: int) -> str:
    return "1 Zeile" if anzahl == 1 else f"{zahl(Decimal(anzahl), 0)} Zeilen"
