"""Welcher Träger wann zuständig ist, wenn er im Jahr wechselt."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from sozialraum_cli.rechnen.zeitraum import Zeitraum


def traegerzeiten(
    traeger: str | None, wechsel: Sequence[tuple[date, str]], zeitraum: Zeitraum
) -> tuple[tuple[str | None, int], ...]:
    """Wie viele Tage des Zeitraums welcher Träger zuständig ist, in zeitlicher Reihenfolge.

    Eingang: Träger laut Bogen, Wechsel als (ab, Träger).
    """
    ende = zeitraum.bis + timedelta(1)
    folge = [(zeitraum.von, traeger), *sorted(wechsel), (ende, None)]
    grenzen = [(min(max(ab, zeitraum.von), ende), wer) for ab, wer in folge]
    tage: dict[str | None, int] = {}
    for (von, wer), (bis, _) in pairwise(grenzen):
        if bis > von:
            tage[wer] = tage.get(wer, 0) + (bis - von).days
    return tuple(tage.items())


def traeger_am(traeger: str | None, wechsel: Sequence[tuple[date, str]], tag: date) -> str | None:
    """Der Träger an einem Tag."""
    for ab, neuer in sorted(wechsel):
        if tag >= ab:
            traeger = neuer
    return traeger
