"""Die Spalten einer Quelle finden; was nach Personen aussieht, bleibt ungelesen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.controlling.dauer import Dauereinheit
from sozialraum_cli.controlling.felder import Feld, einheit_zu, feld_zu, sieht_nach_person_aus
from sozialraum_cli.controlling.quelle import Quelltabelle, Quellzeile
from sozialraum_cli.controlling.zuordnung import Quellenangabe
from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.eingabe.zelltext import name_lesen
from sozialraum_cli.namen import aufzaehlung, vergleichsform

_KOPFZEILEN = 60
_MENGEN = ({Feld.DAUER}, {Feld.BETRAG}, {Feld.BEGINN, Feld.ENDE})


@dataclass(frozen=True, slots=True)
class Spaltenplan:
    """In welcher Spalte (ab 0) welches Feld steht und in welcher Einheit die Dauer."""

    spalten: Mapping[Feld, int]
    einheit: Dauereinheit | None


@dataclass(frozen=True, slots=True)
class _Wahl:
    """Was eine Zeile als Überschriften hergibt."""

    zeile: int
    texte: Mapping[int, str]
    spalten: Mapping[Feld, tuple[int, ...]]
    person: Mapping[Feld, str]

    @property
    def treffer(self) -> int:
        return len(self.spalten) + len(self.person)


def spalten_finden(
    tabelle: Quelltabelle, angabe: Quellenangabe
) -> tuple[Spaltenplan | None, list[Befund]]:
    """Liest bis zur Überschriftenzeile; danach stehen in `tabelle.zeilen` die Daten.

    Ergebnis: None, wenn keine Zeile die nötigen Überschriften hat oder eine mehrdeutig ist; die
    Befunde sagen, was fehlt und was aus Gründen des Datenschutzes ungelesen bleibt.
    """
    beste: _Wahl | None = None
    for wahl in _kandidaten(tabelle.zeilen, angabe):
        if beste is None or wahl.treffer > beste.treffer:
            beste = wahl
        if not _fehlend(wahl, angabe):
            break
    if beste is None or not beste.treffer:
        return None, [_ohne_kopf(tabelle, angabe)]
    fehlend = _fehlend(beste, angabe)
    ort = f"{tabelle.ort}, Zeile {beste.zeile}"
    befunde = [*_mehrdeutige(beste, ort), *_datenschutz(beste, ort)]
    if fehlend:
        befunde.append(
            fehler(
                f"Es fehlt eine Spalte für {' und '.join(fehlend)}; Überschriften: "
                f"{aufzaehlung(_harmlose(beste))}.",
                ort,
                "In der Zuordnung unter [spalten] nennen, welche Überschrift gemeint ist, zum "
                'Beispiel dauer = "Minuten".',
            )
        )
        return None, befunde
    befunde += _nicht_gefunden(beste, angabe, ort)
    if any(len(stellen) > 1 for stellen in beste.spalten.values()):
        return None, befunde
    spalten = {feld: stellen[0] for feld, stellen in beste.spalten.items()}
    dauer = spalten.get(Feld.DAUER)
    einheit = angabe.einheit or (None if dauer is None else einheit_zu(beste.texte[dauer]))
    return Spaltenplan(spalten, einheit), befunde


def _kandidaten(zeilen: Iterator[Quellzeile], angabe: Quellenangabe) -> Iterator[_Wahl]:
    for zeile in islice(zeilen, _KOPFZEILEN):
        gelesen = {
            spalte: name_lesen(wert) for spalte, wert in enumerate(zeile.werte) if wert is not None
        }
        texte = {s: text for s, text in gelesen.items() if not isinstance(text, Unlesbar) and text}
        yield _waehlen(zeile.nummer, texte, angabe)


def _waehlen(zeile: int, texte: Mapping[int, str], angabe: Quellenangabe) -> _Wahl:
    spalten: dict[Feld, tuple[int, ...]] = {}
    person: dict[Feld, str] = {}
    belegt: set[int] = set()
    for feld, ueberschrift in angabe.spalten.items():
        form = vergleichsform(ueberschrift)
        stellen = tuple(spalte for spalte, text in texte.items() if vergleichsform(text) == form)
        if not stellen:
            continue
        belegt.update(stellen)
        if sieht_nach_person_aus(ueberschrift):
            person[feld] = ueberschrift
        else:
            spalten[feld] = stellen
    for spalte, text in texte.items():
        eindeutig = feld_zu(text)
        if eindeutig is None or eindeutig in angabe.spalten or spalte in belegt:
            continue
        spalten[eindeutig] = (*spalten.get(eindeutig, ()), spalte)
    return _Wahl(zeile, texte, spalten, person)


def _fehlend(wahl: _Wahl, angabe: Quellenangabe) -> list[str]:
    """Die Felder, ohne die eine Zeile nichts zählt."""
    fehlend = []
    if Feld.SOZIALRAUM not in wahl.spalten:
        fehlend.append("sozialraum")
    if Feld.LEISTUNG not in wahl.spalten and angabe.leistung is None:
        fehlend.append("leistung")
    if not any(menge <= set(wahl.spalten) for menge in _MENGEN):
        fehlend.append("dauer")
    return fehlend


def _ohne_kopf(tabelle: Quelltabelle, angabe: Quellenangabe) -> Befund:
    genannt = f" Die Zuordnung nennt {aufzaehlung(angabe.spalten.values())}."
    return fehler(
        "Keine der ersten Zeilen hat die Überschriften, die gebraucht werden (Sozialraum, "
        f"Leistung, Dauer).{genannt if angabe.spalten else ''}",
        tabelle.ort,
        "In der Zuordnung unter [spalten] die Überschriften der Quelle nennen; fehlt der Quelle "
        "eine Überschriftenzeile, eine ergänzen.",
    )


def _mehrdeutige(wahl: _Wahl, ort: str) -> list[Befund]:
    return [
        fehler(
            f"Für {feld} kommen mehrere Spalten in Frage: "
            f"{aufzaehlung(wahl.texte[stelle] for stelle in stellen)}.",
            ort,
            f'In der Zuordnung unter [spalten] {feld} = "…" die richtige nennen oder gleiche '
            "Überschriften unterscheiden.",
        )
        for feld, stellen in wahl.spalten.items()
        if len(stellen) > 1
    ]


def _datenschutz(wahl: _Wahl, ort: str) -> list[Befund]:
    personen = [text for text in wahl.texte.values() if sieht_nach_person_aus(text)]
    if not personen:
        return []
    zugeordnet = ""
    if wahl.person:
        zugeordnet = " Das gilt auch, wo die Zuordnung sie nennt: " + ", ".join(
            f"{feld} = „{text}“" for feld, text in wahl.person.items()
        )
        zugeordnet += "."
    return [
        hinweis(
            "Zum Schutz personenbezogener Daten nicht gelesen: "
            f"{'Spalte' if len(personen) == 1 else 'Spalten'} {aufzaehlung(personen)}.{zugeordnet}",
            ort,
            "Diese Spalten vor der Weitergabe löschen. Fälle mit einer Fallnummer zählen, nicht "
            "mit Namen.",
        )
    ]


def _nicht_gefunden(wahl: _Wahl, angabe: Quellenangabe, ort: str) -> list[Befund]:
    fehlend = [
        (feld, text)
        for feld, text in angabe.spalten.items()
        if feld not in wahl.spalten and feld not in wahl.person
    ]
    ohne_tag = any(feld is Feld.DATUM for feld, _ in fehlend)
    return [
        hinweis(
            f"Die Spalte „{text}“ für {feld} gibt es hier nicht."
            + (
                " Ohne Datum zählt jede Zeile ganz zum Zeitraum."
                if feld is Feld.DATUM and ohne_tag
                else ""
            ),
            ort,
            f"Überschriften: {aufzaehlung(_harmlose(wahl))}. Für Dateien mit anderen Spalten in "
            "der Zuordnung eine eigene [[quelle]] anlegen.",
        )
        for feld, text in fehlend
    ]


def _harmlose(wahl: _Wahl) -> Sequence[str]:
    return [text for text in wahl.texte.values() if not sieht_nach_person_aus(text)]
