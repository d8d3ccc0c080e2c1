"""Das Blatt Sozialräume: wer ein Budget bekommt und welches er bisher hatte."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hat_fehler, hinweis
from sozialraum_cli.eingabe.feld import betragsfeld, namensfeld, textfeld
from sozialraum_cli.eingabe.fuehrende_null import fuehrende_nullen
from sozialraum_cli.eingabe.kopfzeile import Blattform, spalte_fehlt, unbekannte_spalten
from sozialraum_cli.eingabe.summe import summe_pruefen
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabeblatt import SOZIALRAEUME
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import aufzaehlung, sehform, vergleichsform, zeichenunterschied
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren

FORM = Blattform.aus(SOZIALRAEUME)
SOZIALRAUM, SCHLUESSEL = SOZIALRAEUME.ueberschrift("name"), SOZIALRAEUME.ueberschrift("schluessel")
BUDGET_BISHER, REFERENZBUDGET = SOZIALRAEUME.betraege


class Sozialraumzeile(NamedTuple):
    """Ein Sozialraum und die Zeile, in der er steht."""

    raum: Sozialraum
    zeile: int


def namenszeilen(tabelle: Tabelle, spalte: int, befunde: list[Befund]) -> dict[str, int]:
    """Die Datenzeile je Namen, in der Reihenfolge der Mappe.

    Fehlende, unlesbare und doppelte Namen werden Fehler; von doppelten gilt die erste Zeile.
    """
    zeilen: dict[str, int] = {}
    gesehen: dict[str, int] = {}
    namen: dict[str, str] = {}
    for zeile in tabelle.zeilen:
        ort = tabelle.ort(zeile, spalte)
        zelle = tabelle.zelle(zeile, spalte)
        if zelle is None:
            befunde.append(
                fehler(
                    "Der Name fehlt in einer Zeile, die Werte enthält.",
                    ort,
                    "Den Namen eintragen, eine Summenzeile mit „Summe“ beschriften oder die "
                    "Zeile leeren.",
                )
            )
            continue
        name = namensfeld(tabelle, zeile, spalte, "Name", befunde)
        if name is None:
            continue
        if isinstance(zelle.wert, datetime | timedelta):
            befunde.append(_kein_name(name, zelle.wert, ort))
            continue
        form = vergleichsform(name)
        if form in gesehen:
            andere = tabelle.ort(gesehen[form], spalte)
            unterschied = zeichenunterschied(name, namen[form])
            befunde.append(
                fehler(
                    f"„{name}“ steht doppelt, auch in {andere}."
                    + (f" {unterschied}" if unterschied else ""),
                    ort,
                    "Eine der beiden Zeilen löschen oder umbenennen.",
                )
            )
            continue
        gesehen[form] = zeile
        namen[form] = name
        zeilen[name] = zeile
    befunde.extend(_gleich_aussehend(tabelle, spalte, zeilen))
    return zeilen


def _kein_name(name: str, wert: datetime | timedelta, ort: str) -> Befund:
    was = "ein Datum" if isinstance(wert, datetime) else "eine Uhrzeit"
    return fehler(
        f"Statt eines Namens steht dort {was} ({name}); Tabellenkalkulationen machen aus „1.2“ ein "
        "Datum.",
        ort,
        "Die Zelle als Text formatieren und den Namen neu eintragen.",
    )


def _gleich_aussehend(tabelle: Tabelle, spalte: int, zeilen: dict[str, int]) -> list[Befund]:
    """Je Paar verschiedener Namen, die gleich aussehen, ein Hinweis mit den Zeichen."""
    gesehen: dict[str, str] = {}
    befunde: list[Befund] = []
    for name, zeile in zeilen.items():
        anderer = gesehen.setdefault(sehform(name), name)
        unterschied = zeichenunterschied(name, anderer)
        if unterschied:
            befunde.append(
                hinweis(
                    f"„{name}“ und „{anderer}“ gelten als verschieden. {unterschied}",
                    tabelle.ort(zeile, spalte),
                    "Ist dasselbe gemeint, den Namen neu eintippen.",
                )
            )
    return befunde


def sozialraeume_lesen(
    tabelle: Tabelle, befunde: list[Befund], *, mit_budget: bool
) -> tuple[Sozialraumzeile, ...]:
    """Die Sozialräume in der Reihenfolge der Mappe.

    Eingang: mit_budget: die Spalte „Budget bisher“ gilt; sonst kommt sie aus einer zweiten Mappe.
    """
    spalten = tabelle.kopf.spalten
    befunde.extend(unbekannte_spalten(tabelle.blatt, tabelle.kopf, FORM))
    namen = namenszeilen(tabelle, spalten[SOZIALRAUM], befunde)
    if not tabelle.zeilen:
        befunde.append(
            fehler(
                "Unter der Überschrift steht kein Sozialraum.",
                tabelle.ort(tabelle.kopf.zeile, spalten[SOZIALRAUM]),
                "Je Sozialraum eine Zeile ausfüllen.",
            )
        )

    def text(zeile: int, name: str) -> str | None:
        return textfeld(tabelle, zeile, spalten.get(name), name, befunde)

    schluessel = schluesselspalte(tabelle, namen, befunde)
    bisher = budgetspalte(tabelle, BUDGET_BISHER, namen, befunde) if mit_budget else {}
    referenz = budgetspalte(tabelle, REFERENZBUDGET, namen, befunde)
    if not mit_budget:
        befunde.extend(_budget_verdraengt(tabelle))
    return tuple(
        Sozialraumzeile(
            Sozialraum(
                name,
                schluessel.get(name),
                text(zeile, "Träger"),
                text(zeile, "Region"),
                text(zeile, "Zuständigkeit"),
                bisher.get(name),
                referenz.get(name),
            ),
            zeile,
        )
        for name, zeile in namen.items()
    )


def schluesselspalte(
    tabelle: Tabelle, namen: dict[str, int], befunde: list[Befund]
) -> dict[str, str]:
    """Der Schlüssel je Sozialraum als Text; führende Nullen bleiben, doppelte sind Fehler."""
    spalte = tabelle.kopf.spalten.get(SCHLUESSEL)
    gelesen: dict[str, str] = {}
    gesehen: dict[str, str] = {}
    orte: dict[str, str] = {}
    for name, zeile in namen.items():
        zelle = tabelle.zelle(zeile, spalte)
        if zelle is None or spalte is None:
            continue
        ort, was = tabelle.ort(zeile, spalte), f"Schlüssel von „{name}“"
        if not isinstance(zelle.wert, str) and (
            not isinstance(zelle.wert, Decimal)
            or zelle.prozent
            or zelle.wert != zelle.wert.to_integral_value()
        ):
            unlesbar = Unlesbar(
                "Dort steht weder Text noch eine ganze Zahl",
                "Den Schlüssel als Text eintragen, zum Beispiel 033550001.",
            )
            befunde.append(als_fehler(was, unlesbar, ort))
            continue
        text = textfeld(tabelle, zeile, spalte, was, befunde)
        if text is None:
            continue
        if text in gesehen:
            befunde.append(
                fehler(
                    f"{was}: {text} gehört schon zu „{gesehen[text]}“.",
                    ort,
                    "Jedem Sozialraum einen eigenen Schlüssel geben.",
                )
            )
        gesehen[text] = name
        gelesen[name] = text
        orte[name] = ort
    befunde.extend(fuehrende_nullen(gelesen, orte))
    return gelesen


def budgetspalte(
    tabelle: Tabelle, ueberschrift: str, namen: dict[str, int], befunde: list[Befund]
) -> dict[str, Decimal]:
    """Die Beträge einer Spalte je Sozialraum (€/Jahr), leere fehlen; die Summe wird geprüft."""
    spalte = tabelle.kopf.spalten.get(ueberschrift)
    if spalte is None:
        return {}
    betraege: dict[str, Decimal] = {}
    vorher = len(befunde)
    for name, zeile in namen.items():
        betrag = betragsfeld(tabelle, zeile, spalte, f"„{ueberschrift}“ von „{name}“", befunde)
        if betrag is not None:
            betraege[name] = betrag
    if not hat_fehler(befunde[vorher:]):
        je_zeile = {namen[name]: betrag for name, betrag in betraege.items()}
        befunde.extend(summe_pruefen(tabelle, ueberschrift, spalte, je_zeile))
    return betraege


def budget_fehlt(
    tabelle: Tabelle,
    zeilen: tuple[Sozialraumzeile, ...],
    verfahren: Schutzverfahren,
    gemeldet: set[str | None],
) -> list[Befund]:
    """Die Fehler zu leeren bisherigen Budgets; nur ohne Bestandsschutz dürfen sie fehlen.

    Eingang: gemeldet: Orte, zu denen schon ein Befund vorliegt.
    Quelle: docs/verfahren.md, Abschnitt „Mappe“.
    """
    leer = [zeile for zeile in zeilen if zeile.raum.budget_bisher is None]
    if not verfahren.schuetzt or not leer:
        return []
    spalte = tabelle.kopf.spalten.get(BUDGET_BISHER)
    if spalte is None:
        return [spalte_fehlt(tabelle.blatt, tabelle.kopf, BUDGET_BISHER)]
    return [
        fehler(
            f"Das bisherige Budget von „{zeile.raum.name}“ fehlt; das Verfahren „{verfahren.name}“ "
            "braucht es.",
            tabelle.ort(zeile.zeile, spalte),
            "Den Betrag eintragen; 0 heißt: neuer Sozialraum.",
        )
        for zeile in leer
        if tabelle.ort(zeile.zeile, spalte) not in gemeldet
    ]


def referenz_teilweise(tabelle: Tabelle, zeilen: tuple[Sozialraumzeile, ...]) -> list[Befund]:
    """Ein Hinweis, wenn nur manche Sozialräume ein Referenzbudget haben."""
    spalte = tabelle.kopf.spalten.get(REFERENZBUDGET)
    leer = [zeile.raum.name for zeile in zeilen if zeile.raum.referenzbudget is None]
    if spalte is None or not leer or len(leer) == len(zeilen):
        return []
    return [
        hinweis(
            f"Das Referenzbudget ist nur teilweise gefüllt; für {aufzaehlung(leer)} gilt das "
            "bisherige Budget als Vergleich.",
            tabelle.ort(tabelle.kopf.zeile, spalte),
            "Die Spalte ganz füllen oder ganz leeren.",
        )
    ]


def _budget_verdraengt(tabelle: Tabelle) -> list[Befund]:
    spalte = tabelle.kopf.spalten.get(BUDGET_BISHER)
    if spalte is None or all(tabelle.zelle(zeile, spalte) is None for zeile in tabelle.zeilen):
        return []
    return [
        hinweis(
            "Die Spalte „Budget bisher“ gilt nicht: die bisherigen Budgets kommen aus der "
            "zweiten Mappe.",
            tabelle.ort(tabelle.kopf.zeile, spalte),
            "Nichts zu tun, wenn das so gewollt ist.",
        )
    ]
