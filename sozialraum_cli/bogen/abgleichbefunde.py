"""Was am Abgleich eines Bogens auffällt, als Hinweise: je Blatt und Art einer."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.bogen.abgleich import Formelstand, Zellvergleich, abgleichen, anlagen
from sozialraum_cli.bogen.reihenfolge import AndererUmfang
from sozialraum_cli.bogen.unveraendert import unveraendert
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.zahlen import knapp, zahl

_HOECHSTENS_GENANNT = 5
_LESBAR = Decimal("1e15")


def abweichungen(mappe: Mappe, ergebnis: Ergebnis) -> tuple[tuple[Befund, ...], str]:
    """Meldet gerechnete Zellen eines Bogens, deren Formel oder Wert nicht die des Programms ist.

    Eingang: die Mappe und das Ergebnis aus ihren Eingabeblättern. Ergebnis: Hinweise und ein Satz,
    wie viele Zellen stimmen; nichts, wenn die Mappe kein Bogen ist. Das Ergebnis selbst hängt nur
    von den Eingabeblättern ab.
    """
    if mappe.ausgelassen is not None:
        if anzahl := unveraendert(mappe, ergebnis):
            return (), _urteil(anzahl, 0)
        mappe = mappe.ausgelassen.ganz()
    blaetter = anlagen(mappe)
    if not blaetter:
        return (), ""
    try:
        vergleiche = abgleichen(mappe, ergebnis)
    except AndererUmfang as anderer:
        return (anderer_umfang(anderer, mappe),), ""
    if vergleiche is None:
        fremd = (
            hinweis(
                f"Das Blatt „{blaetter[0].name}“ hat nicht die Form eines Berechnungsbogens dieses "
                "Programms; ob gerechnete Zellen verändert wurden, ließ sich nicht prüfen.",
                blaetter[0].name,
                "Ist es ein fremdes Blatt, es umbenennen; sonst den Bogen neu berechnen.",
            ),
        )
        return fremd, ""
    befunde = [*hinweise(vergleiche)]
    if mappe.dateiname.lower().endswith(".ods"):
        befunde.append(
            hinweis(
                "Verglichen sind die Werte der gerechneten Zellen; ob Formeln verändert wurden, "
                "lässt sich in einer .ods-Datei nicht prüfen.",
                mappe.dateiname,
                "Für diese Prüfung den Bogen als .xlsx speichern.",
            )
        )
    return tuple(befunde), _urteil(len(vergleiche), sum(not v.stimmt for v in vergleiche))


def _urteil(alle: int, falsch: int) -> str:
    if not falsch:
        return f"{zahl(Decimal(alle), 0)} Zellen nachgerechnet, alle stimmen."
    return (
        f"{zahl(Decimal(falsch), 0)} von {zahl(Decimal(alle), 0)} nachgerechneten Zellen stimmen "
        "nicht; jede nennt „sozialraum nachrechnen“."
    )


def anderer_umfang(anderer: AndererUmfang, mappe: Mappe) -> Befund:
    """Der Hinweis, wenn eine Zeile hinzukam oder fehlt."""
    return hinweis(
        f"Die Eingabeblätter passen nicht zu den Formeln des Bogens: {anderer}. Seine Budgets "
        "stammen aus der Zeit vor dieser Änderung.",
        mappe.dateiname,
        "Mit „sozialraum berechnen“ aus dieser Mappe einen neuen Bogen machen.",
    )


def hinweise(vergleiche: Sequence[Zellvergleich]) -> Iterator[Befund]:
    """Je Blatt und Art ein Hinweis auf Zellen, die nicht sind, wie das Programm sie schreibt."""
    for blatt in dict.fromkeys(vergleich.blatt for vergleich in vergleiche):
        eigene = [vergleich for vergleich in vergleiche if vergleich.blatt == blatt]
        ueberschrieben = [v for v in eigene if v.formel is Formelstand.UEBERSCHRIEBEN]
        geaendert = [v for v in eigene if v.formel is Formelstand.GEAENDERT]
        uebrige = [v for v in eigene if v.formel in {Formelstand.GLEICH, Formelstand.UNBEKANNT}]
        for stellen, satz, abhilfe in (
            (
                [f"{v.zelle} (jetzt {gezeigt(v.im_bogen)})" for v in ueberschrieben],
                "sind gerechnete Zellen überschrieben: {}. Gerechnet wird trotzdem mit der Formel.",
                "Änderungen in die Eingabeblätter eintragen, nicht in gerechnete Zellen.",
            ),
            (
                [v.zelle for v in geaendert],
                "sind Formeln geändert: {}. Gerechnet wird trotzdem mit der Regel des Programms.",
                "Prüfen, was geändert wurde; der neue Bogen enthält wieder die richtigen Formeln.",
            ),
            (
                [
                    f"{v.zelle} ({gezeigt(v.im_bogen)} statt {gezeigt(v.richtig)})"
                    for v in uebrige
                    if v.gespeichert and not v.stimmt
                ],
                "steht in gerechneten Zellen ein anderer Wert, als ihre Formel ergibt: {}.",
                "Prüfen, ob der Bogen verändert oder nach einer Änderung nicht neu gerechnet "
                "wurde; der neue Bogen enthält wieder die richtigen Werte.",
            ),
            (
                [v.zelle for v in uebrige if not v.gespeichert],
                "ließen sich gerechnete Zellen nicht vergleichen, weil ihr Wert nicht gespeichert "
                "ist: {}.",
                "Den Bogen in Excel oder LibreOffice öffnen und neu speichern.",
            ),
        ):
            if stellen:
                yield hinweis(
                    f"Im Blatt „{blatt}“ {satz.format(_aufgezaehlt(stellen))}",
                    f"{blatt}!{stellen[0].split(' ')[0]}",
                    abhilfe,
                )


def gezeigt(wert: object) -> str:
    """Ein Zellwert, wie Menschen ihn lesen."""
    if wert is None:
        return "leer"
    if isinstance(wert, Decimal | int) and not isinstance(wert, bool):
        genau = Decimal(wert)
        return knapp(round(genau, 9)) if abs(genau) < _LESBAR else f"{genau:.10E}".replace(".", ",")
    return zitat(wert if isinstance(wert, str) else getattr(wert, "code", str(wert)))


def _aufgezaehlt(stellen: Sequence[str]) -> str:
    genannt = ", ".join(stellen[:_HOECHSTENS_GENANNT])
    mehr = len(stellen) - _HOECHSTENS_GENANNT
    return f"{genannt} und {mehr} weitere" if mehr > 0 else genannt
