"""Was aus eingelesenen Spalten in einer neuen Mappe wird: Indikatoren und Bezugsgrößen."""

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap

from sozialraum_cli.modell import Art, Indikator, Richtung, Sozialraum, Spalte
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.beleg import quelle_nennen, stichtag_nennen
from sozialraum_cli.quellen.zuordnung import Gebietsangabe, Indikatorangabe, Quellenzuordnung

_VERBAND = 9
_ZEILENBREITE = 150


def bezugsgroessen(spalten: Sequence[Spaltenergebnis]) -> list[Spaltenergebnis]:
    """Spalten, auf die sich andere beziehen und die selbst kein Gewicht haben."""
    genannt = {
        vergleichsform(name)
        for spalte in spalten
        for name in (spalte.angabe.bezugsgroesse, _nennerspalte(spalte.angabe))
        if name is not None
    }
    return [
        spalte
        for spalte in spalten
        if spalte.angabe.gewicht is None and vergleichsform(spalte.angabe.name) in genannt
    ]


def indikatoren(spalten: Sequence[Spaltenergebnis]) -> list[Indikator]:
    """Die Zeilen des Blatts Gewichtung; wo kein Gewicht angegeben ist, steht 0."""
    namen = {vergleichsform(spalte.angabe.name): spalte.angabe.name for spalte in spalten}
    bezug = bezugsgroessen(spalten)
    zeilen = []
    for spalte in spalten:
        angabe = spalte.angabe
        if spalte in bezug:
            continue
        zeilen.append(
            Indikator(
                angabe.name,
                angabe.gewicht if angabe.gewicht is not None else Decimal(0),
                angabe.art,
                angabe.bezugsgroesse or namen.get(vergleichsform(_nennerspalte(angabe) or "")),
                angabe.richtung or Richtung.BELASTEND,
                quelle_nennen(spalte),
                stichtag_nennen(spalte) or None,
            )
        )
    return zeilen


def spalten_der_mappe(spalten: Sequence[Spaltenergebnis]) -> list[Spalte]:
    """Die Spalten des Blatts Indikatoren; jede hat für jeden Sozialraum einen Wert."""
    return [
        Spalte(
            spalte.angabe.name,
            tuple(wert for wert in spalte.werte.values() if wert is not None),
        )
        for spalte in spalten
    ]


def sozialraeume(zuordnung: Quellenzuordnung) -> list[Sozialraum]:
    """Die Sozialräume mit dem Schlüssel, den ihre Gebiete gemeinsam haben."""
    return [
        Sozialraum(name, _gemeinsamer_schluessel(mitglieder))
        for name, mitglieder in zuordnung.sozialraeume.items()
    ]


def quelle_der_bezugsgroesse(spalte: Spaltenergebnis) -> list[str]:
    """Die Anmerkung unter dem Blatt Gewichtung, in Zeilen, die nicht breiter sind als die Tabelle.

    Jede Zeile beginnt mit „Quelle zu …“, damit ein späterer Lauf sie wiederfindet.
    """
    anfang = f"Quelle zu „{spalte.angabe.name}“"
    stichtag = stichtag_nennen(spalte) or "nicht genannt"
    breite = max(_ZEILENBREITE - len(anfang) - len(", Forts. 9: "), _ZEILENBREITE // 2)
    zeilen = wrap(f"Stichtag {stichtag}; {quelle_nennen(spalte)}", breite)
    fortsetzungen = (f", Forts. {n}" if n else "" for n in range(len(zeilen)))
    return [f"{anfang}{f}: {zeile}" for f, zeile in zip(fortsetzungen, zeilen, strict=True)]


def _nennerspalte(angabe: Indikatorangabe) -> str | None:
    """Der Name der Spalte, durch die eine Quote geteilt wird, wenn es eine Spalte sein kann."""
    nenner = angabe.nenner
    return nenner.wert if angabe.art is Art.QUOTE and nenner and nenner.auch_spalte else None


def _gemeinsamer_schluessel(mitglieder: Sequence[Gebietsangabe]) -> str | None:
    if len(mitglieder) == 1:
        einziges = mitglieder[0]
        if einziges.schluessel is None:
            return None
        return einziges.geschrieben[:_VERBAND] if einziges.geschrieben.isdigit() else None
    verbaende = {angabe.verband for angabe in mitglieder}
    return verbaende.pop() if len(verbaende) == 1 else None
