"""Ein Blatt beim Lesen: sammelt belegte Zellen, prüft Texte und zählt gegen die Grenzen."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.lesen.dateifehler import Blattschaden, Dateifehler
from sozialraum_cli.lesen.mappe import Blatt, Zelle, fundort

LETZTE_ZEILE = 1_048_576
LETZTE_SPALTE = 16_384
ZELLEN_GRENZE = 500_000
ZEILEN_GRENZE = 100_000
ZEICHEN_GRENZE = 50_000_000
TEXT_GRENZE = 32_767
BEREICHE_GRENZE = 100_000

# Steuerzeichen, Umkehrung der Leserichtung und was in XML nicht stehen darf.
STEUERZEICHEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# Was Word und alte Programme statt eines Zeilenumbruchs schreiben.
_UMBRUECHE = str.maketrans(dict.fromkeys("\x0b\x0c\x85", "\n"))
# Diese Steuerzeichen tun nichts; die übrigen kehren Text um oder sind kein Text.
_WIRKUNGSLOS = re.compile("[\x00-\x1f\x7f-\x9f]")
_LEER = " \t\n\r\xa0\u2007\u202f\u200b\u2060\ufeff"


class Vorrat:
    """Wie viele Zellen und Zeichen die Mappe noch haben darf."""

    def __init__(self) -> None:
        """Beginnt mit den Grenzen für eine ganze Mappe."""
        self._zellen = ZELLEN_GRENZE
        self._zeichen = ZEICHEN_GRENZE

    def nehmen(self, zellen: int, zeichen: int) -> None:
        """Verbraucht Zellen und Zeichen; Fehler: Dateifehler, wenn der Vorrat nicht reicht."""
        self._zellen -= zellen
        self._zeichen -= zeichen
        if self._zellen < 0 or self._zeichen < 0:
            raise _zu_viel()

    def zusagen(self, zellen: int) -> None:
        """Fehler: Dateifehler, wenn für so viele Zellen kein Vorrat da ist."""
        if zellen > self._zellen:
            raise _zu_viel()


def _zu_viel() -> Dateifehler:
    return Dateifehler(
        "Die Mappe hat mehr als 500.000 belegte Zellen oder 50.000.000 Zeichen Text.",
        "Nur die vier Eingabeblätter in der Mappe lassen und sie neu speichern.",
    )


class Blattbau:
    """Nimmt die Zellen eines Blatts auf und stellt daraus das Blatt fertig."""

    def __init__(self, name: str, vorrat: Vorrat) -> None:
        """Beginnt ein leeres Blatt; Befunde zu seinen Zellen stehen danach in befunde."""
        self.name = STEUERZEICHEN.sub("?", name)
        self.zellen: dict[tuple[int, int], Zelle] = {}
        self.befunde: list[Befund] = []
        self._vorrat = vorrat
        self._zeilen: set[int] = set()
        self._verbunde = 0

    def setzen(self, zeile: int, spalte: int, zelle: Zelle) -> None:
        """Nimmt eine Zelle auf; leere Texte und reiner Leerraum gelten als leere Zelle."""
        wert = zelle.wert
        if isinstance(wert, str):
            text = self._text(wert, zeile, spalte)
            if not text:
                return
            if text is not wert:
                wert = text
                zelle = replace(zelle, wert=text)
        if (zeile, spalte) in self.zellen:
            raise Blattschaden(f"{self._ort(zeile, spalte)} gibt es zweimal")
        if not (1 <= zeile <= LETZTE_ZEILE and 1 <= spalte <= LETZTE_SPALTE):
            raise Blattschaden("Eine Zelle liegt außerhalb des Blatts")
        self._vorrat.nehmen(1, len(wert) if isinstance(wert, str) else 0)
        self._zeilen.add(zeile)
        if len(self._zeilen) > ZEILEN_GRENZE:
            raise Dateifehler(
                f"Das Blatt „{self.name}“ hat mehr als 100.000 belegte Zeilen.",
                "Nur die Zeilen der Sozialräume im Blatt lassen und die Mappe neu speichern.",
            )
        self.zellen[zeile, spalte] = zelle

    def verbund_zaehlen(self) -> None:
        """Zählt einen verbundenen Bereich; Fehler: Dateifehler, wenn es zu viele sind."""
        self._verbunde += 1
        if self._verbunde > BEREICHE_GRENZE:
            raise Dateifehler(
                f"Das Blatt „{self.name}“ hat mehr als 100.000 verbundene Bereiche.",
                "Die Verbünde aufheben und die Mappe neu speichern.",
            )

    def beanstanden(self, zeile: int, spalte: int, text: str, abhilfe: str) -> None:
        """Merkt sich einen Fehler an einer Zelle."""
        self.befunde.append(fehler(text, self._ort(zeile, spalte), abhilfe))

    def fertig(
        self,
        *,
        ausgeblendet: bool,
        zeilen: Iterable[int],
        spalten: Sequence[tuple[int, int]],
        verbunden: Iterable[str],
    ) -> Blatt:
        """Das Blatt; von den ausgeblendeten Zeilen und Spalten bleiben die belegten."""
        belegt = sorted({spalte for _, spalte in self.zellen})
        return Blatt(
            self.name,
            self.zellen,
            ausgeblendet,
            frozenset(self._zeilen.intersection(zeilen)),
            frozenset(
                spalte
                for von, bis in set(spalten)
                for spalte in belegt[bisect_left(belegt, von) : bisect_right(belegt, bis)]
            ),
            tuple(verbunden),
        )

    def _ort(self, zeile: int, spalte: int) -> str:
        return fundort(self.name, zeile, spalte)

    def _text(self, roh: str, zeile: int, spalte: int) -> str:
        text = roh.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > TEXT_GRENZE:
            self.beanstanden(
                zeile,
                spalte,
                "Der Text ist länger als 32.767 Zeichen, mehr fasst eine Zelle nicht.",
                "Den Text kürzen.",
            )
            text = text[:TEXT_GRENZE]
        if STEUERZEICHEN.search(text):
            text = self._ohne_steuerzeichen(text.translate(_UMBRUECHE), zeile, spalte)
        return text if text.strip(_LEER) else ""

    def _ohne_steuerzeichen(self, text: str, zeile: int, spalte: int) -> str:
        gefunden = STEUERZEICHEN.findall(text)
        schlimmstes = next((z for z in gefunden if not _WIRKUNGSLOS.match(z)), None)
        if gefunden:
            kennung = f"U+{ord(schlimmstes or gefunden[0]):04X}"
            melden, zusatz = (fehler, "") if schlimmstes else (hinweis, "; es zählt nicht mit")
            self.befunde.append(
                melden(
                    f"Der Text enthält das unsichtbare Steuerzeichen {kennung}{zusatz}.",
                    self._ort(zeile, spalte),
                    "Den Text in der Zelle neu eintippen, nicht einfügen.",
                )
            )
        return STEUERZEICHEN.sub("", text)
