"""Ein Blatt beim Lesen: sammelt belegte Zellen, prüft Texte und zählt gegen die Grenzen."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import lt

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.lesen.dateifehler import Blattschaden
from sozialraum_cli.lesen.mappe import Blatt, fundort
from sozialraum_cli.lesen.vorrat import Posten, Vorrat
from sozialraum_cli.lesen.xmlstrom import TEXT_GRENZE
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.lesen.zellen import Block, Inhalt, Zellen, als_inhalt, bloecke_bilden
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
        self.befunde: list[Befund] = []
        self._vorrat = vorrat
        self._zeilen: dict[int, dict[int, Inhalt]] = {}
        self._bloecke: list[Block] = []
        self._letzte_zeile = 0
        self._leere_formeln: dict[tuple[int, int], str] = {}

    def setzen(self, zeile: int, spalte: int, zelle: Zelle) -> None:
        """Nimmt eine Zelle auf; leere Texte und reiner Leerraum gelten als leere Zelle."""
        wert = zelle.wert
        if isinstance(wert, str):
            text = self._text(wert, zeile, spalte)
            if not text:
                self._leere_formel_merken(zeile, spalte, zelle.formel)
                return
            if text is not wert:
                wert = text
                zelle = zelle._replace(wert=text)
        zellen = self._zeile(zeile)
        if spalte in zellen:
            raise Blattschaden(f"{self._ort(zeile, spalte)} gibt es zweimal")
        if not (1 <= zeile <= LETZTE_ZEILE and 1 <= spalte <= LETZTE_SPALTE):
            raise Blattschaden("Eine Zelle liegt außerhalb des Blatts")
        self._vorrat.nehmen(Posten.ZELLEN, 1)
        if isinstance(wert, str):
            self._vorrat.nehmen(Posten.ZEICHEN, len(wert))
        if zelle.formel:
            self._vorrat.nehmen(Posten.FORMELZEICHEN, len(zelle.formel))
        zellen[spalte] = als_inhalt(zelle)

    def _leere_formel_merken(self, zeile: int, spalte: int, formel: str | None) -> None:
        if formel:
            self._vorrat.nehmen(Posten.FORMELZEICHEN, len(formel))
            self._leere_formeln[zeile, spalte] = formel

    def belegt(self, zeile: int, spalte: int) -> bool:
        """Ob es die Zelle schon gibt."""
        return spalte in self._zeile(zeile)

    def zeilen_setzen(
        self,
        zeilen: Sequence[int],
        spalten: Sequence[int],
        inhalte: Sequence[list[Inhalt | None]],
        zellen: int,
        zeichen: int,
    ) -> bool:
        """Nimmt viele Zeilen auf: Zahlen und Texte ohne Formel, an denen nichts zu prüfen ist.

        Eingang: Nummern der Zeilen, keine leer; Spalten innerhalb des Blatts und ihre Inhalte, je
        Zeile einer; die Zahl der belegten Zellen und der Zeichen im Text. Ergebnis: ob sie
        aufgenommen sind; sonst ist doch etwas zu prüfen, und jede Zelle ist einzeln zu setzen.
        """
        abschnitte = _abschnitte(zeilen)
        if (
            zeilen[0] <= self._letzte_zeile
            or zeilen[-1] > LETZTE_ZEILE
            or any(vorige[-1] >= naechste[0] for vorige, naechste in pairwise(abschnitte))
            or 2 * zellen < len(zeilen) * len(spalten)
            or not self._vorrat.reicht({Posten.ZELLEN: zellen, Posten.ZEICHEN: zeichen})
        ):
            return False
        self._vorrat.nehmen(Posten.ZELLEN, zellen)
        self._vorrat.nehmen(Posten.ZEICHEN, zeichen)
        self._letzte_zeile = zeilen[-1]
        stelle = 0
        for abschnitt in abschnitte if spalten else ():
            teile = slice(stelle, stelle + len(abschnitt))
            self._anhaengen(Block(abschnitt, tuple(spalten), tuple(i[teile] for i in inhalte)))
            stelle += len(abschnitt)
        return True

    def _anhaengen(self, block: Block) -> None:
        gemeinsam = self._bloecke[-1].mit(block) if self._bloecke else None
        if gemeinsam is None:
            self._bloecke.append(block)
        else:
            self._bloecke[-1] = gemeinsam

    def _zeile(self, zeile: int) -> dict[int, Inhalt]:
        """Die Zellen einer Zeile, die noch wachsen darf."""
        vorhanden = self._zeilen.get(zeile)
        if vorhanden is None:
            if zeile <= self._letzte_zeile:
                self._block_aufloesen(zeile)
            vorhanden = self._zeilen.setdefault(zeile, {})
            self._letzte_zeile = max(self._letzte_zeile, zeile)
        return vorhanden

    def _block_aufloesen(self, zeile: int) -> None:
        """Macht aus dem Block mit dieser Zeile, wenn es ihn gibt, wieder einzelne Zeilen."""
        stelle = bisect_right(self._bloecke, zeile, key=lambda block: block.zeilen.start) - 1
        if stelle < 0 or zeile not in self._bloecke[stelle].zeilen:
            return
        self._zeilen.update(self._bloecke.pop(stelle).je_zeile())

    @staticmethod
    def unauffaellig(texte: Sequence[str]) -> bool:
        """Ob alle Texte so bleiben, wie sie sind."""
        zusammen = "".join(texte)
        return (
            "\r" not in zusammen
            and not STEUERZEICHEN.search(zusammen)
            and max(map(len, texte), default=0) <= TEXT_GRENZE
            and all(text.strip(_LEER) for text in texte)
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
        einzelne = bloecke_bilden(self._zeilen)
        bloecke = sorted([*self._bloecke, *einzelne], key=lambda block: block.zeilen.start)
        self._zeilen.clear()
        self._bloecke.clear()
        for block in bloecke:
            self._anhaengen(block)
        bloecke = self._bloecke
        zellen = Zellen(bloecke)
        belegt = sorted({spalte for block in bloecke for spalte in block.spalten})
        return Blatt(
            self.name,
            zellen,
            ausgeblendet,
            frozenset(zeile for zeile in zeilen if zellen.zeile(zeile)),
            frozenset(
                spalte
                for von, bis in set(spalten)
                for spalte in belegt[bisect_left(belegt, von) : bisect_right(belegt, bis)]
            ),
            tuple(verbunden),
            leere_formeln=self._leere_formeln,
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


def _abschnitte(zeilen: Sequence[int]) -> list[range]:
    """Die Zeilen in Stücken ohne Lücke, in derselben Reihenfolge."""
    if zeilen[-1] - zeilen[0] == len(zeilen) - 1 and all(map(lt, zeilen, zeilen[1:])):
        return [range(zeilen[0], zeilen[-1] + 1)]
    brueche = [n for n in range(1, len(zeilen)) if zeilen[n] - zeilen[n - 1] != 1]
    return [
        range(zeilen[von], zeilen[bis - 1] + 1) for von, bis in pairwise([0, *brueche, len(zeilen)])
    ]
