"""Das Blatt Sozialräume: wer ein Budget bekommt und welches er bisher hatte."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hat_fehler, hinweis
from sozialraum_cli.eingabe.betrag import mit_bruchteilen_von_cent
from sozialraum_cli.eingabe.fuehrende_null import fuehrende_nullen
from sozialraum_cli.eingabe.kopfzeile import Blattform, spalte_fehlt, unbekannte_spalten
from sozialraum_cli.eingabe.schlichtespalte import schlichte_texte, schlichte_zahlen
from sozialraum_cli.eingabe.summe import summe_pruefen
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.eingabe.zelltext import NAME_HOECHSTENS
from sozialraum_cli.eingabeblatt import SOZIALRAEUME
from sozialraum_cli.lesen.zellen import Inhalt, als_zelle
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import aufzaehlung, sehform, vergleichsform, zeichenunterschied
from sozialraum_cli.verfahren.schutz.schutzverfahren import Schutzverfahren

FORM = Blattform.aus(SOZIALRAEUME)
SOZIALRAUM, SCHLUESSEL = SOZIALRAEUME.ueberschrift("name"), SOZIALRAEUME.ueberschrift("schluessel")
BUDGET_BISHER, REFERENZBUDGET = SOZIALRAEUME.betraege
_BESCHREIBUNG = ("Träger", "Region", "Zuständigkeit")


class Sozialraumzeile(NamedTuple):
    """Ein Sozialraum und die Zeile, in der er steht."""

    raum: Sozialraum
    zeile: Zeile


def namenszeilen(tabelle: Tabelle, spalte: str, befunde: list[Befund]) -> dict[str, Zeile]:
    """Die Datenzeile je Namen, in der Reihenfolge der Mappe.

    Fehlende, unlesbare und doppelte Namen werden Fehler; von doppelten gilt die erste Zeile.
    """
    zeilen = _verschiedene_namen(tabelle, spalte)
    if zeilen is not None:
        befunde.extend(_gleich_aussehend(spalte, zeilen))
        return zeilen
    zeilen = {}
    gesehen: dict[str, str] = {}
    for zeile in tabelle.zeilen:
        zelle = zeile.zelle(spalte)
        if zelle is None:
            befunde.append(
                fehler(
                    "Der Name fehlt in einer Zeile, die Werte enthält.",
                    zeile.ort(spalte),
                    "Den Namen eintragen, eine Summenzeile mit „Summe“ beschriften oder die "
                    "Zeile leeren.",
                )
            )
            continue
        name = zeile.name(spalte, "Name")
        if name is None:
            continue
        if isinstance(zelle.wert, datetime | timedelta):
            befunde.append(_kein_name(name, zelle.wert, zeile.ort(spalte)))
            continue
        form = vergleichsform(name)
        if form in gesehen:
            anderer = gesehen[form]
            unterschied = zeichenunterschied(name, anderer)
            befunde.append(
                fehler(
                    f"„{name}“ steht doppelt, auch in {zeilen[anderer].ort(spalte)}."
                    + (f" {unterschied}" if unterschied else ""),
                    zeile.ort(spalte),
                    "Eine der beiden Zeilen löschen oder umbenennen.",
                )
            )
            continue
        gesehen[form] = name
        zeilen[name] = zeile
    befunde.extend(_gleich_aussehend(spalte, zeilen))
    return zeilen


def _verschiedene_namen(tabelle: Tabelle, spalte: str) -> dict[str, Zeile] | None:
    """Die Datenzeile je Namen, wenn zu keinem etwas zu melden ist; sonst None."""
    texte = schlichte_texte(tabelle.inhalte(spalte, tabelle.zeilen))
    if texte is None or max(map(len, texte), default=0) > NAME_HOECHSTENS:
        return None
    if len(set(map(vergleichsform, texte))) < len(texte):
        return None
    return dict(zip(texte, tabelle.zeilen, strict=True))


def _kein_name(name: str, wert: datetime | timedelta, ort: str) -> Befund:
    was = "ein Datum" if isinstance(wert, datetime) else "eine Uhrzeit"
    return fehler(
        f"Statt eines Namens steht dort {was} ({name}); Tabellenkalkulationen machen aus „1.2“ ein "
        "Datum.",
        ort,
        "Die Zelle als Text formatieren und den Namen neu eintragen.",
    )


def _gleich_aussehend(spalte: str, zeilen: dict[str, Zeile]) -> list[Befund]:
    """Je Paar verschiedener Namen, die gleich aussehen, ein Hinweis mit den Zeichen."""
    sehformen = list(map(sehform, zeilen))
    if len(set(sehformen)) == len(sehformen):
        return []
    gesehen: dict[str, str] = {}
    befunde: list[Befund] = []
    for form, (name, zeile) in zip(sehformen, zeilen.items(), strict=True):
        anderer = gesehen.setdefault(form, name)
        unterschied = None if anderer is name else zeichenunterschied(name, anderer)
        if unterschied:
            befunde.append(
                hinweis(
                    f"„{name}“ und „{anderer}“ gelten als verschieden. {unterschied}",
                    zeile.ort(spalte),
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
    befunde.extend(unbekannte_spalten(tabelle.blatt, tabelle.kopf, FORM))
    namen = namenszeilen(tabelle, SOZIALRAUM, befunde)
    if not tabelle.zeilen:
        befunde.append(
            fehler(
                "Unter der Überschrift steht kein Sozialraum.",
                tabelle.kopfort(SOZIALRAUM),
                "Je Sozialraum eine Zeile ausfüllen.",
            )
        )

    schluessel = schluesselspalte(tabelle, namen, befunde)
    bisher = budgetspalte(tabelle, BUDGET_BISHER, namen, befunde) if mit_budget else {}
    referenz = budgetspalte(tabelle, REFERENZBUDGET, namen, befunde)
    if not mit_budget:
        befunde.extend(_budget_verdraengt(tabelle))
    beschreibungen = _beschreibungen(tabelle, namen.values())
    return tuple(
        Sozialraumzeile(
            Sozialraum(name, schluessel.get(name), *texte, bisher.get(name), referenz.get(name)),
            zeile,
        )
        for (name, zeile), texte in zip(namen.items(), beschreibungen, strict=True)
    )


def _beschreibungen(
    tabelle: Tabelle, zeilen: Collection[Zeile]
) -> Iterable[tuple[str | None, str | None, str | None]]:
    """Träger, Region und Zuständigkeit je Zeile."""
    spalten = [_schlichte_beschreibung(tabelle.inhalte(s, zeilen)) for s in _BESCHREIBUNG]
    traeger, region, zustaendigkeit = spalten
    if traeger is not None and region is not None and zustaendigkeit is not None:
        return zip(traeger, region, zustaendigkeit, strict=True)
    return [
        (zeile.text("Träger"), zeile.text("Region"), zeile.text("Zuständigkeit"))
        for zeile in zeilen
    ]


def _schlichte_beschreibung(inhalte: Sequence[Inhalt | None]) -> list[str | None] | None:
    """Die Texte einer Spalte, None für leere Zellen; None, wenn etwas zu prüfen ist."""
    texte = schlichte_texte([inhalt for inhalt in inhalte if inhalt is not None])
    if texte is None:
        return None
    naechste = iter(texte)
    return [None if inhalt is None else next(naechste) for inhalt in inhalte]


def schluesselspalte(
    tabelle: Tabelle, namen: Mapping[str, Zeile], befunde: list[Befund]
) -> dict[str, str]:
    """Der Schlüssel je Sozialraum als Text; führende Nullen bleiben, doppelte sind Fehler."""
    inhalte = tabelle.inhalte(SCHLUESSEL, namen.values())
    gelesen = _verschiedene_schluessel(namen, inhalte)
    if gelesen is None:
        gelesen = _gepruefte_schluessel(namen, inhalte, befunde)
    befunde.extend(fuehrende_nullen(gelesen, lambda name: namen[name].ort(SCHLUESSEL)))
    return gelesen


def _verschiedene_schluessel(
    namen: Iterable[str], inhalte: Sequence[Inhalt | None]
) -> dict[str, str] | None:
    """Die Schlüssel je Sozialraum, wenn zu keinem etwas zu melden ist; sonst None."""
    texte = schlichte_texte([inhalt for inhalt in inhalte if inhalt is not None])
    if texte is None or len(set(texte)) < len(texte):
        return None
    belegte = (name for name, inhalt in zip(namen, inhalte, strict=True) if inhalt is not None)
    return dict(zip(belegte, texte, strict=True))


def _gepruefte_schluessel(
    namen: Mapping[str, Zeile], inhalte: Sequence[Inhalt | None], befunde: list[Befund]
) -> dict[str, str]:
    gelesen: dict[str, str] = {}
    gesehen: dict[str, str] = {}
    for inhalt, (name, zeile) in zip(inhalte, namen.items(), strict=True):
        if inhalt is None:
            continue
        zelle = als_zelle(inhalt)
        ort, was = zeile.ort(SCHLUESSEL), f"Schlüssel von „{name}“"
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
        text = zeile.text(SCHLUESSEL, was)
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
    return gelesen


def budgetspalte(
    tabelle: Tabelle, spalte: str, namen: Mapping[str, Zeile], befunde: list[Befund]
) -> dict[str, Decimal]:
    """Die Beträge einer Spalte je Sozialraum (€/Jahr), leere fehlen; die Summe wird geprüft."""
    vorher = len(befunde)
    inhalte = tabelle.inhalte(spalte, namen.values())
    belegt = [inhalt for inhalt in inhalte if inhalt is not None]
    zahlen = schlichte_zahlen(belegt)
    betraege: dict[str, Decimal] = {}
    if zahlen is not None and not mit_bruchteilen_von_cent(zahlen):
        belegte = (name for name, inhalt in zip(namen, inhalte, strict=True) if inhalt is not None)
        betraege = dict(zip(belegte, zahlen, strict=True))
    elif belegt:
        for name, zeile in namen.items():
            betrag = zeile.betrag(spalte, f"„{spalte}“ von „{name}“")
            if betrag is not None:
                betraege[name] = betrag
    if tabelle.summenzeilen and not hat_fehler(befunde[vorher:]):
        je_zeile = {namen[name].nummer: betrag for name, betrag in betraege.items()}
        befunde.extend(summe_pruefen(tabelle, spalte, je_zeile))
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
    if BUDGET_BISHER not in tabelle.kopf.spalten:
        return [spalte_fehlt(tabelle.blatt, tabelle.kopf, BUDGET_BISHER)]
    return [
        fehler(
            f"Das bisherige Budget von „{zeile.raum.name}“ fehlt; das Verfahren „{verfahren.name}“ "
            "braucht es.",
            zeile.zeile.ort(BUDGET_BISHER),
            "Den Betrag eintragen; 0 heißt: neuer Sozialraum.",
        )
        for zeile in leer
        if zeile.zeile.ort(BUDGET_BISHER) not in gemeldet
    ]


def referenz_teilweise(tabelle: Tabelle, zeilen: tuple[Sozialraumzeile, ...]) -> list[Befund]:
    """Ein Hinweis, wenn nur manche Sozialräume ein Referenzbudget haben."""
    leer = [zeile.raum.name for zeile in zeilen if zeile.raum.referenzbudget is None]
    if not leer or len(leer) == len(zeilen):
        return []
    return [
        hinweis(
            f"Das Referenzbudget ist nur teilweise gefüllt; für {aufzaehlung(leer)} gilt das "
            "bisherige Budget als Vergleich.",
            tabelle.kopfort(REFERENZBUDGET),
            "Die Spalte ganz füllen oder ganz leeren.",
        )
    ]


def _budget_verdraengt(tabelle: Tabelle) -> list[Befund]:
    if not any(i is not None for i in tabelle.inhalte(BUDGET_BISHER, tabelle.zeilen)):
        return []
    return [
        hinweis(
            "Die Spalte „Budget bisher“ gilt nicht: die bisherigen Budgets kommen aus der "
            "zweiten Mappe.",
            tabelle.kopfort(BUDGET_BISHER),
            "Nichts zu tun, wenn das so gewollt ist.",
        )
    ]
