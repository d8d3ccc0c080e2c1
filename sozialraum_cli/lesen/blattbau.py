"""Ein Blatt beim Lesen: sammelt belegte Zellen, prüft Texte und zählt gegen die Grenzen."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.lesen.dateifehler import Blattschaden
from sozialraum_cli.lesen.mappe import Blatt, Zelle, fundort
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlstrom import TEXT_GRENZE
from sozialraum_cli.xmltext import STEUERZEICHEN

LETZTE_ZEILE = 1_048_576
LETZTE_SPALTE = 16_384

# Was Word und alte Programme statt eines Zeilenumbruchs schreiben.
_UMBRUECHE = str.maketrans(dict.fromkeys("\x0b\x0c\x85", "\n"))
# Diese Steuerzeichen tun nichts; die übrigen kehren Text um oder sind kein Text.
_WIRKUNGSLOS = re.compile("[\x00-\x1f\x7f-\x9f]")
_LEER = " \t\n\r\xa0\u2007\u202f\u200b\u2060\ufeff"


class Blattbau:
    """Nimmt die Zellen eines Blatts auf und stellt daraus das Blatt fertig."""

    def __init__(self, name: str, vorrat: Vorrat) -> None:
        """Beginnt ein leeres Blatt; Befunde zu seinen Zellen stehen danach in befunde."""
        self.name = STEUERZEICHEN.sub("?", name)
        self.zellen: dict[tuple[int, int], Zelle] = {}
        self.befunde: list[Befund] = []
        self._vorrat = vorrat
        self._zeilen: set[int] = set()

    def setzen(self, zeile: int, spalte: int, zelle: Zelle) -> None:
        """Nimmt eine Zelle auf; leere Texte und reiner Leerraum gelten als leere Zelle."""
        wert = zelle.wert
        if isinstance(wert, str):
            text = self._text(wert, zeile, spalte)
            if not text:
                return
            if text is not wert:
                wert = text
                zelle = zelle._replace(wert=text)
        if (zeile, spalte) in self.zellen:
            raise Blattschaden(f"{self._ort(zeile, spalte)} gibt es zweimal")
        if not (1 <= zeile <= LETZTE_ZEILE and 1 <= spalte <= LETZTE_SPALTE):
            raise Blattschaden("Eine Zelle liegt außerhalb des Blatts")
        self._vorrat.nehmen(Posten.ZELLEN, 1)
        if isinstance(wert, str):
            self._vorrat.nehmen(Posten.ZEICHEN, len(wert))
        if zelle.formel:
            self._vorrat.nehmen(Posten.FORMELZEICHEN, len(zelle.formel))
        self._zeilen.add(zeile)
        self.zellen[zeile, spalte] = zelle

    def zeile_setzen(self, zeile: int, zellen: dict[int, Zelle], zeichen: int) -> None:
        """Nimmt eine ganze Zeile auf: Zahlen und Texte, an denen nichts zu prüfen ist.

        Eingang: Zellen ohne Formel je Spalte innerhalb des Blatts; die Zahl der Zeichen im Text.
        """
        if zeile in self._zeilen or zeile > LETZTE_ZEILE:
            for spalte, zelle in zellen.items():
                self.setzen(zeile, spalte, zelle)
            return
        if not zellen:
            return
        self._vorrat.nehmen(Posten.ZELLEN, len(zellen))
        self._vorrat.nehmen(Posten.ZEICHEN, zeichen)
        self._zeilen.add(zeile)
        for spalte, zelle in zellen.items():
            self.zellen[zeile, spalte] = zelle

    @staticmethod
    def unauffaellig(text: str) -> bool:
        """Ob der Text so bleibt, wie er ist."""
        return (
            len(text) <= TEXT_GRENZE
            and "\r" not in text
            and not STEUERZEICHEN.search(text)
            and bool(text.strip(_LEER))
        )

    def verbund_zaehlen(self) -> None:
        """Zählt einen verbundenen Bereich; Fehler: Dateifehler, wenn es zu viele sind."""
        self._vorrat.nehmen(Posten.VERBUNDE, 1)

    def beanstanden(self, zeile: int, spalte: int, text: str, abhilfe: str) -> None:
        """Merkt sich einen Fehler an einer Zelle."""
        self._vorrat.nehmen(Posten.BEFUNDE, 1)
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
            self._geordnet(),
            ausgeblendet,
            frozenset(self._zeilen.intersection(zeilen)),
            frozenset(
                spalte
                for von, bis in set(spalten)
                for spalte in belegt[bisect_left(belegt, von) : bisect_right(belegt, bis)]
            ),
            tuple(verbunden),
        )

    def _geordnet(self) -> dict[tuple[int, int], Zelle]:
        if all(vorige < naechste for vorige, naechste in pairwise(self.zellen)):
            return self.zellen
        return {stelle: self.zellen[stelle] for stelle in sorted(self.zellen)}

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
