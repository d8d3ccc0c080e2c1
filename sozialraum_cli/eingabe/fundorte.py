"""Wo in der Mappe steht, worüber die Eingabe später Auskunft geben muss."""

from collections.abc import Iterator, Mapping, Sequence

from sozialraum_cli.eingabe.blatt_gewichtung import Indikatorzeile
from sozialraum_cli.eingabe.blatt_sozialraeume import SOZIALRAUM, Sozialraumzeile
from sozialraum_cli.eingabe.eingabetabellen import Tabellen
from sozialraum_cli.eingabe.zeile import Zeile


class Fundorte(Mapping[str, str]):
    """Zellen unter „parameter:abf“, „indikator:…“, „sozialraum:…“, „spalte:…“, „wert:SPALTE:RAUM“.

    Die Orte der Werte entstehen erst, wenn jemand fragt: es gibt so viele wie Werte.
    """

    def __init__(
        self, orte: Mapping[str, str], spalten: Sequence[str], zeilen: Mapping[str, Zeile]
    ):
        """Eingang: alle Orte außer denen der Werte; Spalten und je Sozialraum die Zeile."""
        self._orte = orte
        self._spalten = {f"wert:{name}:": name for name in spalten}
        self._zeilen = zeilen

    def __getitem__(self, was: str) -> str:
        ort = self._orte.get(was)
        if ort is not None:
            return ort
        for anfang, spalte in self._spalten.items():
            if was.startswith(anfang) and (zeile := self._zeilen.get(was.removeprefix(anfang))):
                return zeile.ort(spalte)
        raise KeyError(was)

    def __iter__(self) -> Iterator[str]:
        yield from self._orte
        yield from (f"{anfang}{raum}" for anfang in self._spalten for raum in self._zeilen)

    def __len__(self) -> int:
        return len(self._orte) + len(self._spalten) * len(self._zeilen)


def fundorte(
    tabellen: Tabellen,
    raeume: Sequence[Sozialraumzeile],
    indikatoren: Sequence[Indikatorzeile],
    weitere: Mapping[str, str],
    zeilen: Mapping[str, Zeile],
) -> Fundorte:
    """Die Zelle zu allem, was später einen Hinweis bekommen kann.

    Eingang: weitere: Orte der Parameter und Budgets unter ihrem Schlüssel; Zeile je Sozialraum im
    Blatt Indikatoren.
    """
    orte = {**weitere, **{f"indikator:{zeile.indikator.name}": zeile.ort for zeile in indikatoren}}
    if tabellen.sozialraeume is not None:
        orte |= {f"sozialraum:{z.raum.name}": z.zeile.ort(SOZIALRAUM) for z in raeume}
    if tabellen.indikatoren is None:
        return Fundorte(orte, (), {})
    spalten = tuple(tabellen.indikatoren.kopf.weitere)
    orte |= {f"spalte:{name}": tabellen.indikatoren.kopfort(name) for name in spalten}
    return Fundorte(orte, spalten, zeilen)
