"""Ob eine Formel sich auf ihre eigene Zelle bezieht; gespeichert ist dann meist eine falsche 0."""

from sozialraum_cli.muster import muster

# C2, $C$2, C2:C4, in .ods [.C2:.C4]; nicht Tabelle2!C2, LOG10( und Text in Anführungszeichen.
_TEXT = muster(r'"[^"]*"')
_BEZUG = muster(
    r"(?<![A-Za-z0-9_.!'$])\.?\$?([A-Z]{1,3})\$?([0-9]{1,7})"
    r"(?::\.?\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![A-Za-z0-9_(!.])"
)
_ODS_BEZUG = muster(r"\[\.\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\.\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\]")


def bezieht_sich_auf_sich(formel: str, zeile: int, spalte: int) -> bool:
    """Ob ein Bezug der Formel auf dasselbe Blatt die Zelle selbst umfasst.

    Eingang: Formel ohne „=“, wie Excel oder LibreOffice sie speichert.
    """
    ohne_texte = _TEXT().sub("", formel).upper()
    bezug = _ODS_BEZUG() if "[" in ohne_texte and _ODS_BEZUG().search(ohne_texte) else _BEZUG()
    for treffer in bezug.finditer(ohne_texte):
        links, oben = _nummer(treffer[1]), int(treffer[2])
        rechts = _nummer(treffer[3]) if treffer[3] else links
        unten = int(treffer[4]) if treffer[4] else oben
        in_spalten = min(links, rechts) <= spalte <= max(links, rechts)
        if in_spalten and min(oben, unten) <= zeile <= max(oben, unten):
            return True
    return False


def _nummer(buchstaben: str) -> int:
    nummer = 0
    for buchstabe in buchstaben:
        nummer = nummer * 26 + ord(buchstabe) - ord("A") + 1
    return nummer
