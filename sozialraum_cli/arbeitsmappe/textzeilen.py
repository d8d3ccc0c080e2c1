"""Wie viele Zeilen ein Text in seiner Spalte braucht, nach den Breiten der Schrift."""

from collections.abc import Iterator
from functools import cache

# Breiten der Calibri (gleich der Carlito) in Tausendsteln der Schriftgröße, die häufigen zuerst.
_GRUPPEN = (
    (507, "$0123456789€"),
    (525, "bdhnpquüñ"),
    (498, "#*+<=>^_e~éèê§–×"),
    (226, " \u00a0\u202f"),
    (229, "il"),
    (239, "j'"),
    (252, ".,’‚I·"),
    (268, ":;`"),
    (306, "()-f[]{}"),
    (335, "Jt!²³°"),
    (349, "r"),
    (391, "s/\\z"),
    (420, '„“”"Lcç'),
    (455, "xvyk"),
    (463, "FS|?Z"),
    (479, "aäáàâgTYE"),
    (530, "PXKoößBRC"),
    (579, "AÄVµ"),
    (646, "DHGUÜN"),
    (673, "OÖQ&½…"),
    (715, "%w"),
    (799, "m"),
)
_BREITE = {zeichen: breite for breite, zeichen_ in _GRUPPEN for zeichen in zeichen_}
# M, W, @ und alles, was hier nicht steht.
_BREITESTE = 900
_FETT = 1.04
_PUNKTE_JE_EINHEIT, _RAND = 5.25, 3.75
# Excel rechnet am Bildschirm mit ganzen Pixeln und bricht darum etwas früher um.
_NUTZBAR = 0.96


@cache
def textbreite(text: str) -> int:
    """Die Breite in Tausendsteln der Schriftgröße."""
    return sum(_BREITE.get(zeichen, _BREITESTE) for zeichen in text)


def textzeilen(text: str, breite: float, groesse: float, *, fett: bool = False) -> int:
    """Wie viele Zeilen der Text in einer Spalte braucht, eher eine mehr als eine zu wenig.

    Eingang: Text (auch mit Zeilenumbrüchen), Spaltenbreite in Zeichen, Schriftgröße in Punkt.
    """
    platz = (breite * _PUNKTE_JE_EINHEIT - _RAND) * _NUTZBAR / groesse * 1000
    platz = platz / _FETT if fett else platz
    return sum(_zeilen(absatz, platz) for absatz in text.split("\n"))


def _zeilen(absatz: str, platz: float) -> int:
    zeilen, belegt = 1, 0.0
    for wort in _woerter(absatz):
        breite = textbreite(wort)
        if belegt + textbreite(wort.rstrip(" ")) > platz and belegt:
            zeilen, belegt = zeilen + 1, 0.0
        # Ein Wort, das allein nicht passt, bricht mitten um.
        zeilen += int(breite // platz)
        belegt += breite % platz
    return zeilen


def _woerter(absatz: str) -> Iterator[str]:
    """Die Stücke zwischen zwei Leerzeichen, jedes mit dem Leerzeichen dahinter."""
    for wort in absatz.split(" "):
        yield f"{wort} "
