"""Der Zip-Behälter einer Mappe: seine Teile, mit Grenzen gegen Bomben."""

import struct
import zlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sozialraum_cli.lesen.dateifehler import NEU_ANFORDERN, Blattschaden, Dateifehler
from sozialraum_cli.lesen.vorrat import MEBIBYTE, Posten, Vorrat, grenzen
from sozialraum_cli.zahlen import zahl

# Was das Verzeichnis verspricht; was wirklich gelesen wird, begrenzt der Vorrat.
ENTPACKT_GRENZE = 2048 * MEBIBYTE
# Eine Million formatierte Leerzeilen erreichen 40 : 1, Bomben 1.000 : 1.
VERHAELTNIS_GRENZE = 200
VERHAELTNIS_AB = 64 * MEBIBYTE
TEILE_GRENZE = 10_000

_STUECK = 256 * 1024
_MERKER_VERSCHLUESSELT = 0x1
_VERKLEINERN = "Leere formatierte Zeilen und Spalten sowie Bilder löschen und neu speichern."
_SCHADEN = (BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, OverflowError)
_UNBEKANNT_GEPACKT = "Die Datei ist mit einem Verfahren gepackt, das Mappen nicht verwenden."


class Archiv:
    """Die Teile eines Zip-Behälters; ihre Namen gelten ohne Rücksicht auf Groß und klein.

    vorrat: die Arbeit, die diese Datei noch machen darf.
    """

    def __init__(self, daten: bytes, vorrat: Vorrat | None = None) -> None:
        """Öffnet den Behälter und prüft sein Verzeichnis, bevor etwas entpackt wird.

        Eingang: die Bytes der Datei und ihr Vorrat, wenn er kleiner ist als üblich. Fehler:
        Dateifehler, wenn das Verzeichnis beschädigt ist oder eine Grenze überschreitet.
        """
        try:
            self._zip = ZipFile(BytesIO(daten))
        except NotImplementedError as grund:
            raise Dateifehler(_UNBEKANNT_GEPACKT) from grund
        except _SCHADEN as grund:
            raise Dateifehler(
                "Die Datei ist abgeschnitten oder beschädigt: Ihr Inhaltsverzeichnis fehlt.",
                NEU_ANFORDERN,
            ) from grund
        verzeichnis = self._zip.infolist()
        if len(verzeichnis) > TEILE_GRENZE:
            raise Dateifehler(
                f"Die Datei besteht aus {_ganz(len(verzeichnis))} Teilen, zulässig sind "
                f"{_ganz(TEILE_GRENZE)}."
            )
        _groesse_pruefen(sum(teil.file_size for teil in verzeichnis), len(daten))
        self._teile: dict[str, ZipInfo] = {_kleinform(teil.filename): teil for teil in verzeichnis}
        if len(self._teile) < len(verzeichnis):
            raise Dateifehler("Die Datei ist beschädigt: Sie enthält einen Teil zweimal.")
        self.vorrat = vorrat or Vorrat(grenzen(len(daten)))

    def namen(self) -> tuple[str, ...]:
        """Die Namen aller Teile, klein geschrieben."""
        return tuple(self._teile)

    def hat(self, name: str) -> bool:
        """Ob es den Teil gibt."""
        return _kleinform(name) in self._teile

    def stuecke(self, name: str) -> Iterator[bytes]:
        """Entpackt einen Teil Stück für Stück und zählt mit, weil das Verzeichnis lügen kann.

        Fehler: Dateifehler, wenn der Teil fehlt, beschädigt, verschlüsselt oder zu groß ist.
        """
        teil = self._teile.get(_kleinform(name))
        if teil is None:
            raise Dateifehler(
                "Die Datei ist beschädigt: Ein Teil, auf den sie verweist, fehlt.", NEU_ANFORDERN
            )
        if teil.flag_bits & _MERKER_VERSCHLUESSELT:
            raise Dateifehler(
                "Die Datei ist mit einem Kennwort verschlüsselt.",
                "Die Datei mit dem Kennwort öffnen und ohne Kennwort speichern.",
            )
        if teil.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Dateifehler(_UNBEKANNT_GEPACKT)
        try:
            with self._zip.open(teil) as strom:
                while stueck := strom.read(_STUECK):
                    self.vorrat.nehmen(Posten.ENTPACKT, len(stueck))
                    yield stueck
        except (*_SCHADEN, NotImplementedError, RuntimeError) as grund:
            raise Blattschaden("Ein Teil lässt sich nicht entpacken") from grund

    def inhalte(self) -> dict[str, bytes]:
        """Alle Teile unter ihrem geschriebenen Namen, auch solche, die keine Mappe braucht."""
        return {
            teil.filename: b"".join(self.stuecke(teil.filename))
            for teil in self._teile.values()
            if not teil.is_dir()
        }

    def anfang(self, name: str) -> bytes:
        """Das erste Stück eines Teils, höchstens 256 KiB."""
        return next(self.stuecke(name), b"")


def _groesse_pruefen(entpackt: int, gepackt: int) -> None:
    if entpackt > ENTPACKT_GRENZE:
        raise Dateifehler(
            f"Die Datei ist entpackt {_mebibyte(entpackt)} groß, zulässig sind "
            f"{_mebibyte(ENTPACKT_GRENZE)}.",
            _VERKLEINERN,
        )
    if entpackt > VERHAELTNIS_AB and entpackt > VERHAELTNIS_GRENZE * gepackt:
        raise Dateifehler(
            f"Die Datei wächst beim Entpacken auf mehr als das {VERHAELTNIS_GRENZE}-Fache "
            f"({_mebibyte(entpackt)}); so sehen Dateien aus, die Rechner lahmlegen sollen "
            "(Zip-Bomben), darum wird sie nicht geöffnet.",
            f"Beim Absender nachfragen. {_VERKLEINERN}",
        )


def _kleinform(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _ganz(anzahl: int) -> str:
    return zahl(Decimal(anzahl), 0)


def _mebibyte(anzahl: int) -> str:
    return f"{zahl(Decimal(anzahl) / MEBIBYTE, 0)} MiB"
