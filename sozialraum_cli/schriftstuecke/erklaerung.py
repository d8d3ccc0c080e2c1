"""Eine Seite je Sozialraum: Budget, Stunden, Rechenweg und was daran hängt; Summen je Träger."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sozialraum_cli.dokument.inhalt import (
    Absatz,
    Aufzaehlung,
    Dokument,
    Seitenumbruch,
    Teil,
    Texttabelle,
    Ueberschrift,
)
from sozialraum_cli.entscheiden.erklaerung import Erklaerung
from sozialraum_cli.rechenweg.rechenweg import Rechenschritt
from sozialraum_cli.rechnen.berechnung import Ergebnis, Sozialraumbudget
from sozialraum_cli.rechnen.leistungen import leistungskomponenten
from sozialraum_cli.schriftstuecke.grundlage import geldbetrag, prozentwert
from sozialraum_cli.zahlen import knapp, zahl

_OHNE = "–"
BEGRIFFE: tuple[tuple[str, str], ...] = (
    ("Anteil", "der Teil des Geldes, der einem Sozialraum nach den Indikatoren zusteht"),
    ("Belastungsfaktor", "wie belastet ein Sozialraum ist; 1 heißt so wie der ganze Kreis"),
    ("Budget nach Indikatoren", "was ein Sozialraum ohne Schutz bisheriger Budgets bekäme"),
    ("Bestandsschutz", "die Regel, die Verluste gegenüber dem bisherigen Budget mildert"),
    ("Kippgewicht", "das Gewicht eines Indikators, bei dem sich für den Sozialraum nichts änderte"),
    ("Minderarbeitszeit (abf)", "Arbeitszeit, die nicht mit den Menschen verbracht wird"),
    ("Stunden je Woche", "Zeit mit den Menschen je Vertragswoche, Urlaub nicht abgezogen"),
)


def einzeln(erklaerung: Erklaerung, *, als_tabelle: bool) -> Dokument:
    """Die Erklärung eines Sozialraums; `als_tabelle`: Satz und Rechnung nebeneinander."""
    weg = _weg(erklaerung, als_tabelle=als_tabelle)
    return Dokument(_titel(erklaerung), (*weg, *_was_daran_haengt(erklaerung), *_begriffe()))


def alle(erklaerungen: Sequence[Erklaerung], *, als_tabelle: bool) -> Dokument:
    """Alle Sozialräume, je auf einer neuen Seite, nur mit Budget, Stunden und Rechenweg.

    Am Ende stehen Summen je Träger und die Begriffe.
    """
    erste = erklaerungen[0]
    teile: list[Teil] = []
    for erklaerung in erklaerungen:
        teile += [
            Ueberschrift(erklaerung.zeile.sozialraum.name),
            *_weg(erklaerung, als_tabelle=als_tabelle),
        ]
        teile.append(Seitenumbruch())
    teile += [*_traeger(erste.ergebnis), *_begriffe()]
    return Dokument(f"Sozialraumbudgets {_jahr(erste)}: der Rechenweg", tuple(teile))


def _titel(erklaerung: Erklaerung) -> str:
    return f"{erklaerung.zeile.sozialraum.name}: Budget {_jahr(erklaerung)} und wie es entsteht"


def _jahr(erklaerung: Erklaerung) -> int:
    return erklaerung.ergebnis.eingabe.parameter.jahr


def _weg(erklaerung: Erklaerung, *, als_tabelle: bool) -> Iterator[Teil]:
    yield _uebersicht(erklaerung)
    yield Ueberschrift("Rechenweg", 2)
    if als_tabelle:
        yield Texttabelle(
            ("Schritt", "Rechnung und Ergebnis"),
            tuple((_satz(schritt), _rechnung(schritt)) for schritt in erklaerung.schritte),
        )
    else:
        for schritt in erklaerung.schritte:
            yield Absatz(_satz(schritt))
            if schritt.rechnung is not None:
                yield Absatz(f"    {_rechnung(schritt)}")


def _was_daran_haengt(erklaerung: Erklaerung) -> Iterator[Teil]:
    yield Ueberschrift("Woraus das Budget nach Indikatoren besteht", 2)
    yield Texttabelle(
        ("Indikator", "Betrag €"),
        (
            *((b.indikator, zahl(b.betrag)) for b in erklaerung.beitraege),
            ("Summe", zahl(sum((b.betrag for b in erklaerung.beitraege), Decimal(0)))),
        ),
        frozenset({1}),
        summe=True,
    )
    yield Ueberschrift("Was sich ändern müsste", 2)
    yield Aufzaehlung((*_kippgewichte(erklaerung), *_noetige_werte(erklaerung)))
    yield Ueberschrift("Was ein höherer Wert bewirkt", 2)
    yield Aufzaehlung(tuple(_wirkung(erklaerung)))


def _uebersicht(erklaerung: Erklaerung) -> Texttabelle:
    """Budget und Stunden, das bisherige daneben."""
    zeile, parameter = erklaerung.zeile, erklaerung.ergebnis.eingabe.parameter
    bisher = zeile.sozialraum.budget_bisher
    vorher = None if bisher is None else leistungskomponenten(parameter, bisher)
    zeilen = [
        ("Budget", _betrag(bisher), _betrag(zeile.budget_neu), _differenz(zeile)),
        *(
            (
                f"{leistung.name}, Stunden je Woche",
                _OHNE if vorher is None else zahl(vorher.leistungen[nummer].stunden),
                zahl(leistung.stunden),
                _OHNE
                if vorher is None
                else zahl(leistung.stunden - vorher.leistungen[nummer].stunden, vorzeichen=True),
            )
            for nummer, leistung in enumerate(zeile.komponenten.leistungen)
        ),
    ]
    return Texttabelle(
        ("", "bisher", f"neu {parameter.jahr}", "Unterschied"), tuple(zeilen), frozenset({1, 2, 3})
    )


def _satz(schritt: Rechenschritt) -> str:
    return f"({schritt.nr}) {_mit_indikator(schritt)}{schritt.satz}"


def _rechnung(schritt: Rechenschritt) -> str:
    if schritt.rechnung is None:
        return ""
    return f"{schritt.rechnung} = {schritt.ergebnis} {schritt.einheit or ''}".strip()


def _mit_indikator(schritt: Rechenschritt) -> str:
    return "" if schritt.indikator is None else f"{schritt.indikator}: "


def _kippgewichte(erklaerung: Erklaerung) -> Iterator[str]:
    for kipp in erklaerung.kippgewichte:
        if kipp.gewicht is None:
            yield (
                f"„{kipp.indikator}“ kippt bei keinem Gewicht: kein Gewicht von 0 bis 100 % macht "
                "das Budget nach Indikatoren so groß wie das bisherige."
            )
        else:
            yield (
                f"Wöge „{kipp.indikator}“ {zahl(kipp.gewicht)} % statt "
                f"{_gewicht(erklaerung, kipp.indikator)}, wäre das Budget nach Indikatoren so groß "
                "wie das bisherige."
            )


def _gewicht(erklaerung: Erklaerung, name: str) -> str:
    schritte = erklaerung.ergebnis.schluessel.indikatoren
    return prozentwert(next(s.gewicht for s in schritte if s.indikator.name == name) * 100)


def _noetige_werte(erklaerung: Erklaerung) -> Iterator[str]:
    for wert in erklaerung.noetige_werte:
        yield (
            f"Läge „{wert.indikator}“ bei {zahl(wert.noetig)}{wert.einheit} statt bei "
            f"{knapp(wert.jetzt)}{wert.einheit}, wäre das Budget nach Indikatoren so groß wie das "
            "bisherige."
        )


def _wirkung(erklaerung: Erklaerung) -> Iterator[str]:
    for wirkung in erklaerung.wirkung:
        yield (
            f"„{wirkung.indikator}“ {wirkung.aenderung} {wirkung.einheit}: "
            f"{zahl(wirkung.budget_indikatoren, vorzeichen=True)} € nach Indikatoren, "
            f"{zahl(wirkung.budget_neu, vorzeichen=True)} € mit Schutz."
        )


def _traeger(ergebnis: Ergebnis) -> Iterator[Teil]:
    je_traeger: dict[str, list[Sozialraumbudget]] = {}
    for zeile in ergebnis.sozialraeume:
        if zeile.sozialraum.traeger:
            je_traeger.setdefault(zeile.sozialraum.traeger, []).append(zeile)
    mehrere = {name: zeilen for name, zeilen in je_traeger.items() if len(zeilen) > 1}
    if not mehrere:
        return
    yield Ueberschrift("Summen je Träger")
    yield Texttabelle(
        ("Träger", "Sozialräume", "Budget neu €", "Stunden je Woche"),
        tuple(
            (
                name,
                ", ".join(zeile.sozialraum.name for zeile in zeilen),
                zahl(sum((zeile.budget_neu for zeile in zeilen), Decimal(0))),
                zahl(
                    sum(
                        (x.stunden for zeile in zeilen for x in zeile.komponenten.leistungen),
                        Decimal(0),
                    )
                ),
            )
            for name, zeilen in mehrere.items()
        ),
        frozenset({2, 3}),
    )


def _begriffe() -> Iterator[Teil]:
    yield Ueberschrift("Begriffe", 2)
    yield Aufzaehlung(tuple(f"{begriff}: {was}." for begriff, was in BEGRIFFE))


def _betrag(betrag: Decimal | None) -> str:
    return _OHNE if betrag is None else f"{zahl(betrag)} €"


def _differenz(zeile: Sozialraumbudget) -> str:
    if zeile.differenz is None:
        return _OHNE
    anteil = prozentwert(zeile.differenz_prozent, vorzeichen=True)
    return geldbetrag(zeile.differenz, vorzeichen=True) + (f" ({anteil})" if anteil else "")
