"""Zu welchem Sozialraum des Bogens ein Name der Quelle gehört."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext

from sozialraum_cli.befund import Befund, fehler
from sozialraum_cli.controlling.zuordnung import Aufteilung, Istzuordnung
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.namen import aufzaehlung, meinten_sie, schluesselform, vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.istmenge import Kategorie, Ort
from sozialraum_cli.runden import GENAU

_VORSAETZE = {
    vergleichsform(wort)
    for wort in (
        "SG",
        "Samtgemeinde",
        "Stadt",
        "Hansestadt",
        "Gemeinde",
        "Einheitsgemeinde",
        "Flecken",
        "Sozialraum",
    )
}
_STADT = {vergleichsform(wort) for wort in ("Stadt", "Hansestadt")}
_KATEGORIEN: Mapping[str, Kategorie] = {
    vergleichsform(text): kategorie
    for text, kategorie in (
        ("Außerhalb", Kategorie.AUSSERHALB),
        ("außerhalb des Landkreises", Kategorie.AUSSERHALB),
        ("außerhalb Landkreis", Kategorie.AUSSERHALB),
        ("auswärtig", Kategorie.AUSSERHALB),
        ("Keine Angabe", Kategorie.KEINE_ANGABE),
        ("keine Angaben", Kategorie.KEINE_ANGABE),
        ("ohne Angabe", Kategorie.KEINE_ANGABE),
        ("k. A.", Kategorie.KEINE_ANGABE),
        ("o. A.", Kategorie.KEINE_ANGABE),
        ("unbekannt", Kategorie.KEINE_ANGABE),
    )
}
_HUNDERT = Decimal(100)
_ANTEILSSTELLEN = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Anteil:
    """Ein Ziel und wie viel % der Stunden dorthin gehören."""

    ort: Ort
    prozent: Decimal = _HUNDERT


Anteile = tuple[Anteil, ...]


class Ortsverzeichnis:
    """Alle Namen, unter denen die Sozialräume eines Bogens in Quellen vorkommen."""

    def __init__(self, ergebnis: Ergebnis, zuordnung: Istzuordnung) -> None:
        """Beginnt mit Namen und Schlüsseln des Bogens und den Namen der Zuordnung.

        Was die Zuordnung nennt und der Bogen nicht kennt, steht danach in `befunde`.
        """
        self._raeume = [zeile.sozialraum for zeile in ergebnis.sozialraeume]
        self._namen = _eindeutige((vergleichsform(raum.name), raum) for raum in self._raeume)
        self._kurz = _eindeutige((_ohne_vorsatz(raum.name), raum) for raum in self._raeume)
        self._schluessel = _eindeutige(
            (schluesselform(raum.schluessel), raum) for raum in self._raeume if raum.schluessel
        )
        self._stunden = {
            zeile.sozialraum.name: sum(
                (leistung.stunden for leistung in zeile.komponenten.leistungen), Decimal(0)
            )
            for zeile in ergebnis.sozialraeume
        }
        self.befunde: list[Befund] = []
        self._zugeordnet: dict[str, Anteile] = {
            form: self._anteile(aufteilung, zuordnung.datei)
            for form, aufteilung in zuordnung.sozialraeume.items()
        }

    def finden(self, text: str) -> Anteile | None:
        """Wohin ein Name gehört: Zuordnung, dann Name, Schlüssel, Name ohne Vorsatz, Kategorie.

        „Stadt …“ und „Hansestadt …“, die der Bogen nicht kennt, liegen außerhalb. Ergebnis: None,
        wenn der Name unbekannt ist.
        """
        form = vergleichsform(text)
        if form in self._zugeordnet:
            return self._zugeordnet[form]
        ort = self._ort(text)
        return None if ort is None else (Anteil(ort),)

    def zugeordnet(self, text: str) -> bool:
        """Ob die Zuordnung sagt, wohin der Name gehört."""
        return vergleichsform(text) in self._zugeordnet

    def sozialraum(self, text: str) -> Sozialraum | None:
        """Der Sozialraum des Bogens mit diesem Namen, auch mit oder ohne Vorsatz."""
        raum = self._namen.get(vergleichsform(text)) or self._kurz.get(_ohne_vorsatz(text))
        return raum or self._schluessel.get(schluesselform(text))

    @property
    def namen(self) -> tuple[str, ...]:
        """Die Namen der Sozialräume des Bogens."""
        return tuple(raum.name for raum in self._raeume)

    def _ort(self, text: str) -> Ort | None:
        if raum := self.sozialraum(text):
            return raum.name
        kategorie = _KATEGORIEN.get(vergleichsform(text))
        if kategorie is None and vergleichsform(text.split()[0]) in _STADT:
            return Kategorie.AUSSERHALB
        return kategorie

    def _anteile(self, aufteilung: Aufteilung, datei: str) -> Anteile:
        orte = [self._ziel(ziel, datei) for ziel in aufteilung.ziele]
        prozente = aufteilung.anteile or self._nach_soll(orte)
        return tuple(Anteil(ort, prozent) for ort, prozent in zip(orte, prozente, strict=True))

    def _ziel(self, ziel: str, datei: str) -> Ort:
        ort = self._ort(ziel) if ziel.strip() else None
        if ort is not None:
            return ort
        self.befunde.append(
            fehler(
                f"In [sozialraeume] steht das Ziel „{ziel}“, das der Bogen nicht kennt.",
                datei,
                meinten_sie(ziel, self.namen, f"Der Bogen kennt {aufzaehlung(self.namen)}."),
            )
        )
        return Kategorie.UNBEKANNT

    def _nach_soll(self, orte: Sequence[Ort]) -> tuple[Decimal, ...]:
        """Prozente im Verhältnis des Solls; das letzte Ziel bekommt den Rest."""
        stunden = [self._stunden.get(str(ort), Decimal(0)) for ort in orte]
        summe = sum(stunden)
        with localcontext(GENAU):
            prozente = [
                (wert / summe * _HUNDERT if summe else _HUNDERT / len(orte)).quantize(
                    _ANTEILSSTELLEN, ROUND_DOWN
                )
                for wert in stunden[:-1]
            ]
        return (*prozente, _HUNDERT - sum(prozente))


def _ohne_vorsatz(name: str) -> str:
    worte = name.split()
    while len(worte) > 1 and vergleichsform(worte[0]) in _VORSAETZE:
        worte = worte[1:]
    return vergleichsform(" ".join(worte))


def _eindeutige(paare: Iterable[tuple[str, Sozialraum]]) -> dict[str, Sozialraum]:
    """Nur was zu genau einem Sozialraum gehört: „Stadt X“ und „SG X“ sind zwei."""
    gefunden: dict[str, list[Sozialraum]] = {}
    for form, raum in paare:
        gefunden.setdefault(form, []).append(raum)
    return {form: raeume[0] for form, raeume in gefunden.items() if len(raeume) == 1}
