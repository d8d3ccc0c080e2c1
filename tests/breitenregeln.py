"""Ob jede Zahl in ihre Spalte passt; sonst zeigte die Tabellenkalkulation ####."""

import re
from collections.abc import Iterator

from bogendatei import marke
from exceldatei import Datei

BREITESTE_SPALTE = 255

# Zeichenbreiten der Calibri (metrisch gleich Carlito) in Schriftgrößen.
_FETT = {".": 0.267, ",": 0.258, "-": 0.306, "+": 0.498, " ": 0.226, "%": 0.729}
_NORMAL = {".": 0.252, ",": 0.250, "-": 0.306, "+": 0.498, " ": 0.226, "%": 0.715}
_ZIFFER = 0.507
_PUNKTE_JE_EINHEIT, _RAND = 5.25, 3.75  # 7 und 5 Pixel: Calibri 11, wie Excel Spalten misst


_ZAHL = re.compile(r"-?[\d.]+(?:[eE][+-]?\d+)?")


def spaltenbreiten(datei: Datei) -> Iterator[str]:
    """Jede Zahl passt in ihre Spalte; sonst zeigte die Tabellenkalkulation ####."""
    for name, blatt in datei.blaetter.items():
        breiten = {
            nummer: float(col.get("width", "0"))
            for col in blatt.iter(marke("col"))
            for nummer in range(int(col.get("min", "0")), int(col.get("max", "0")) + 1)
            if int(col.get("max", "0")) <= 500
        }
        if any(breite > BREITESTE_SPALTE for breite in breiten.values()):
            yield f"{name}: Spalte breiter als {BREITESTE_SPALTE}"
        for zelle in blatt.iter(marke("c")):
            wert = zelle.findtext(marke("v"))
            code, groesse, fett = datei.zellformate[int(zelle.get("s", "0"))]
            if zelle.get("t", "n") != "n" or not code or not _ZAHL.fullmatch(wert or ""):
                continue
            ort = str(zelle.get("r"))
            spalte = _spaltennummer(ort)
            text = _gezeigt(float(str(wert)), code)
            noetig = textbreite(text, groesse, fett=fett) + _RAND
            vorhanden = breiten.get(spalte, 8.43) * _PUNKTE_JE_EINHEIT
            if noetig > vorhanden + 0.01:
                yield f"{name}!{ort}: {text} braucht {noetig:.0f} pt, hat {vorhanden:.0f} pt"


def _spaltennummer(ort: str) -> int:
    nummer = 0
    for zeichen in ort.rstrip("0123456789"):
        nummer = nummer * 26 + ord(zeichen) - 64
    return nummer


def textbreite(text: str, groesse: float, *, fett: bool) -> float:
    """Die Breite einer Zahl in Punkt."""
    breiten = _FETT if fett else _NORMAL
    return groesse * sum(breiten.get(zeichen, _ZIFFER) for zeichen in text)


def _gezeigt(wert: float, code: str) -> str:
    """Die Zahl, wie ein deutsches Excel sie mit den Formaten dieses Programms zeigt."""
    abschnitte = [a for a in code.split(";") if not a.startswith("[>")] or [code]
    if '"ohne"' in code and wert >= 1e12:
        return "ohne"
    nummer = 1 if wert < 0 < len(abschnitte) - 1 else 2 if wert == 0 and len(abschnitte) > 2 else 0
    abschnitt = re.sub(r"\[[^\]]*\]", "", abschnitte[nummer])
    muster = re.search(r"[#0,]*0(?:\.[0#]+)?", abschnitt)
    if muster is None:
        return ""
    zahl = abs(wert) if nummer == 1 else wert
    if "%" in re.sub(r'"[^"]*"|\\.', "", abschnitt):
        zahl *= 100
    stellen = len(muster[0].partition(".")[2])
    trenner = "," if "," in muster[0] else ""
    ziffern = f"{zahl:{trenner}.{stellen}f}".translate(str.maketrans(",.", ".,"))
    davor, danach = abschnitt[: muster.start()], abschnitt[muster.end() :]
    return "".join(re.sub(r'["\\]', "", t) for t in (davor, ziffern, danach))
