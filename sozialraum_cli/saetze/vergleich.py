"""Der Vergleich in Worten: was eine Ursache heißt, wer warum gewinnt, was sich geändert hat."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sozialraum_cli.filter import Filter
from sozialraum_cli.modell import Wert
from sozialraum_cli.parameter import LEISTUNG_PRAEFIX, NICHT_ANGEGEBEN
from sozialraum_cli.rechnen.ursachen import Ursache
from sozialraum_cli.rechnen.vergleich import Aenderung, Raumvergleich, Vergleich
from sozialraum_cli.saetze import parameter as parametersaetze
from sozialraum_cli.zahlen import euro, knapp, zahl

ERKLAERUNG: Mapping[Ursache, str] = {
    Ursache.GESAMTBUDGET: "wie viel Geld zu verteilen ist, dazu Zusatzmittel",
    Ursache.INDIKATOREN: "die Zahlen der Indikatoren und welche Sozialräume es gibt",
    Ursache.GEWICHTE: "welcher Indikator wie viel zählt",
    Ursache.BUDGET_BISHER: "was jeder vorher hatte; daran misst der Bestandsschutz",
    Ursache.BESTANDSSCHUTZ: "wie Verluste gemildert werden",
    Ursache.RUNDUNG: "der Rest, den das Runden lässt",
}
_DURCH: Mapping[Ursache, str] = {
    Ursache.GESAMTBUDGET: "das Gesamtbudget",
    Ursache.INDIKATOREN: "die Indikatorwerte",
    Ursache.GEWICHTE: "Gewichte und Schlüsselverfahren",
    Ursache.BUDGET_BISHER: "die bisherigen Budgets",
    Ursache.BESTANDSSCHUTZ: "Bestandsschutz und Abschmelzung",
    Ursache.RUNDUNG: "Rundung",
}
# Parameter, die nicht das Budget, aber die Stunden ändern.
_STUNDENPARAMETER = {
    "regiekosten",
    "regiekosten_basis",
    "leistungsbasis",
    "abf",
    "personalkosten_vzae",
    "wochenstunden",
}
# Leistungen und Indikatoren gibt es mit ihrem Wert oder gar nicht.
_KOMMT_UND_GEHT = (LEISTUNG_PRAEFIX, "gewicht:")
# Darunter lohnt die Gegenursache keinen Halbsatz.
_NENNENSWERT = Decimal("0.1")


def grund(raum: Raumvergleich, euro: Callable[[Decimal], str]) -> str:
    """Ein Satz, warum ein Sozialraum mehr oder weniger bekommt: größte Ursache und Gegenursache.

    Eingang: `euro` schreibt einen Betrag mit Vorzeichen.
    """
    v = raum.veraenderung
    was = _was(raum, euro)
    betraege = {u: betrag for u, betrag in v.ursachen.items() if betrag}
    if not betraege:
        return f"{was}."
    if not v.differenz:
        hebt = max(betraege, key=lambda u: betraege[u])
        senkt = min(betraege, key=lambda u: betraege[u])
        return (
            f"{was}; es heben sich auf: {_nennen(hebt, betraege, euro)} und "
            f"{_nennen(senkt, betraege, euro)}."
        )
    vorzeichen = 1 if v.differenz > 0 else -1
    groesste = max(betraege, key=lambda u: vorzeichen * betraege[u])
    gegen = min(betraege, key=lambda u: vorzeichen * betraege[u])
    satz = f"{was}, vor allem durch {_nennen(groesste, betraege, euro)}"
    if -vorzeichen * betraege[gegen] >= _NENNENSWERT * abs(v.differenz):
        satz += f"; dagegen: {_nennen(gegen, betraege, euro)}"
    return f"{satz}."


def gerechnet_nach_je_seite(vergleich: Vergleich) -> list[str]:
    """Je Seite, wie sie gerechnet ist: „alt: Schlüsselverfahren anteile, Bestandsschutz …“."""
    seiten = (("alt", vergleich.alt), ("neu", vergleich.neu))
    return [f"{seite}: {parametersaetze.gerechnet_nach(ergebnis)}" for seite, ergebnis in seiten]


def umbenannt(vergleich: Vergleich) -> list[str]:
    """Je umbenanntem Sozialraum ein Satz."""
    return [
        f"„{raum.name}“ hieß vorher „{raum.name_alt}“ (Schlüssel {raum.schluessel})."
        for raum in vergleich.sozialraeume
        if raum.name_alt is not None
    ]


def geaendert(aenderung: Aenderung) -> str:
    """Eine geänderte Angabe in Worten: Bezeichnung, Wert vorher und nachher, Herkunft."""
    herkunft = dict.fromkeys(
        ort
        for ort in (aenderung.herkunft_alt, aenderung.herkunft_neu)
        if ort not in {None, NICHT_ANGEGEBEN}
    )
    orte = f" ({' → '.join(herkunft)})" if herkunft else ""
    alt, neu = (wert(w, aenderung.einheit) for w in (aenderung.alt, aenderung.neu))
    if aenderung.name.startswith(_KOMMT_UND_GEHT):
        alt = "neu" if aenderung.alt is None else alt
        neu = "entfällt" if aenderung.neu is None else neu
    return f"{aenderung.bezeichnung}: {alt} → {neu}{orte}"


def stundengrund(vergleich: Vergleich) -> str | None:
    """Was außer dem Budget die Stunden ändert; None, wenn sie allein dem Budget folgen."""
    gruende = [
        f"{a.bezeichnung} {wert(a.alt, a.einheit)} → {wert(a.neu, a.einheit)}"
        for a in vergleich.parameter
        if a.name in _STUNDENPARAMETER or a.name.startswith(LEISTUNG_PRAEFIX)
    ]
    if not gruende:
        return None
    return f"Die Stunden ändern sich nicht nur mit dem Budget, auch durch: {'; '.join(gruende)}."


def wert(wert: Wert, einheit: str | None) -> str:
    """Ein Wert mit Einheit, wie man ihn liest: 1.700.000 €, 70 %, nicht angegeben."""
    if wert is None:
        return NICHT_ANGEGEBEN
    if not isinstance(wert, Decimal):
        return str(wert)
    einheit = (einheit or "").removesuffix("/Jahr")
    if einheit == "€" and wert % 1:
        return f"{zahl(wert)} €"
    return f"{knapp(wert)} {einheit}".rstrip()


def _was(raum: Raumvergleich, euro: Callable[[Decimal], str]) -> str:
    differenz = raum.veraenderung.differenz
    if raum.ist_neu:
        return f"{raum.name} ist neu ({euro(differenz)})"
    if raum.ist_verschwunden:
        return f"{raum.name} gibt es nicht mehr ({euro(differenz)})"
    if not differenz:
        return f"{raum.name} bekommt gleich viel"
    return f"{raum.name} bekommt {'mehr' if differenz > 0 else 'weniger'} ({euro(differenz)})"


def _nennen(
    ursache: Ursache, betraege: Mapping[Ursache, Decimal], euro: Callable[[Decimal], str]
) -> str:
    return f"{_DURCH[ursache]} ({euro(betraege[ursache])})"


def filtersatz(auswahl: Filter, teil: Vergleich, ganz: Vergleich) -> str:
    """Dass ein Vergleich gefiltert ist und was ohne Filter herauskommt."""

    def budgets(vergleich: Vergleich) -> str:
        summen = vergleich.summen
        alt, neu = (
            "nichts" if wert is None else euro(wert)
            for wert in (summen.budget_alt, summen.budget_neu)
        )
        return f"alt {alt} und neu {neu}"

    return f"Gefiltert: {auswahl.satz}, {budgets(teil)}. Ohne Filter sind es {budgets(ganz)}."
