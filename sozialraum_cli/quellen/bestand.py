"""Alle Quellen eines Laufs: je Tabelle die Werte der gesuchten Gebiete."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sozialraum_cli.befund import Befund, Stufe, fehler, hinweis
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.lesen.dateifehler import Dateifehler
from sozialraum_cli.lesen.mappe import fundort
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.namen import aufzaehlung, vergleichsform
from sozialraum_cli.quellen.format import Format
from sozialraum_cli.quellen.formate import NUR_ALLEIN, format_erkennen
from sozialraum_cli.quellen.gebietsschluessel import gebietsschluessel_lesen, inkar_verband
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.reihe import Reihe, Vermerk, Wert
from sozialraum_cli.quellen.zuordnung import Quellenzuordnung

WERTE_GRENZE = 500_000
_GESEHEN_HOECHSTENS = 2_000
_BEFUNDE_HOECHSTENS = 20


@dataclass(slots=True, eq=False)
class Quelle:
    """Eine gelesene Tabelle: werte je Gebiet, reihen in der Reihenfolge ihres Auftretens.

    gesehen: Schlüssel und Namen, die nicht gesucht sind. ergaenzt: Schlüssel ohne führende Null.
    """

    datei: str
    dateinamen: tuple[str, ...]
    blatt: str | None
    sha256: str
    zeichensatz: str | None
    format: Format
    werte: dict[str, list[Wert]] = field(default_factory=dict)
    reihen: dict[Reihe, None] = field(default_factory=dict)
    vermerke: list[str] = field(default_factory=list)
    gesehen: list[str] = field(default_factory=list)
    ergaenzt: list[str] = field(default_factory=list)

    @property
    def anzeige(self) -> str:
        """Datei und Blatt, wie Befunde sie nennen."""
        return self.datei if self.blatt is None else f"{self.datei}, Blatt „{self.blatt}“"

    def ort(self, wert: Wert) -> str:
        """Der Fundort eines Werts."""
        if self.blatt is None:
            return f"{self.datei}, Zeile {wert.zeile}"
        return f"{self.datei}, {fundort(self.blatt, wert.zeile, wert.spalte or 1)}"


def gesuchte_gebiete(zuordnung: Quellenzuordnung) -> dict[str, str]:
    """Schlüssel → Gebiet für alles, was ein Mitglied sein kann, auch als Gemeindeverband."""
    mitglieder = [angabe for liste in zuordnung.sozialraeume.values() for angabe in liste]
    gesucht = {angabe.schluessel: angabe.schluessel for angabe in mitglieder if angabe.schluessel}
    for verband in dict.fromkeys(angabe.verband for angabe in mitglieder):
        if verband is not None:
            gesucht.setdefault(verband, verband)
            gesucht.setdefault(inkar_verband(verband), verband)
    for schluessel in list(gesucht.values()):
        if len(schluessel) == 9:
            gesucht.setdefault(inkar_verband(schluessel), schluessel)
    return gesucht


def namensgebiet(name: str) -> str:
    """Das Gebiet einer Tabelle, die nur Namen nennt."""
    return f"name:{vergleichsform(name)}"


class Gebietswahl(dict[Zellwert | None, str]):
    """Merkt sich zu jedem Schlüssel, wie er dasteht, welches gesuchte Gebiet er meint."""

    def __init__(self, gesucht: dict[str, str] | None, quelle: Quelle) -> None:
        """Eingang: Schlüssel → Gebiet; None heißt, dass jedes Gebiet gesucht ist."""
        super().__init__()
        self._gesucht = gesucht
        self._quelle = quelle

    def __missing__(self, roh: Zellwert | None) -> str:
        geschrieben = text(roh)
        schluessel = gebietsschluessel_lesen(geschrieben)
        if schluessel is None:
            gebiet = namensgebiet(geschrieben) if geschrieben else ""
        elif self._gesucht is None:
            gebiet = schluessel.gebiet
        else:
            gebiet = self._gesucht.get(schluessel.gebiet, "")
        if schluessel is not None and gebiet and schluessel.ergaenzt:
            self._quelle.ergaenzt.append(geschrieben)
        if not gebiet and len(self._quelle.gesehen) < _GESEHEN_HOECHSTENS:
            self._quelle.gesehen.append(geschrieben)
        self[roh] = gebiet
        return gebiet


def quellen_lesen(
    gitter: Iterable[Gitter | Befund], gesucht: dict[str, str] | None, befunde: list[Befund]
) -> Iterator[Quelle]:
    """Liest Tabelle für Tabelle; was sich nicht lesen lässt, kommt zu den Befunden.

    Eingang: die Tabellen einer Datei; gesucht wie bei Gebietswahl. Ist in einem Archiv auch nur
    eine Tabelle lesbar, sind die übrigen Dateien darin nur ein Hinweis.
    """
    abgelehnt: list[Befund] = []
    gelesen = False
    for eines in gitter:
        if isinstance(eines, Befund):
            abgelehnt.append(eines)
            continue
        try:
            quelle = _quelle_lesen(eines, gesucht, befunde, abgelehnt)
        except Dateifehler as grund:
            abgelehnt.append(fehler(grund.text, eines.datei, grund.abhilfe))
            continue
        if quelle is not None:
            gelesen = True
            yield quelle
    # Neben der Tabelle liegen in einem Archiv oft Erläuterungen; fehlen Werte, fällt es später auf.
    stufe = Stufe.HINWEIS if gelesen else Stufe.FEHLER
    befunde += [replace(befund, stufe=stufe) for befund in abgelehnt]


def aufbau_lesen(gitter: Iterable[Gitter | Befund], befunde: list[Befund]) -> Iterator[Quelle]:
    """Liest von Tabellen nur, welche Gebiete und Reihen sie haben: je Gebiet einen Wert."""
    return quellen_lesen(gitter, None, befunde)


def amtliche_blaetter(quellen: Iterable[Quelle]) -> list[Quelle]:
    """Ohne die Blätter einer Mappe, die neben Blättern eines amtlichen Formats nur Beiwerk sind."""
    alle = list(quellen)
    amtlich = {quelle.datei for quelle in alle if quelle.format is not NUR_ALLEIN}
    return [q for q in alle if q.format is not NUR_ALLEIN or q.datei not in amtlich]


def _quelle_lesen(
    gitter: Gitter,
    gesucht: dict[str, str] | None,
    befunde: list[Befund],
    abgelehnt: list[Befund],
) -> Quelle | None:
    format_ = format_erkennen(gitter)
    if format_ is None:
        if gitter.blatt is None:
            abgelehnt.append(_unbekannt(gitter))
        return None
    quelle = Quelle(
        gitter.datei,
        gitter.dateinamen,
        gitter.blatt,
        gitter.sha256,
        gitter.zeichensatz,
        format_,
    )
    gelesen = eigene_befunde = 0
    for wert in format_.lesen(gitter, Gebietswahl(gesucht, quelle)):
        if isinstance(wert, Wert):
            werte = quelle.werte.setdefault(wert.gebiet, [])
            if werte and gesucht is None and wert.reihe in quelle.reihen:
                continue
            werte.append(wert)
            quelle.reihen[wert.reihe] = None
            gelesen += 1
            if gelesen > WERTE_GRENZE:
                raise Dateifehler(
                    "Die Datei enthält mehr als 500.000 Werte für die gesuchten Gebiete.",
                    "Bei der Quelle weniger Jahre oder Merkmale auswählen.",
                )
        elif isinstance(wert, Vermerk):
            if wert.text not in quelle.vermerke and len(quelle.vermerke) < _BEFUNDE_HOECHSTENS:
                quelle.vermerke.append(wert.text)
        elif eigene_befunde < _BEFUNDE_HOECHSTENS:
            eigene_befunde += 1
            befunde.append(wert)
    if quelle.ergaenzt:
        befunde.append(
            hinweis(
                f"In {len(quelle.ergaenzt)} Schlüsseln fehlt die führende Null, zum Beispiel "
                f"{zitat(quelle.ergaenzt[0])}; sie wurde ergänzt.",
                quelle.anzeige,
                "Nichts zu tun; Tabellenkalkulationen lassen die Null weg, wenn sie Schlüssel als "
                "Zahl lesen.",
            )
        )
    return quelle


def _unbekannt(gitter: Gitter) -> Befund:
    zeilen = [" ".join(filter(None, map(text, zeile.felder[:6]))) for zeile in gitter.anfang[:3]]
    gesehen = aufzaehlung(zeile[:60] for zeile in zeilen if zeile)
    return fehler(
        f"Der Aufbau der Datei ist nicht zu erkennen; ihre ersten Zeilen: {gesehen or 'leer'}.",
        gitter.datei,
        "Eine Tabelle mit Gebietsschlüssel oder Gemeindename je Zeile angeben; gut geht das "
        "Flat-File (ffcsv).",
    )
