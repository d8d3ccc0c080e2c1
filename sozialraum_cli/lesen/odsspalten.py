"""Die Spalten eines Blatts einer OpenDocument-Tabelle: Stil und Sichtbarkeit."""

from bisect import bisect_right
from collections.abc import Iterator


class Odsspalten:
    """Sammelt die Spaltenangaben eines Blatts, die vor seinen Zeilen stehen."""

    def __init__(self) -> None:
        """Beginnt bei Spalte A."""
        self.ausgeblendet: list[tuple[int, int]] = []
        self._naechste = 1
        self._beginn: list[int] = []
        self._stile: list[str] = []

    def merken(self, anzahl: int, stil: str, *, ausgeblendet: bool) -> None:
        """Nimmt die nächsten Spalten auf; stil gilt für ihre Zellen ohne eigenen."""
        if ausgeblendet:
            self.ausgeblendet.append((self._naechste, self._naechste + anzahl - 1))
        self._beginn.append(self._naechste)
        self._stile.append(stil)
        self._naechste += anzahl

    def stilstuecke(self, beginn: int, anzahl: int, eigener: str) -> Iterator[tuple[int, int, str]]:
        """Eine wiederholte Zelle in Stücken mit gleichem Stil: erste Spalte, Anzahl, Stil.

        Eingang: eigener Stil der Zelle oder ihrer Zeile; ist er leer, gilt der jeder Spalte.
        """
        ende = beginn + anzahl
        while beginn < ende:
            stelle = bisect_right(self._beginn, beginn)
            bis = ende
            stil = eigener
            if not eigener and stelle:
                stil = self._stile[stelle - 1]
                bis = min([ende, *self._beginn[stelle : stelle + 1]])
            yield beginn, bis - beginn, stil
            beginn = bis
