"""Ein Wert eines Gebiets: gelesen, geprüft, mit Befund, wenn er keine Zahl ist."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.unlesbar import Unlesbar
from sozialraum_cli.namen import aufzaehlung
from sozialraum_cli.quellen.auswahl import merkmale_nennen
from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.reihe import Wert
from sozialraum_cli.quellen.zeichen import ist_strich, wert_lesen
from sozialraum_cli.zahlen import knapp

_ENDGUELTIG = ("", "e")


def gebiet_nennen(wert: Wert) -> str:
    """Das Gebiet mit Name und Schlüssel."""
    if wert.name and wert.schluessel and wert.name != wert.schluessel:
        return f"{wert.name} ({wert.schluessel})"
    return wert.name or wert.schluessel


def einzelwert(was: str, quelle: Quelle, wert: Wert, befunde: list[Befund]) -> Decimal | None:
    """Die Zahl eines Werts; None nach einem Fehler.

    „-“ ist 0 mit Hinweis, außer das Gebiet hat in der Quelle nur solche: dann gab es das Gebiet am
    Stichtag nicht. Quelle: docs/verfahren.md 8.
    """
    ort, gebiet = quelle.ort(wert), gebiet_nennen(wert)
    if ist_strich(wert.roh) and all(ist_strich(w.roh) for w in quelle.werte[wert.gebiet]):
        befunde.append(
            fehler(
                f"{was}: {gebiet} gab es am Stichtag nicht; die Quelle hat für das Gebiet nur „-“.",
                ort,
                "In [gebiete] das Gebiet eintragen, in dem es aufgegangen ist.",
            )
        )
        return None
    gelesen = wert_lesen(wert.roh, dezimal=quelle.format.dezimal)
    if isinstance(gelesen, Unlesbar):
        befunde.append(fehler(f"{was}: {gebiet}: {gelesen.grund}.", ort, gelesen.abhilfe))
        return None
    if gelesen.zahl < 0:
        text = f"{was}: {gebiet}: Die Zahl {knapp(gelesen.zahl)} ist negativ."
        befunde.append(fehler(text, ort, "Prüfen, ob wert die richtige Messgröße nennt."))
        return None
    if gelesen.hinweis is not None:
        befunde.append(
            hinweis(f"{was}: {gebiet}: {gelesen.hinweis}.", ort, "Prüfen, ob das so gemeint ist.")
        )
    if wert.guete not in _ENDGUELTIG:
        befunde.append(
            hinweis(
                f"{was}: {gebiet}: Die Quelle kennzeichnet den Wert mit „{wert.guete}“.",
                ort,
                "Bedeutung in der Zeichenerklärung der Quelle nachsehen; endgültig wäre „e“.",
            )
        )
    return gelesen.zahl


@dataclass(slots=True)
class Mehrfaches:
    """Gebiete, für die eine Quelle mehr als einen Wert hat: denselben oder verschiedene."""

    gleich: list[str] = field(default_factory=list)
    verschieden: list[tuple[tuple[Quelle, Wert], ...]] = field(default_factory=list)

    def befunde(self, was: str, ort: str) -> Iterator[Befund]:
        """Ein Hinweis, wenn derselbe Wert mehrfach da ist, ein Fehler bei verschiedenen."""
        if self.gleich:
            yield hinweis(
                f"{was}: Derselbe Wert steht mehrfach in den Quellen und zählt einmal: "
                f"{aufzaehlung(self.gleich)}.",
                ort,
                "Nichts zu tun; mit datei lässt sich eine Quelle auswählen.",
            )
        if not self.verschieden:
            return
        werte = self.verschieden[0]
        orte = "; ".join(f"{w.roh} ({q.ort(w)})" for q, w in werte[:5])
        weitere = [gebiet_nennen(paare[0][1]) for paare in self.verschieden[1:]]
        auch = f" Ebenso: {aufzaehlung(weitere)}." if weitere else ""
        yield fehler(
            f"{was}: Für {gebiet_nennen(werte[0][1])} gibt es verschiedene Werte: {orte}.{auch}",
            werte[0][0].ort(werte[0][1]),
            _unterscheiden(werte),
        )


def eindeutig(
    was: str,
    werte: Sequence[tuple[Quelle, Wert]],
    befunde: list[Befund],
    mehrfaches: Mehrfaches,
) -> Decimal | None:
    """Die eine Zahl eines Gebiets zu einer Zeit; None nach einem Fehler.

    Steht dieselbe Zahl mehrfach da, zählt sie einmal; stehen verschiedene da, ist das ein Fehler,
    nie eine Auswahl. Beides merkt sich `mehrfaches`.
    """
    verschieden = {_vergleichbar(quelle, wert): (quelle, wert) for quelle, wert in werte}
    if len(verschieden) > 1:
        mehrfaches.verschieden.append(tuple(verschieden.values()))
        return None
    quelle, wert = werte[0]
    if len(werte) > 1:
        mehrfaches.gleich.append(gebiet_nennen(wert))
    return einzelwert(was, quelle, wert, befunde)


def _vergleichbar(quelle: Quelle, wert: Wert) -> object:
    gelesen = wert_lesen(wert.roh, dezimal=quelle.format.dezimal)
    return str(wert.roh) if isinstance(gelesen, Unlesbar) else gelesen.zahl


def _unterscheiden(werte: Iterable[tuple[Quelle, Wert]]) -> str:
    """Womit die Zuordnung eines auswählt."""
    paare = list(werte)
    reihen = {wert.reihe: None for _, wert in paare}
    dateien = {quelle.anzeige: None for quelle, _ in paare}
    if merkmale := merkmale_nennen(reihen):
        return f'Mit filter = {{ MERKMAL = "…" }} eine Ausprägung wählen. {merkmale}.'
    if len(reihen) > 1 and len({reihe.bezeichnung for reihe in reihen}) > 1:
        return (
            "In wert die ganze Überschrift angeben: "
            f"{aufzaehlung(dict.fromkeys(reihe.bezeichnung for reihe in reihen))}."
        )
    if len(dateien) > 1:
        return f"Mit datei eine der Quellen wählen: {aufzaehlung(dateien)}."
    return "Die Zeilen in der Quelle prüfen; nur eine kann richtig sein."
