"""Zeitangaben amtlicher Tabellen: Stichtag, Monat oder Jahr in einer Schreibweise."""

import re
from collections.abc import Iterable
from datetime import date

# Zwischen Zahlen auf der Grundlage verschiedener Zählungen liegt ein Bruch.
ZENSUSSTICHTAGE = (date(1987, 5, 25), date(2011, 5, 9), date(2022, 5, 15))

_MONATE = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_DEUTSCH = re.compile(r"(?<!\d)(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})(?:-(\d{2}))?(?!\d)")
_MONAT = re.compile(rf"\b({'|'.join(_MONATE)}) ((?:19|20)\d{{2}})(?!\d)", re.IGNORECASE)
_JAHR = re.compile(r"(?<![\d.,-])((?:19|20)\d{2})(?![\d.,-]|\d)")
_JAHRESZAHL = re.compile(r"(?:19|20)\d{2}")
_KOMPAKT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUR_ZEIT = re.compile(
    r"(?:(?:stichtag|stand|jahr|zum|am|jahresdurchschnitt|berichtsjahr|berichtsmonat)\b)?[ :]*(.+)",
    re.IGNORECASE,
)


def zeit_lesen(text: str) -> str | None:
    """Eine Zeitangabe als 2022-05-15, 2022-05 oder 2022; None, wenn der Text keine ist.

    Eingang: 31.12.2022, 2022-12-31, 20221231, „Dezember 2022“, 2022, auch mit „Stichtag“ davor.
    """
    treffer = _NUR_ZEIT.fullmatch(text.strip())
    if treffer is None:
        return None
    kern = treffer[1].strip()
    for muster in (_DEUTSCH, _ISO, _MONAT, _KOMPAKT, _JAHR):
        if (ganz := muster.fullmatch(kern)) and (gelesen := _geformt(ganz, muster)):
            return gelesen
    return None


def zeiten_im_text(text: str) -> tuple[str, ...]:
    """Alle Zeitangaben eines Satzes; genauere verdrängen die Jahre darin."""
    gefunden: dict[str, None] = {}
    for muster in (_DEUTSCH, _ISO, _MONAT, _JAHR):
        for treffer in muster.finditer(text):
            if gelesen := _geformt(treffer, muster):
                gefunden[gelesen] = None
        text = muster.sub(" ", text)
    return tuple(gefunden)


def passt(gesucht: str, vorhanden: str) -> bool:
    """Ob eine Zeitangabe die gesuchte ist oder in ihr liegt: 2022 umfasst 2022-05-15."""
    return vorhanden == gesucht or vorhanden.startswith(f"{gesucht}-")


def zensus_dazwischen(alt: str, neu: str) -> date | None:
    """Der letzte Zensusstichtag, nach dem nur eine der beiden Zeitangaben liegt."""
    enden = [_ende(zeit) for zeit in (alt, neu)]
    frueher, spaeter = min(enden), max(enden)
    return next((z for z in reversed(ZENSUSSTICHTAGE) if frueher < z <= spaeter), None)


def deutsch(zeit: str) -> str:
    """Die Zeitangabe, wie Menschen sie lesen: 15.05.2022, Dezember 2022, 2022."""
    teile = zeit.split("-")
    if len(teile) == 3:
        return ".".join(reversed(teile))
    if len(teile) == 2 and teile[1].isdigit() and 1 <= int(teile[1]) <= 12:
        return f"{_MONATE[int(teile[1]) - 1].capitalize()} {teile[0]}"
    return zeit


def deutsche_liste(zeiten: Iterable[str]) -> str:
    """Mehrere Zeitangaben, die älteste zuerst."""
    return ", ".join(deutsch(zeit) for zeit in sorted(zeiten))


def _ende(zeit: str) -> date:
    """Der letzte Tag einer Zeitangabe; von einer ungewöhnlichen (2022/23) zählt das Jahr."""
    treffer = _ISO.fullmatch(zeit)
    if treffer is None:
        jahre = _JAHRESZAHL.search(zeit)
        return date(int(jahre[0]), 12, 31) if jahre else date.min
    jahr, monat, tag = int(treffer[1]), int(treffer[2]), int(treffer[3] or 31)
    try:
        return date(jahr, monat, tag)
    except ValueError:
        return date(jahr, max(1, min(monat, 12)), 28)


def _geformt(treffer: re.Match[str], muster: re.Pattern[str]) -> str | None:
    if muster is _JAHR:
        return treffer[1]
    if muster is _MONAT:
        return f"{treffer[2]}-{_MONATE.index(treffer[1].lower()) + 1:02}"
    if muster is _ISO and treffer[3] is None:
        return f"{treffer[1]}-{treffer[2]}" if 1 <= int(treffer[2]) <= 12 else None
    jahr, monat, tag = treffer.groups() if muster is not _DEUTSCH else reversed(treffer.groups())
    try:
        return date(int(jahr), int(monat), int(tag)).isoformat()
    except ValueError:
        return None
