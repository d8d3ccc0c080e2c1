"""Wo in der Mappe steht, worüber die Eingabe später Auskunft geben muss."""

from collections.abc import Iterator, Mapping, Sequence

from sozialraum_cli.eingabe.blatt_gewichtung import Indikatorzeile
from sozialraum_cli.eingabe.blatt_sozialraeume import SOZIALRAUM, Sozialraumzeile
from sozialraum_cli.eingabe.eingabetabellen import Tabellen
from sozialraum_cli.eingabe.zeile import Zeile

_RAUM = "sozialraum:"


class Fundorte(Mapping[str, str]):
    """Zellen unter „parameter:abf“, „indikator:…“, „sozialraum:…“, „spalte:…“, „wert:SPALTE:RAUM“.

    Die Orte der Sozialräume und Werte entstehen erst, wenn jemand fragt: es gibt so viele davon.
    """

    def __init__(
        self,
        orte: Mapping[str, str],
        raeume: Mapping[str, Zeile],
        spalten: Mapping[str, str],
        zeilen: Mapping[str, Zeile],
    ):
        """Eingang: die übrigen Orte; je Sozialraum seine Zeile im Blatt Sozialräume; die Spalten
        des Blatts Indikatoren mit ihrem Ort und je Sozialraum die Zeile dort.
        """
        self._orte = orte
        self._raeume = raeume
        self._spaltenorte = {f"spalte:{name}": ort for name, ort in spalten.items()}
        self._spalten = {f"wert:{name}:": name for name in spalten}
        self._zeilen = zeilen

    def __getitem__(self, was: str) -> str:
        ort = self._orte.get(was) or self._spaltenorte.get(was)
        if ort is not None:
            return ort
        if was.startswith(_RAUM) and (raumzeile := self._raeume.get(was.removeprefix(_RAUM))):
            return raumzeile.ort(SOZIALRAUM)
        for anfang, spalte in self._spalten.items():
            if was.startswith(anfang) and (zeile := self._zeilen.get(was.removeprefix(anfang))):
                return zeile.ort(spalte)
        raise KeyError(was)

    def __iter__(self) -> Iterator[str]:
        yield from self._orte
        yield from (f"{_RAUM}{raum}" for raum in self._raeume)
        yield from self._spaltenorte
        yield from (f"{anfang}{raum}" for anfang in self._spalten for raum in self._zeilen)

    def __len__(self) -> int:
        einzelne = len(self._orte) + len(self._raeume) + len(self._spaltenorte)
        return einzelne + len(self._spalten) * len(self._zeilen)


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
    raumzeilen = {zeile.raum.name: zeile.zeile for zeile in raeume}
    if tabellen.indikatoren is None:
        return Fundorte(orte, raumzeilen, {}, {})
    tabelle = tabellen.indikatoren
    spalten = {name: tabelle.kopfort(name) for name in tabelle.kopf.weitere}
    return Fundorte(orte, raumzeilen, spalten, zeilen)
