"""Die Werte der Mitglieder eines Sozialraums: einzeln, als Gemeindeverband oder unter dem Namen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.quellen.bestand import Quelle, namensgebiet
from sozialraum_cli.quellen.reihe import Wert
from sozialraum_cli.quellen.zuordnung import Gebietsangabe, Quellenzuordnung

SUMMENNAMEN = {namensgebiet(name) for name in ("Summe", "Gesamt", "Insgesamt", "Landkreis")}


@dataclass(frozen=True, slots=True)
class Fund:
    """Ein Wert und die Mitglieder, für die er steht; fuer sagt, wenn es nicht eines allein ist."""

    mitglieder: tuple[Gebietsangabe, ...]
    werte: tuple[tuple[Quelle, Wert], ...]
    fuer: str = ""


class Mitgliedersuche:
    """Findet zu jedem Mitglied die Werte aller Quellen; Namen lernt sie aus deren Schlüsseln."""

    def __init__(self, zuordnung: Quellenzuordnung, quellen: Sequence[Quelle]) -> None:
        self._zuordnung = zuordnung
        self._verbandsraeume: dict[str, set[str]] = {}
        for raum, mitglieder in zuordnung.sozialraeume.items():
            for angabe in mitglieder:
                if angabe.verband:
                    self._verbandsraeume.setdefault(angabe.verband, set()).add(raum)
        self._ebenen: dict[Quelle, bool] = {}
        self._namen: dict[str, str] = {}
        for quelle in quellen:
            for gebiet, werte in quelle.werte.items():
                if werte[0].schluessel and werte[0].name:
                    self._namen.setdefault(gebiet, werte[0].name)

    def name(self, angabe: Gebietsangabe) -> str:
        """Das Gebiet, wie Befunde es nennen: Name, wenn eine Quelle ihn kennt, und Schlüssel."""
        name = self._namen.get(angabe.schluessel or "")
        return f"{name} ({angabe.geschrieben})" if name else angabe.geschrieben

    def funde(self, raum: str, treffer: Mapping[str, Sequence[tuple[Quelle, Wert]]]) -> list[Fund]:
        """Je Mitglied, Verband oder Sozialraum mit Werten ein Fund.

        Eingang: treffer: je Gebiet die Werte, die gemeint sind.
        """
        mitglieder = self._zuordnung.sozialraeume[raum]
        funde: list[Fund] = []
        offen: list[Gebietsangabe] = []
        for angabe in mitglieder:
            werte = self._werte(angabe, treffer)
            if werte:
                funde.append(Fund((angabe,), tuple(werte)))
            else:
                offen.append(angabe)
        for verband in dict.fromkeys(a.verband for a in offen if a.verband):
            gruppe = tuple(angabe for angabe in mitglieder if angabe.verband == verband)
            werte = list(treffer.get(verband, ()))
            vollstaendig = all(angabe in offen for angabe in gruppe)
            if werte and vollstaendig and self._verbandsraeume[verband] == {raum}:
                fuer = f"Gemeindeverband {verband}"
                funde.append(Fund(gruppe, tuple(werte), fuer))
                offen = [angabe for angabe in offen if angabe not in gruppe]
        if offen and (werte := self._als_sozialraum(raum, treffer)):
            return [Fund(mitglieder, tuple(werte), f"Sozialraum „{raum}“")]
        return funde

    def _werte(
        self, angabe: Gebietsangabe, treffer: Mapping[str, Sequence[tuple[Quelle, Wert]]]
    ) -> list[tuple[Quelle, Wert]]:
        if angabe.schluessel is None:
            return list(treffer.get(namensgebiet(angabe.geschrieben), ()))
        werte = list(treffer.get(angabe.schluessel, ()))
        for name in self._schreibweisen(angabe.schluessel):
            werte += [
                paar
                for paar in treffer.get(namensgebiet(name), ())
                if not self._je_sozialraum(paar[0])
            ]
        return werte

    def _schreibweisen(self, schluessel: str) -> list[str]:
        """„Artlenburg, Flecken“ heißt in eigenen Tabellen oft nur „Artlenburg“."""
        name = self._namen.get(schluessel)
        if name is None:
            return []
        kurz = name.partition(",")[0].partition(" (")[0]
        return [name] if vergleichsform(kurz) == vergleichsform(name) else [name, kurz]

    def _als_sozialraum(
        self, raum: str, treffer: Mapping[str, Sequence[tuple[Quelle, Wert]]]
    ) -> list[tuple[Quelle, Wert]]:
        return [
            paar for paar in treffer.get(namensgebiet(raum), ()) if self._je_sozialraum(paar[0])
        ]

    def _je_sozialraum(self, quelle: Quelle) -> bool:
        if quelle not in self._ebenen:
            self._ebenen[quelle] = self._hat_zeilen_je_sozialraum(quelle)
        return self._ebenen[quelle]

    def _hat_zeilen_je_sozialraum(self, quelle: Quelle) -> bool:
        """Ob eine Tabelle mit Namen je Sozialraum eine Zeile hat und nicht je Gemeinde.

        Ein Gemeindeverband heißt oft wie eine seiner Gemeinden; deren Wert wäre zu klein.
        """
        raeume = {namensgebiet(raum) for raum in self._zuordnung.sozialraeume}
        vorhanden = {gebiet for gebiet in quelle.werte if gebiet.startswith("name:")}
        uebrige = vorhanden - raeume - SUMMENNAMEN
        gemeinden = {namensgebiet(name) for name in self._namen.values()}
        return (
            raeume <= vorhanden
            and not uebrige & gemeinden
            and 2 * len(uebrige) <= max(2, len(raeume))
        )
