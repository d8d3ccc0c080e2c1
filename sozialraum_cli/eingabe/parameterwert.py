"""Ein Parameterwert: aus Zelle, TOML oder Option wird eine gültige Zahl oder eine Wahl."""

from decimal import Decimal

from sozialraum_cli.eingabe.unlesbar import FEHLT, Unlesbar, zitat
from sozialraum_cli.eingabe.zahl import Einheit, Zahl, zahl_lesen
from sozialraum_cli.eingabe.zelltext import name_lesen, text_lesen
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.namen import aehnlichster, aufzaehlung, vergleichsform
from sozialraum_cli.parameterangabe import Parameterangabe, Wertart
from sozialraum_cli.zahlen import knapp

_OHNE_BEDEUTUNG = str.maketrans("", "", "-_")
_HUNDERT = Decimal(100)


def parameterwert_lesen(
    angabe: Parameterangabe,
    wert: Zellwert | None,
    *,
    prozentzelle: bool = False,
    format_unbekannt: bool = False,
) -> Decimal | str | Unlesbar:
    """Der gültige Wert eines Parameters.

    Eingang: Angabe aus dem Verzeichnis; Wert, wie er geschrieben ist. Ergebnis: Prozente als 70,
    Beträge in €, Wahlwerte in der Schreibweise des Verzeichnisses; sonst der Grund, warum der
    Wert nicht gilt. Quelle: docs/verfahren.md, Abschnitt „Zahlen“.
    """
    if wert is None:
        return FEHLT
    if angabe.wertart is Wertart.WAHL:
        return _wahl(angabe, wert)
    if angabe.wertart is Wertart.SPALTE:
        return text_lesen(wert) or FEHLT
    if angabe.wertart is Wertart.TEXT:
        return name_lesen(wert) or FEHLT
    return _zahl(angabe, wert, prozentzelle, format_unbekannt)


def _wahl(angabe: Parameterangabe, wert: Zellwert) -> str | Unlesbar:
    text = text_lesen(wert)
    if isinstance(text, Unlesbar):
        return text
    if not text:
        return FEHLT
    for moeglich in angabe.wahl:
        if _wahlform(moeglich) == _wahlform(text):
            return str(moeglich)
    naechster = aehnlichster(text, angabe.wahl)
    moegliche = aufzaehlung(angabe.wahl)
    return Unlesbar(
        f"{zitat(text)} gibt es hier nicht",
        f"Gemeint ist vermutlich „{naechster}“; möglich: {moegliche}."
        if naechster
        else f"Einen dieser Werte eintragen: {moegliche}.",
    )


def _wahlform(text: str) -> str:
    return vergleichsform(text).translate(_OHNE_BEDEUTUNG)


def _zahl(
    angabe: Parameterangabe, roh: Zellwert, prozentzelle: bool, format_unbekannt: bool
) -> Decimal | Unlesbar:
    zahl = zahl_lesen(
        roh,
        prozentzelle=prozentzelle,
        format_unbekannt=format_unbekannt,
        statistik=False,
        beispiel=angabe.beispiel,
    )
    if isinstance(zahl, Unlesbar):
        return zahl
    erwartet = _erwartete_einheit(angabe)
    if zahl.einheit not in {Einheit.OHNE, erwartet}:
        return Unlesbar(
            f"Der Wert steht in {zahl.einheit}, gebraucht wird "
            + (f"ein Wert in {angabe.einheit}" if angabe.einheit else "eine bloße Zahl"),
            "Wert und Zahlenformat der Zelle prüfen.",
        )
    wert = zahl.wert
    hoechstens = angabe.maximum or _HUNDERT
    moeglich = wert >= (angabe.minimum or Decimal(0))
    if (
        erwartet is Einheit.PROZENT
        and moeglich
        and (mehrdeutig := mehrdeutiges_prozent(zahl, hoechstens=hoechstens))
    ):
        return mehrdeutig
    if angabe.wahl:
        if any(wert == Decimal(moeglich) for moeglich in angabe.wahl):
            return wert
        moegliche = "; ".join(knapp(Decimal(moeglich)) for moeglich in angabe.wahl)
        return Unlesbar(f"{knapp(wert)} ist nicht vorgesehen", f"Möglich sind: {moegliche}.")
    geprueft = _in_grenzen(angabe, wert)
    if isinstance(geprueft, Unlesbar) and prozentzelle and wert > _HUNDERT:
        hundertstel = wert / _HUNDERT
        if not isinstance(_in_grenzen(angabe, hundertstel), Unlesbar):
            return Unlesbar(
                f"{geprueft.grund}; die Zelle hat das Prozentformat",
                f"„{knapp(hundertstel)} %“ eintragen, wenn das gemeint ist. {geprueft.abhilfe}",
            )
    return geprueft


def mehrdeutiges_prozent(
    zahl: Zahl, *, hoechstens: Decimal = _HUNDERT, ueblich: Decimal = _HUNDERT
) -> Unlesbar | None:
    """Warum eine bloße Zahl bis 1 kein Prozentwert ist: 0,7 kann 70 % oder 0,7 % heißen.

    Eingang: ueblich: mehr ist damit nie gemeint; was erst als Hundertfaches darüber läge, ist
    eindeutig. Ist das Zahlenformat der Zelle unbekannt, gilt das für jede Zahl, deren
    Hundertfaches noch zulässig wäre.
    """
    wert = zahl.wert
    grenze = (hoechstens if zahl.format_unbekannt else ueblich) / _HUNDERT
    if zahl.einheit is not Einheit.OHNE or not 0 < abs(wert) <= grenze:
        return None
    return Unlesbar(
        f"{knapp(wert)} ist hier mehrdeutig: es kann {knapp(wert * _HUNDERT)} % oder "
        f"{knapp(wert)} % heißen",
        f"„{knapp(wert * _HUNDERT)} %“ oder „{knapp(wert)} %“ eintragen, je nachdem, was gemeint "
        "ist.",
    )


def _erwartete_einheit(angabe: Parameterangabe) -> Einheit:
    if angabe.einheit.startswith(Einheit.EURO):
        return Einheit.EURO
    return {"%": Einheit.PROZENT, "h/Woche": Einheit.STUNDEN, "Jahre": Einheit.JAHRE}.get(
        angabe.einheit, Einheit.OHNE
    )


def _in_grenzen(angabe: Parameterangabe, wert: Decimal) -> Decimal | Unlesbar:
    ganz = angabe.wertart in {Wertart.JAHR, Wertart.GANZZAHL}
    if ganz and wert != wert.to_integral_value():
        return Unlesbar(f"{knapp(wert)} ist keine ganze Zahl", "Eine ganze Zahl angeben.")
    zu_klein = angabe.minimum is not None and wert < angabe.minimum
    zu_gross = angabe.maximum is not None and wert > angabe.maximum
    if not (zu_klein or zu_gross or (angabe.ueber_null and wert <= 0)):
        return wert
    zeigen = str if angabe.wertart is Wertart.JAHR else knapp
    einheit = f" {angabe.einheit}" if angabe.einheit else ""
    unten = zeigen(angabe.minimum or Decimal(0))
    if angabe.maximum is None:
        grenzen = "über 0" if angabe.ueber_null else f"ab {unten}"
    else:
        grenzen = f"{'über' if angabe.ueber_null else 'von'} {unten} bis {zeigen(angabe.maximum)}"
    return Unlesbar(
        f"{zeigen(wert)}{einheit} liegt nicht im zulässigen Bereich",
        f"Einen Wert {grenzen}{einheit} angeben.",
    )
