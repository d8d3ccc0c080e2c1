"""Eine Mappe in vielen Varianten rechnen; was nicht machbar ist, bleibt mit seinem Grund."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.befehle.eingabelauf import ergebnis_rechnen, gepruefte_eingabe
from sozialraum_cli.befund import Befund, Datenfehler, fehler
from sozialraum_cli.eingabe.parameterwerte import Setzung
from sozialraum_cli.eingabe.szenariendatei import Vorgabe, mit_gewichten
from sozialraum_cli.entscheiden.hoechstverlust import kleinster_schutz, mit_schutz
from sozialraum_cli.entscheiden.szenarien import Szenarien, Variante, Zielwert
from sozialraum_cli.entscheiden.umfang import zu_viele_fuer_ein_ziel
from sozialraum_cli.lesen.mappe import Mappe
from sozialraum_cli.modell import Eingabe, Wert
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.rechnen.geltende_parameter import geltende_parameter
from sozialraum_cli.verfahren.schutz.verzeichnis import schutzverfahren
from sozialraum_cli.zahlen import prozent, zahl

_ZIEL = "--hoechstverlust-ziel"
# So viele rechnet der Befehl in 10 s, auch wenn die Mappe sehr groß ist.
_HOECHSTENS_VARIANTEN, _HOECHSTENS_ZEILEN = 1_000, 18_000


@dataclass(frozen=True, slots=True)
class Ausgangslage:
    """Die Mappe mit allem, was für jede Variante gilt."""

    mappe: Mappe
    budgets: Mappe | None
    setzungen: tuple[Setzung, ...]


def szenarien_rechnen(
    lage: Ausgangslage, vorgaben: Sequence[Vorgabe], ziel: Decimal | None, verfahren: Sequence[str]
) -> Szenarien:
    """Rechnet alle Varianten; `ziel` in % und die Verfahren dazu, None ohne Ziel.

    Fehler: Datenfehler, wenn keine einzige Variante eine Eingabe ergibt: dann liegt es an der
    Mappe, nicht an der Variante; und wenn eine Vorgabe einen unbekannten Indikator nennt.
    """
    jahre: list[int] = []
    varianten: list[Variante] = []
    for vorgabe in vorgaben:
        varianten.append(_variante(lage, vorgabe, jahre))
        _umfang_pruefen(len(vorgaben), varianten[0])
    if ziel is not None:
        varianten += [_zielvariante(lage, name, ziel, jahre) for name in verfahren]
    if not jahre:
        raise Datenfehler(dict.fromkeys(b for v in varianten for b in v.befunde))
    return Szenarien(jahre[0], tuple(varianten), ziel)


def _umfang_pruefen(anzahl: int, erste: Variante) -> None:
    """Fehler: Datenfehler, wenn so viele Varianten nicht in 10 s gerechnet wären."""
    raeume = 0 if erste.ergebnis is None else len(erste.ergebnis.sozialraeume)
    hoechstens = min(_HOECHSTENS_VARIANTEN, _HOECHSTENS_ZEILEN // max(1, raeume))
    if anzahl > hoechstens:
        raise Datenfehler(
            [
                fehler(
                    f"{zahl(Decimal(anzahl), 0)} Varianten sind zu viele; bei so vielen "
                    f"Sozialräumen sind {hoechstens} möglich.",
                    None,
                    "Weniger Varianten auf einmal vergleichen.",
                )
            ]
        )


def vorgaben_bilden(verfahren: Sequence[str], werte: Sequence[str]) -> Iterator[Vorgabe]:
    """Jedes Verfahren mit jedem Wert; ein Verfahren ohne Wert steht nur einmal da.

    Eingang: leer heißt, was die Mappe angibt.
    """
    for name in verfahren or (None,):
        ohne_wert = name is not None and not schutzverfahren(name).schuetzt
        for wert in werte if werte and not ohne_wert else (None,):
            setzungen = [] if name is None else [*_mit_verfahren(name)]
            if wert is not None:
                setzungen.append(Setzung("bestandsschutz", wert, "--bestandsschutz"))
            teile = [teil for teil in (name, None if wert is None else f"{wert} %") if teil]
            yield Vorgabe(" ".join(teile), tuple(setzungen))


def _mit_verfahren(name: str, herkunft: str = "--verfahren") -> Iterator[Setzung]:
    yield Setzung("bestandsschutz_verfahren", name, herkunft)
    if not schutzverfahren(name).abschmelzbar:
        # Was sich nicht abschmelzen lässt, soll an der Abschmelzung der Mappe nicht scheitern.
        yield Setzung("abschmelzung_beginn", None, herkunft)
        yield Setzung("abschmelzung_jahre", None, herkunft)


def _variante(lage: Ausgangslage, vorgabe: Vorgabe, jahre: list[int]) -> Variante:
    try:
        eingabe, befunde = _eingabe(lage, vorgabe, jahre)
    except Datenfehler as ausnahme:
        return Variante(vorgabe.name, _verlangt(vorgabe), None, ausnahme.befunde)
    eingabe = mit_gewichten(eingabe, vorgabe)  # ein Tippfehler ist keine Variante
    try:
        ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
    except Datenfehler as ausnahme:
        return Variante(vorgabe.name, _verlangt(vorgabe), None, ausnahme.befunde)
    return Variante(vorgabe.name, _geaendert(vorgabe, ergebnis), ergebnis, tuple(befunde))


def _zielvariante(lage: Ausgangslage, name: str, ziel: Decimal, jahre: list[int]) -> Variante:
    """Das Verfahren mit dem kleinsten Schutz, der das Ziel hält, gerechnet mit dem gerundeten."""
    # Irgendein Wert, damit die Eingabe vollständig ist; gesucht wird er erst danach.
    platzhalter = (
        (Setzung("bestandsschutz", Decimal(100), _ZIEL),) if schutzverfahren(name).schuetzt else ()
    )
    vorgabe = Vorgabe(name, (*_mit_verfahren(name, _ZIEL), *platzhalter))
    keiner = Zielwert(None, None, None)
    verlangt: dict[str, Wert] = {"bestandsschutz_verfahren": name}
    try:
        eingabe, befunde = _eingabe(lage, vorgabe, jahre)
        if unbekannt := [r.name for r in eingabe.sozialraeume if r.budget_bisher is None]:
            raise Datenfehler([_ohne_vergleich(unbekannt[0], ziel)])
        if zu_viele := zu_viele_fuer_ein_ziel(eingabe):
            raise Datenfehler(zu_viele)
        kleinster = kleinster_schutz(eingabe, ziel)
        if kleinster is None:
            raise Datenfehler([_ziel_unerreichbar(name, ziel, eingabe)])
        ergebnis, befunde = ergebnis_rechnen(mit_schutz(eingabe, kleinster.gerundet), befunde)
    except Datenfehler as ausnahme:
        return Variante(name, verlangt, None, ausnahme.befunde, keiner)
    return Variante(
        name,
        _geaendert(vorgabe, ergebnis),
        ergebnis,
        tuple(befunde),
        Zielwert(kleinster.exakt, kleinster.gerundet, kleinster.bindend),
    )


def _eingabe(
    lage: Ausgangslage, vorgabe: Vorgabe, jahre: list[int]
) -> tuple[Eingabe, list[Befund]]:
    eingabe, befunde = gepruefte_eingabe(
        lage.mappe, lage.budgets, (*lage.setzungen, *vorgabe.setzungen)
    )
    jahre.append(eingabe.parameter.jahr)
    return eingabe, befunde


def _verlangt(vorgabe: Vorgabe) -> dict[str, Wert]:
    """Was die Variante ändern wollte, wie es angegeben ist."""
    parameter: dict[str, Wert] = {setzung.name: _roh(setzung.wert) for setzung in vorgabe.setzungen}
    return parameter | {f"gewicht:{name}": wert for name, wert in vorgabe.gewichte.items()}


def _geaendert(vorgabe: Vorgabe, ergebnis: Ergebnis) -> dict[str, Wert]:
    """Dasselbe mit den Werten, wie sie gelten."""
    geltend = geltende_parameter(ergebnis)
    gewichte = {i.name: i.gewicht for i in ergebnis.eingabe.indikatoren}
    return {
        name: geltend[name].wert if name in geltend else gewichte.get(name, wert)
        for name, wert in _verlangt(vorgabe).items()
    }


def _roh(wert: str | Decimal | bool | None) -> Wert:
    return str(wert) if isinstance(wert, bool) else wert


def _ohne_vergleich(sozialraum: str, ziel: Decimal) -> Befund:
    return fehler(
        f"Das bisherige Budget von „{sozialraum}“ fehlt; ob niemand mehr als {prozent(ziel)} "
        "verliert, lässt sich nicht sagen.",
        _ZIEL,
        "„Budget bisher“ für jeden Sozialraum angeben; ein neuer hat 0.",
    )


def _ziel_unerreichbar(name: str, ziel: Decimal, eingabe: Eingabe) -> Befund:
    if not schutzverfahren(name).schuetzt:
        text = f"Ohne Bestandsschutz verliert mindestens ein Sozialraum mehr als {prozent(ziel)}."
    else:
        text = (
            f"Beim Verfahren „{name}“ verliert auch mit dem größten möglichen Bestandsschutz "
            f"mindestens ein Sozialraum mehr als {prozent(ziel)}."
        )
    return fehler(
        text,
        eingabe.fundorte.get("parameter:bestandsschutz_verfahren"),
        "Einen größeren Höchstverlust zulassen, das Gesamtbudget erhöhen oder ein anderes "
        "Verfahren wählen.",
    )
