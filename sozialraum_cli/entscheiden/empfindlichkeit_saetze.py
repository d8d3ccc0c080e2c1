"""Was die Proben heißen, in Sätzen: was trägt, was nicht, und was der Zufall eines Jahres ist."""

from collections.abc import Iterator
from decimal import Decimal

from sozialraum_cli.entscheiden.empfindlichkeit import Empfindlichkeit, Indikatorwirkung
from sozialraum_cli.entscheiden.zufallsgewichte import Spanne
from sozialraum_cli.entscheiden.zufallsspanne import nicht_unterscheidbar
from sozialraum_cli.zahlen import prozent, zahl

_PAARE_HOECHSTENS = 8
_HUNDERT = Decimal(100)


def saetze(probe: Empfindlichkeit) -> Iterator[str]:
    """Je Sozialraum ein Satz zu den zufälligen Gewichten, dann je Indikator einer zum Zufall."""
    for name, spanne in zip(probe.zufall.sozialraeume, probe.zufall.spannen, strict=False):
        yield f"{name}: {_spanne(spanne)}"
    for wirkung in probe.indikatoren:
        if wirkung.zufallsspannen:
            yield _zufall(wirkung)


def _spanne(spanne: Spanne) -> str:
    bereich = (
        f"in neun von zehn Läufen zwischen {_euro(spanne.q05)} und {_euro(spanne.q95)}, "
        f"{_rang(spanne)}"
    )
    gewinner = spanne.anteil_gewinner
    if gewinner is None:
        return f"{bereich}."
    if gewinner == _HUNDERT:
        return (
            f"{bereich}; bekommt in jedem Lauf mehr als bisher, das hängt nicht an den Gewichten."
        )
    if gewinner == 0:
        return (
            f"{bereich}; bekommt in keinem Lauf mehr als bisher, das hängt nicht an den Gewichten."
        )
    return (
        f"{bereich}; bekommt in {prozent(gewinner.quantize(Decimal('0.1')))} der Läufe mehr als "
        "bisher: Ob er gewinnt, hängt an den Gewichten."
    )


def _rang(spanne: Spanne) -> str:
    if spanne.rang_q05 == spanne.rang_q95:
        return f"Platz {spanne.rang_q05}"
    return f"Platz {spanne.rang_q05} bis {spanne.rang_q95}"


def _zufall(wirkung: Indikatorwirkung) -> str:
    paare = nicht_unterscheidbar(wirkung.zufallsspannen)
    gemessen = "Quoten" if wirkung.zufallsspannen[0].quote_unten is not None else "Anzahlen"
    if not paare:
        return (
            f"„{wirkung.indikator}“ trennt alle Sozialräume: ihre {gemessen} liegen weiter "
            "auseinander, als der Zufall eines Jahres ausmacht."
        )
    genannt = ", ".join(f"{a} und {b}" for a, b in paare[:_PAARE_HOECHSTENS])
    rest = len(paare) - _PAARE_HOECHSTENS
    mehr = f" und {rest} weitere Paare" if rest > 0 else ""
    return f"„{wirkung.indikator}“ trennt nach seinen {gemessen} nicht sicher: {genannt}{mehr}."


ERLAEUTERUNG_ZUFALL = (
    "Gezählt sind alle Fälle, nicht eine Stichprobe. Die 95-%-Spanne (nach Byar) sagt nur, wie "
    "weit eine so kleine Zahl in einem anderen Jahr mit gleicher Belastung aus bloßem Zufall "
    "abweichen kann; über Zählfehler oder Veränderungen sagt sie nichts."
)


def _euro(betrag: Decimal) -> str:
    return f"{zahl(betrag, 0)} €"
