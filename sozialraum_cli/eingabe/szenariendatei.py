"""Benannte Varianten aus einer TOML-Datei: beliebige Parameter und andere Gewichte."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sozialraum_cli.befund import Befund, Datenfehler, fehler, hat_fehler
from sozialraum_cli.eingabe.blatt_parameter import parameter_unbekannt
from sozialraum_cli.eingabe.parameterdatei import setzungen_bilden
from sozialraum_cli.eingabe.parametername import parameter_finden
from sozialraum_cli.eingabe.parameterwerte import Setzung
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler, zitat
from sozialraum_cli.eingabe.zahl import Einheit, zahl_lesen
from sozialraum_cli.lesen.tomldatei import Tomldatei
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.namen import Vorschlaege, vergleichsform

_LISTEN = ("variante", "varianten", "szenario", "szenarien")
_GEWICHTE = ("gewichte", "gewicht", "gewichtung")
BEISPIEL = (
    "Je Variante eine Tabelle schreiben, zum Beispiel: [[variante]], darunter name = "
    '"halber Schutz", bestandsschutz = 50 und gewichte = { Arbeitslose = 60 }; Dezimalzahlen '
    "mit Punkt."
)


@dataclass(frozen=True, slots=True)
class Vorgabe:
    """Was eine Variante anders macht; gewichte je Indikator, wie die Datei ihn schreibt."""

    name: str
    setzungen: tuple[Setzung, ...] = ()
    gewichte: Mapping[str, Decimal] = field(default_factory=dict)
    herkunft: str | None = None


def varianten_lesen(datei: Tomldatei) -> tuple[Vorgabe, ...]:
    """Die Varianten einer TOML-Datei in ihrer Reihenfolge.

    Eingang: [[variante]] mit name, oder je Variante eine Tabelle unter ihrem Namen; was darüber
    steht, gilt für alle. Fehler: Datenfehler mit allen Befunden der Datei.
    """
    befunde: list[Befund] = []
    gemeinsam = {k: w for k, w in datei.inhalt.items() if not isinstance(w, dict | list)}
    gemeinsam |= {k: w for k, w in datei.inhalt.items() if k in (*_GEWICHTE, "leistung")}
    vorgaben = [
        _vorgabe(name, {**gemeinsam, **tabelle}, f"{datei.name}, Variante „{name}“", befunde)
        for name, tabelle in _tabellen(datei.inhalt, datei.name, befunde)
    ]
    if not vorgaben and not befunde:
        befunde.append(fehler("Die Datei nennt keine Variante.", datei.name, BEISPIEL))
    namen = [vorgabe.name for vorgabe in vorgaben]
    for name in dict.fromkeys(name for name in namen if namen.count(name) > 1):
        befunde.append(
            fehler(
                f"Zwei Varianten heißen {zitat(name)}.",
                datei.name,
                "Jeder Variante einen eigenen Namen geben.",
            )
        )
    if hat_fehler(befunde):
        raise Datenfehler(befunde)
    return tuple(vorgaben)


def mit_gewichten(eingabe: Eingabe, vorgabe: Vorgabe) -> Eingabe:
    """Die Eingabe mit den Gewichten der Variante; nicht genannte bleiben.

    Fehler: Datenfehler, wenn sie einen Indikator nennt, den es nicht gibt.
    """
    namen = {vergleichsform(i.name): i.name for i in eingabe.indikatoren}
    vorschlaege = Vorschlaege(namen.values())
    neue: dict[str, Decimal] = {}
    befunde: list[Befund] = []
    for name, gewicht in vorgabe.gewichte.items():
        indikator = namen.get(vergleichsform(name))
        if indikator is None:
            befunde.append(
                fehler(
                    f"Den Indikator {zitat(name)} gibt es nicht.",
                    vorgabe.herkunft,
                    vorschlaege.abhilfe(name, "Einen Indikator des Blatts „Gewichtung“ nennen."),
                )
            )
        else:
            neue[indikator] = gewicht
    if befunde:
        raise Datenfehler(befunde)
    return replace(
        eingabe,
        indikatoren=tuple(
            i._replace(gewicht=neue.get(i.name, i.gewicht)) for i in eingabe.indikatoren
        ),
    )


def _tabellen(
    inhalt: Mapping[str, object], datei: str, befunde: list[Befund]
) -> Iterator[tuple[str, dict[str, object]]]:
    for schluessel, wert in inhalt.items():
        if schluessel in (*_GEWICHTE, "leistung"):
            continue
        if isinstance(wert, list):
            yield from _aus_liste(schluessel, wert, datei, befunde)
        elif isinstance(wert, dict) and schluessel in _LISTEN and _nur_tabellen(wert):
            yield from wert.items()
        elif isinstance(wert, dict):
            yield str(wert.get("name", schluessel)), wert


def _nur_tabellen(wert: Mapping[str, object]) -> bool:
    return bool(wert) and all(isinstance(teil, dict) for teil in wert.values())


def _aus_liste(
    schluessel: str, liste: list[object], datei: str, befunde: list[Befund]
) -> Iterator[tuple[str, dict[str, object]]]:
    for nummer, tabelle in enumerate(liste, start=1):
        if schluessel in _LISTEN and isinstance(tabelle, dict):
            yield str(tabelle.get("name", f"Variante {nummer}")), tabelle
        else:
            befunde.append(
                fehler(f"Der Eintrag {zitat(schluessel)} ist keine Variante.", datei, BEISPIEL)
            )
            return


def _vorgabe(
    name: str, tabelle: Mapping[str, object], herkunft: str, befunde: list[Befund]
) -> Vorgabe:
    gewichte: dict[str, Decimal] = {}
    uebrige: dict[str, object] = {}
    for schluessel, wert in tabelle.items():
        if schluessel in _GEWICHTE and isinstance(wert, dict):
            for indikator, gewicht in wert.items():
                gelesen = _gewicht(gewicht)
                if isinstance(gelesen, Unlesbar):
                    befunde.append(als_fehler(f"Gewicht von {zitat(indikator)}", gelesen, herkunft))
                else:
                    gewichte[indikator] = gelesen
        elif schluessel != "name":
            uebrige[schluessel] = wert
    setzungen = setzungen_bilden(uebrige, herkunft, befunde)
    befunde.extend(
        parameter_unbekannt(setzung.name, herkunft)
        for setzung in setzungen
        if parameter_finden(setzung.name) is None
    )
    return Vorgabe(name, setzungen, gewichte, herkunft)


def _gewicht(wert: object) -> Decimal | Unlesbar:
    roh = Decimal(wert) if isinstance(wert, int) and not isinstance(wert, bool) else wert
    if not isinstance(roh, str | Decimal | bool):
        return Unlesbar("Das ist keine Zahl", "Eine Zahl angeben, zum Beispiel 40.")
    zahl = zahl_lesen(roh, statistik=False, beispiel="40")
    if isinstance(zahl, Unlesbar):
        return zahl
    if zahl.wert < 0 or zahl.einheit not in {Einheit.OHNE, Einheit.PROZENT}:
        return Unlesbar(f"{zitat(str(wert))} ist kein Gewicht", "Eine Zahl ab 0 angeben.")
    return zahl.wert
