"""Blatt und Überschriftenzeile finden, auch wenn sie etwas anders geschrieben sind."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zelltext import name_lesen
from sozialraum_cli.eingabeblatt import SOZIALRAEUME, Eingabeblatt
from sozialraum_cli.lesen.mappe import Blatt, Mappe, fundort
from sozialraum_cli.namen import aehnlichster, aufzaehlung, meinten_sie, vergleichsform

_SOZIALRAUM = SOZIALRAEUME.ueberschrift("name")


class Blattform(NamedTuple):
    """Was ein Blatt enthalten soll: Pflichtspalten (die erste benennt die Zeile) und andere.

    freie_spalten: auch Spalten mit anderen Überschriften werden gelesen. zeilen: mehr hat es nicht.
    betraege: Spalten, in denen Geld steht.
    """

    name: str
    pflicht: tuple[str, ...]
    wahlfrei: tuple[str, ...] = ()
    freie_spalten: bool = False
    zeilen: int = 1_048_576
    betraege: tuple[str, ...] = ()

    @classmethod
    def aus(cls, blatt: Eingabeblatt) -> "Blattform":
        """Die Form eines Eingabeblatts."""
        grenzen = blatt.freie_spalten, blatt.zeilen
        return cls(blatt.name, blatt.pflicht, blatt.wahlfrei, *grenzen, blatt.betraege)

    @property
    def sozialraeume(self) -> bool:
        """Ob jede Zeile einen Sozialraum nennt."""
        return self.pflicht[0] == _SOZIALRAUM


class Kopf(NamedTuple):
    """Die Überschriftenzeile: erwartete Spalten unter ihrem Namen, übrige, wie sie heißen."""

    zeile: int
    spalten: Mapping[str, int]
    weitere: Mapping[str, int]

    @property
    def nummern(self) -> dict[str, int]:
        """Die Nummer jeder Spalte unter ihrer Überschrift."""
        return {**self.weitere, **self.spalten}


def blatt_finden(mappe: Mappe, name: str, befunde: list[Befund]) -> Blatt | None:
    """Das Blatt mit diesem Namen; fehlt es oder gibt es mehrere, kommt ein Fehler dazu.

    Was beim Laden an diesem Blatt auffiel, kommt ebenfalls dazu; andere Blätter sind egal.
    """
    treffer = passende_blaetter(mappe, name)
    if len(treffer) == 1 and treffer[0].schaden is not None:
        befunde.append(treffer[0].schaden)
        return None
    if len(treffer) == 1:
        anfang = f"{treffer[0].name}!"
        befunde.extend(b for b in mappe.befunde if (b.fundort or anfang).startswith(anfang))
        return treffer[0]
    vorhanden = [blatt.name for blatt in mappe.blaetter]
    if treffer:
        befunde.append(
            fehler(
                f"Das Blatt „{name}“ gibt es mehrfach: {aufzaehlung(b.name for b in treffer)}.",
                mappe.dateiname,
                "Alle bis auf eines umbenennen oder löschen.",
            )
        )
        return None
    befunde.append(
        fehler(
            f"Das Blatt „{name}“ fehlt; vorhanden: {aufzaehlung(vorhanden) or 'keines'}.",
            mappe.dateiname,
            meinten_sie(
                name, vorhanden, f"Ein Blatt „{name}“ anlegen oder das gemeinte so nennen."
            ),
        )
    )
    return None


def passende_blaetter(mappe: Mappe, name: str) -> list[Blatt]:
    """Alle Blätter, die so heißen, gleich in welcher Schreibweise."""
    form = vergleichsform(name)
    return [blatt for blatt in mappe.blaetter if vergleichsform(blatt.name) == form]


def kopfzeile_finden(blatt: Blatt, form: Blattform, befunde: list[Befund]) -> Kopf | None:
    """Die erste Zeile, in der alle Pflichtspalten stehen; Titelzeilen darüber zählen nicht.

    Fehlt eine Pflichtspalte oder steht eine Überschrift doppelt, kommt ein Fehler dazu.
    """
    pflicht = {vergleichsform(name) for name in form.pflicht}
    bekannt = pflicht | {vergleichsform(name) for name in form.wahlfrei}
    formen: dict[int, set[str]] = {}
    zeilen: dict[int, dict[int, str]] = {}
    titel: int | None = None
    for zeile, texte in _textzeilen(blatt):
        formen[zeile] = {vergleichsform(text) for text in texte.values()} & bekannt
        zeilen[zeile] = texte
        if pflicht <= formen[zeile]:
            # Ein Titel „Sozialraum“ allein in seiner Zeile ist noch keine Überschriftenzeile.
            if len(texte) > 1:
                return _kopf(blatt, zeile, texte, form, befunde)
            titel = titel or zeile
    if titel is not None:
        return _kopf(blatt, titel, zeilen[titel], form, befunde)
    if not zeilen:
        befunde.append(
            fehler(
                f"Das Blatt „{blatt.name}“ ist leer.",
                blatt.name,
                f"Eine Tabelle mit den Spalten {aufzaehlung(form.pflicht)} anlegen.",
            )
        )
        return None
    naechste = max(zeilen, key=lambda z: (len(formen[z]), -z))
    fehlend = [name for name in form.pflicht if vergleichsform(name) not in formen[naechste]]
    ueberschriften = list(zeilen[naechste].values())
    erkannt = bool(formen[naechste])
    for name in fehlend:
        befunde.append(
            fehler(
                f"Die Spalte „{name}“ fehlt; Überschriften in Zeile {naechste}: "
                f"{aufzaehlung(ueberschriften)}."
                if erkannt
                else f"Die Spalte „{name}“ fehlt; keine Zeile sieht wie eine Überschrift aus.",
                fundort(blatt.name, naechste, min(zeilen[naechste])) if erkannt else blatt.name,
                _umbenennen(name, ueberschriften)
                if erkannt
                else "Über die Daten eine Überschriftenzeile schreiben, mindestens mit "
                f"{aufzaehlung(form.pflicht)}.",
            )
        )
    return None


def spalte_fehlt(blatt: Blatt, kopf: Kopf, name: str) -> Befund:
    """Der Fehler zu einer Spalte, die erst durch andere Angaben nötig wird."""
    ueberschriften = [*kopf.spalten, *kopf.weitere]
    return fehler(
        f"Die Spalte „{name}“ fehlt; vorhanden: {aufzaehlung(ueberschriften)}.",
        fundort(blatt.name, kopf.zeile, min({*kopf.spalten.values(), *kopf.weitere.values()})),
        _umbenennen(name, kopf.weitere),
    )


def unbekannte_spalten(blatt: Blatt, kopf: Kopf, form: Blattform) -> list[Befund]:
    """Je übriger Spalte ein Hinweis, dass sie nicht gelesen wird."""
    offen = [name for name in (*form.pflicht, *form.wahlfrei) if name not in kopf.spalten]
    return [
        hinweis(
            f"Die Spalte „{ueberschrift}“ ist hier unbekannt und wird nicht gelesen.",
            fundort(blatt.name, kopf.zeile, spalte),
            _in_umbenennen(
                ueberschrift, offen, "Nichts zu tun, wenn sie nur zur Information dient."
            ),
        )
        for ueberschrift, spalte in kopf.weitere.items()
    ]


def _umbenennen(name: str, ueberschriften: Iterable[str]) -> str:
    """Die Abhilfe zu einer fehlenden Spalte."""
    vorhanden = aehnlichster(name, ueberschriften)
    if vorhanden is None:
        return f"Eine Spalte „{name}“ anlegen oder die gemeinte so nennen."
    return f"„{vorhanden}“ in „{name}“ umbenennen, wenn das gemeint ist, sonst eine Spalte anlegen."


def _in_umbenennen(ueberschrift: str, offen: Iterable[str], sonst: str) -> str:
    """Die Abhilfe zu einer unbekannten Spalte."""
    gemeint = aehnlichster(ueberschrift, offen)
    if gemeint is None:
        return sonst
    return f"„{ueberschrift}“ in „{gemeint}“ umbenennen, wenn das gemeint ist. {sonst}"


def _textzeilen(blatt: Blatt) -> Iterator[tuple[int, dict[int, str]]]:
    for zeile, zellen in blatt.zellen.zeilen():
        gelesen = {spalte: name_lesen(zelle.wert) for spalte, zelle in zellen.items()}
        texte = {s: text for s, text in gelesen.items() if not isinstance(text, Unlesbar)}
        if texte:
            yield zeile, texte


def _kopf(
    blatt: Blatt, zeile: int, texte: Mapping[int, str], form: Blattform, befunde: list[Befund]
) -> Kopf:
    erwartet = {vergleichsform(name): name for name in (*form.pflicht, *form.wahlfrei)}
    spalten: dict[str, int] = {}
    weitere: dict[str, int] = {}
    gesehen: dict[str, int] = {}
    for spalte, zelle in blatt.zellen.zeile(zeile).items():
        unlesbar = name_lesen(zelle.wert)
        if isinstance(unlesbar, Unlesbar):
            ort = fundort(blatt.name, zeile, spalte)
            befunde.append(als_fehler("Überschrift", unlesbar, ort))
    for spalte, text in texte.items():
        schluessel = vergleichsform(text)
        wird_gelesen = form.freie_spalten or schluessel in erwartet
        if schluessel in gesehen and wird_gelesen:
            befunde.append(
                fehler(
                    f"Die Überschrift „{text}“ steht doppelt, auch in "
                    f"{fundort(blatt.name, zeile, gesehen[schluessel])}.",
                    fundort(blatt.name, zeile, spalte),
                    "Eine der beiden Spalten umbenennen oder löschen.",
                )
            )
            continue
        gesehen[schluessel] = spalte
        if schluessel in erwartet:
            spalten[erwartet[schluessel]] = spalte
        else:
            weitere.setdefault(text, spalte)
    return Kopf(zeile, spalten, weitere)
