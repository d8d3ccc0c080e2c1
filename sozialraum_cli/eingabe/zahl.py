"""Zahlen aus Zellen und Texten: deutsch, englisch, mit Einheit; Mehrdeutiges wird nie geraten."""

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sozialraum_cli.eingabe.unlesbar import FEHLT, Unlesbar, datum, ohne_ergebnis, zitat
from sozialraum_cli.lesen.zelle import Fehlerwert, FormelOhneWert, Zellwert
from sozialraum_cli.muster import muster
from sozialraum_cli.zahlen import knapp, ohne_endnullen


class Einheit(StrEnum):
    """Die Einheit, die bei einer Zahl steht."""

    OHNE = ""
    PROZENT = "%"
    EURO = "€"
    STUNDEN = "h"
    JAHRE = "Jahre"


class Zahl(NamedTuple):
    """Eine gelesene Zahl; Prozente als 17,5, gleich ob die Zelle 0,175 im Format % enthält.

    format_unbekannt: ob die Zelle das Format % hat, ist nicht zu erfahren.
    """

    wert: Decimal
    einheit: Einheit = Einheit.OHNE
    format_unbekannt: bool = False


# Größer ist kein Haushalt und keine Bevölkerung; kleiner ist nur der Rest einer Formel, die 0
# ergeben sollte. Dazwischen reichen die 60 Stellen der Rechnung.
ZU_GROSS = Decimal("1e12")
ZU_KLEIN = Decimal("1e-9")
_HOECHSTENS_ZEICHEN = 60

_EINHEITEN: tuple[tuple[Einheit, str], ...] = (
    (Einheit.PROZENT, r"%|prozent|v\. ?h\.|vh"),
    (Einheit.EURO, r"(?:€|eur|euro)(?: ?(?:/|je|pro) ?(?:jahr|vzä|vzae|vollzeitstelle))?"),
    (Einheit.STUNDEN, r"(?:h|std\.?|stunden?)(?: ?(?:/|je|pro) ?woche)?|wochenstunden"),
    (Einheit.JAHRE, r"jahre?"),
)

_NICHT_NULL = (
    "Nicht durch 0 ersetzen: bei der Quelle nachfragen, Gebiete zusammenfassen oder einen anderen "
    "Indikator nehmen."
)
_GEHEIM: dict[str, Unlesbar] = {
    zeichen: Unlesbar(f"„{zeichen}“ heißt in der amtlichen Statistik: {bedeutung}", abhilfe)
    for zeichen, bedeutung, abhilfe in (
        (
            ".",
            "Zahlenwert unbekannt oder geheim zu halten",
            _NICHT_NULL,
        ),
        (
            "*",
            "aus Datenschutzgründen geheim gehalten (meist 1 oder 2 Fälle)",
            _NICHT_NULL,
        ),
        (
            "x",
            "Tabellenfach gesperrt, weil eine Aussage nicht sinnvoll ist",
            _NICHT_NULL,
        ),
        ("-", "genau null", "0 eintragen, wenn die Quelle wirklich „nichts vorhanden“ meint."),
        (
            "/",
            "keine Angabe, weil der Zahlenwert nicht sicher genug ist",
            _NICHT_NULL,
        ),
        (
            "...",
            "Angabe fällt später an",
            "Den Wert nachtragen oder einen früheren Stichtag nehmen.",
        ),
    )
}
_SCHREIBWEISEN = {"–": "-", "—": "-", "−": "-", "--": "-", "X": "x", "…": "...", "·": ".", "•": "."}

_MINUS = r"[-\u2212\u2013\u2014]"
_GRUPPEN_MIT_ABSTAND = muster(r"[0-9]{1,3}([ '’`´])[0-9]{3}(?:\1[0-9]{3})*(?:[.,][0-9]+)?")
_DEUTSCH = muster(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]*,[0-9]+")
_ENGLISCH = muster(
    r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]*\.[0-9]+|[0-9]+"
)
_GEKLAMMERT = muster(r"\([^()0-9]*+[0-9][^()]*+\)")
_MEHRDEUTIG = muster(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_STUNDEN_UND_MINUTEN = muster(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?")
_SEKUNDEN_JE_STUNDE = 3600


def zahl_lesen(
    wert: Zellwert | None,
    *,
    prozentzelle: bool = False,
    format_unbekannt: bool = False,
    statistik: bool = True,
    beispiel: str = "1234,56",
) -> Zahl | Unlesbar:
    """Die Zahl eines Zellwerts oder Textes.

    Eingang: Zellwert, None für eine leere Zelle; prozentzelle: Zahlenformat %, 0,175 heißt dann
    17,5 %; format_unbekannt: ob die Zelle dieses Format hat, ist nicht zu erfahren; statistik: der
    Wert kann aus einer amtlichen Tabelle stammen, Zeichen wie „x“ werden dann erklärt; beispiel:
    was stattdessen dort stehen könnte. Ergebnis: Zahl mit Einheit oder der Grund, warum es keine
    ist; eine Dauer in Stunden. Nie wird geraten, nie wird ein Geheimhaltungszeichen zu 0.
    Quelle: docs/verfahren.md, Abschnitt „Zahlen“; Zeichen nach der Zeichenerklärung des
    Statistischen Bundesamts, „*“ nach der Bundesagentur für Arbeit.
    """
    if isinstance(wert, Decimal):
        return _aus_zahl(wert, beispiel, prozentzelle, format_unbekannt)
    if wert is None:
        return FEHLT
    if isinstance(wert, Fehlerwert | FormelOhneWert):
        return ohne_ergebnis(wert)
    if isinstance(wert, bool):
        return Unlesbar(
            f"Statt einer Zahl steht dort der Wahrheitswert {'WAHR' if wert else 'FALSCH'}",
            "Die Zahl eintragen.",
        )
    if isinstance(wert, timedelta):
        return Zahl(_stunden(wert), Einheit.STUNDEN)
    if isinstance(wert, datetime):
        return Unlesbar(
            f"Statt einer Zahl steht dort {datum(wert)}",
            "Die Zelle als Zahl formatieren und den Wert neu eintragen; Tabellenkalkulationen "
            "machen aus 1.2 ein Datum, Stunden über 24 brauchen das Format [h]:mm.",
        )
    return _aus_text(wert, beispiel, statistik=statistik)


def _aus_zahl(
    wert: Decimal, beispiel: str, prozentzelle: bool, format_unbekannt: bool
) -> Zahl | Unlesbar:
    if not wert.is_finite():
        return _keine_zahl(str(wert), beispiel)
    if prozentzelle:
        return _begrenzt(Zahl(hundertfach(wert), Einheit.PROZENT))
    return _begrenzt(Zahl(wert, format_unbekannt=format_unbekannt))


def mehrdeutige_tausend(text: str) -> bool:
    """Ob ein Text 1.000 und ähnlich lautet: tausend oder eins mit drei Nachkommastellen."""
    return _MEHRDEUTIG().fullmatch(text) is not None


def _aus_text(roh: str, beispiel: str, *, statistik: bool) -> Zahl | Unlesbar:
    text = " ".join("".join(z for z in roh if unicodedata.category(z) != "Cf").split())
    if not text:
        return FEHLT
    zeichen = _SCHREIBWEISEN.get(text, text)
    if statistik and zeichen in _GEHEIM:
        return _GEHEIM[zeichen]
    if statistik and _GEKLAMMERT().fullmatch(text):
        return Unlesbar(
            f"{zitat(text)} steht in Klammern: in der amtlichen Statistik heißt das "
            "„Aussagewert eingeschränkt“, in der Buchhaltung „negativ“",
            "Die Zahl ohne Klammern eintragen, wenn sie gelten soll.",
        )
    if len(text) > _HOECHSTENS_ZEICHEN:
        return _keine_zahl(text, beispiel)
    rumpf, einheit = _einheit_abtrennen(text)
    uhr = _STUNDEN_UND_MINUTEN().fullmatch(rumpf)
    if uhr and einheit in {Einheit.OHNE, Einheit.STUNDEN}:
        stunden, minuten, sekunden = (int(teil or 0) for teil in uhr.groups())
        dauer = timedelta(hours=stunden, minutes=minuten, seconds=sekunden)
        return Zahl(_stunden(dauer), Einheit.STUNDEN)
    negativ, rumpf, einheit = _vorzeichen_abtrennen(rumpf, einheit)
    betrag = _betrag(rumpf, einheit)
    if betrag is None:
        return _keine_zahl(text, beispiel)
    if isinstance(betrag, Unlesbar):
        return betrag
    return _begrenzt(Zahl(-betrag if negativ else betrag, einheit))


def _einheit_abtrennen(text: str) -> tuple[str, Einheit]:
    for einheit, namen in _EINHEITEN:
        treffer = re.fullmatch(rf"(.*[^a-zäöü]) ?(?:{namen})", text, re.IGNORECASE)
        if treffer:
            return treffer[1].strip(), einheit
    treffer = re.fullmatch(r"(?:€|eur|euro) ?(.+)", text, re.IGNORECASE)
    if treffer:
        return treffer[1], Einheit.EURO
    return text, Einheit.OHNE


def _vorzeichen_abtrennen(rumpf: str, einheit: Einheit) -> tuple[bool, str, Einheit]:
    glatter_betrag = re.fullmatch(rf"(.*[0-9]),{_MINUS}{{1,2}}", rumpf)
    if glatter_betrag and einheit in {Einheit.OHNE, Einheit.EURO}:  # „1.234,-“
        rumpf, einheit = glatter_betrag[1], Einheit.EURO
    treffer = re.fullmatch(rf"{_MINUS} ?(.+)|(.+?) ?{_MINUS}", rumpf)
    if treffer:
        return True, treffer[1] or treffer[2], einheit
    return False, rumpf.removeprefix("+"), einheit


def _betrag(rumpf: str, einheit: Einheit) -> Decimal | Unlesbar | None:
    if treffer := _MEHRDEUTIG().fullmatch(rumpf):
        tausend, bruch = re.sub("[.,]", "", rumpf), rumpf.replace(".", ",")
        if treffer[1] == "." and einheit is Einheit.EURO:
            return Decimal(tausend)  # Beträge haben keine drei Nachkommastellen.
        if treffer[1] == "," and einheit in {Einheit.PROZENT, Einheit.STUNDEN}:
            return Decimal(bruch.replace(",", "."))  # Tausende von % oder Stunden gibt es nicht.
        return Unlesbar(
            f"„{rumpf}“ ist mehrdeutig, es kann {tausend} oder {bruch} heißen",
            f"„{tausend}“ oder „{_eindeutig(bruch)}“ schreiben, je nachdem, was gemeint ist.",
        )
    if _GRUPPEN_MIT_ABSTAND().fullmatch(rumpf):
        return Decimal(re.sub(r"[ '’`´]", "", rumpf).replace(",", "."))
    if _DEUTSCH().fullmatch(rumpf):
        return Decimal(rumpf.replace(".", "").replace(",", "."))
    if _ENGLISCH().fullmatch(rumpf):
        return Decimal(rumpf.replace(",", ""))
    return None


def _eindeutig(bruch: str) -> str:
    """Derselbe Dezimalbruch ohne drei Nachkommastellen: 1,2340 oder 100,0."""
    ganze, _, stellen = bruch.partition(",")
    kurz = stellen.rstrip("0")
    return f"{ganze},{kurz or '0'}" if kurz != stellen else f"{bruch}0"


def _stunden(dauer: timedelta) -> Decimal:
    sekunden = Decimal(dauer.days * 24 * _SEKUNDEN_JE_STUNDE + dauer.seconds)
    return ohne_endnullen(sekunden / _SEKUNDEN_JE_STUNDE)


def hundertfach(anteil: Decimal) -> Decimal:
    """Der Prozentwert eines Anteils: 12,4 für 0,124."""
    prozent = anteil * 100
    ganz = prozent.to_integral_value()
    return ganz if prozent == ganz else prozent.normalize()


def _begrenzt(zahl: Zahl) -> Zahl | Unlesbar:
    if ZU_KLEIN <= zahl.wert < ZU_GROSS:
        return zahl
    if zahl.wert and abs(zahl.wert) < ZU_KLEIN:
        return Unlesbar(
            "Die Zahl ist unglaubwürdig klein: nach dem Komma stehen erst "
            f"{-1 - zahl.wert.adjusted()} Nullen",
            "0 eintragen oder die Formel in der Zelle runden.",
        )
    if abs(zahl.wert) < ZU_GROSS:
        return zahl
    return Unlesbar(
        f"Die Zahl ist mit {zahl.wert.adjusted() + 1} Stellen vor dem Komma unglaubwürdig groß",
        f"Den Wert prüfen; zulässig ist weniger als {knapp(ZU_GROSS)}.",
    )


def _keine_zahl(text: str, beispiel: str) -> Unlesbar:
    return Unlesbar(
        f"Der Text {zitat(text)} ist keine Zahl",
        f"Eine Zahl eintragen, zum Beispiel {beispiel}.",
    )
