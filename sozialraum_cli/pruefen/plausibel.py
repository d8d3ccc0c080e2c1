"""Plausibilität: Hinweise auf Werte, die möglich, aber unwahrscheinlich sind."""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, compress, count, repeat
from operator import lt, mul, ne, sub, truediv

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.modell import Art, Eingabe, Indikator, Spalte
from sozialraum_cli.namen import aufzaehlung
from sozialraum_cli.pruefen.zirkelschluss import zirkelschluss
from sozialraum_cli.rechnen.fortschreibungsvermerk import INDIKATOREN, unveraenderte_spalten
from sozialraum_cli.zahlen import alle_ganz, euro, knapp, zahl

Werte = Sequence[Decimal]

# Unter fünf Sozialräumen ist fast jede Korrelation hoch und jeder Median zufällig.
_MINDESTZAHL = 5
_KORRELATION = Decimal("0.95")
_SCHWELLE = float(_KORRELATION * _KORRELATION)
# So nah an der Schwelle und so nah beieinander rechnet der Vergleich genau.
_UNGENAU = 1e-6
# Quoten benachbarter Sozialräume liegen selten um mehr als das Dreifache auseinander; ein
# verrutschtes Komma oder ein Anteil statt Prozent dagegen um das Zehn- oder Hundertfache.
_AUSREISSER = 3
# Bei 300 Personen verschiebt ein einzelner Fall die Quote um 0,3 Prozentpunkte.
_KLEINER_NENNER = 300
# Vorlage 2025/124 verlangt, die Indikatoren neu zu bewerten; die fünf Jahre sind Auslegung.
_HOECHSTALTER = 5
_HOECHSTENS_GENANNT = 10
# Eine Vollzeitstelle kostete schon 2010 mehr als 30.000 € im Jahr und kostet 2026 unter 200.000 €.
_STELLE_MINDESTENS = 15_000
_STELLE_HOECHSTENS = 300_000
_MONATE = 12
# Kein Haushalt ändert sich um das Hundertfache; wer in T€ rechnet, liegt um das Tausendfache neben.
_TAUSEND = 1_000
_VERSEHEN = 100
# Jeder Indikator mit jedem, in jedem Sozialraum; darüber dauerte es länger als die Rechnung.
_VERGLEICHE = 1_000_000
_HUNDERT = Decimal(100)
_GEWICHTSSUMMEN = {Decimal(1), _HUNDERT}
_JAHRESZAHL = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def plausibel(eingabe: Eingabe) -> tuple[Befund, ...]:
    """Die Hinweise zu einer fertigen Eingabe; keiner davon verhindert das Ergebnis.

    Geprüft werden Gewichte, Stichtage, Ausreißer, kleine Bezugsgrößen, fast gleiche Indikatoren,
    Anzahlen, die keine sein können, Werte, die seit dem Fortschreiben dieselben sind, und Beträge,
    die in T€ oder je Monat gemeint sind.
    Quelle: Vorlage 2025/124 zu Stichtagen und Neubewertung; die Schwellen sind Auslegung und
    stehen in diesem Modul.
    """
    return (
        *_gewichte(eingabe),
        *_stichtage(eingabe),
        *_anzahlen(eingabe),
        *_bezugsgroessen(eingabe),
        *_verlaeufe(eingabe),
        *_kreiszeile(eingabe),
        *zirkelschluss(eingabe),
        *_alte_werte(eingabe),
        *_personalkosten(eingabe),
        *_tausend(eingabe),
    )


def _alte_werte(eingabe: Eingabe) -> list[Befund]:
    namen = unveraenderte_spalten(eingabe)
    if not namen:
        return []
    sind = "Die Spalte ist" if len(namen) == 1 else "Die Spalten sind"
    return [
        hinweis(
            f"Die Mappe ist fortgeschrieben, ihre Werte stammen noch aus dem alten Jahr. {sind} "
            f"unverändert: {aufzaehlung(namen)}.",
            INDIKATOREN,
            "Werte und im Blatt Gewichtung den Stichtag aktualisieren; sollen die alten gelten, "
            "die Zeilen „Zu aktualisieren“ über der Tabelle löschen.",
        )
    ]


def _gewichte(eingabe: Eingabe) -> list[Befund]:
    summe = sum((indikator.gewicht for indikator in eingabe.indikatoren), Decimal(0))
    if summe in _GEWICHTSSUMMEN or summe == 0:
        return []
    return [
        hinweis(
            f"Die Gewichte ergeben zusammen {knapp(summe)} statt 100; sie werden auf 100 % "
            "umgerechnet.",
            "Gewichtung",
            "Prüfen, ob ein Indikator fehlt oder ein Gewicht vertippt ist.",
        )
    ]


def _stichtage(eingabe: Eingabe) -> list[Befund]:
    jahre = {
        indikator.name: max(map(int, _JAHRESZAHL.findall(indikator.stichtag)))
        for indikator in eingabe.indikatoren
        if indikator.stichtag and _JAHRESZAHL.search(indikator.stichtag)
    }
    befunde: list[Befund] = []
    if len(set(jahre.values())) > 1:
        einzeln = ", ".join(f"„{name}“ {jahr}" for name, jahr in jahre.items())
        befunde.append(
            hinweis(
                f"Die Indikatoren haben verschiedene Stichtage: {einzeln}.",
                "Gewichtung",
                "Wenn möglich, Werte eines gemeinsamen Stichtags verwenden.",
            )
        )
    befunde.extend(
        hinweis(
            f"Der Indikator „{name}“ hat den Stand {jahr} und ist damit im Jahr "
            f"{eingabe.parameter.jahr} älter als {_HOECHSTALTER} Jahre.",
            eingabe.fundorte.get(f"indikator:{name}", "Gewichtung"),
            "Neuere Werte beschaffen oder den Indikator neu bewerten.",
        )
        for name, jahr in jahre.items()
        if eingabe.parameter.jahr - jahr > _HOECHSTALTER
    )
    return befunde


def _anzahlen(eingabe: Eingabe) -> list[Befund]:
    befunde: list[Befund] = []
    for indikator in eingabe.indikatoren:
        if indikator.art is not Art.ANZAHL:
            continue
        werte = eingabe.spalten[indikator.name].werte
        ganze = map(Decimal.to_integral_value, werte)
        gebrochen = _wo(eingabe, werte, map(ne, werte, ganze))
        if gebrochen:
            befunde.append(
                hinweis(
                    f"„{indikator.name}“ ist eine Anzahl, aber keine ganze Zahl: "
                    f"{_einzeln(gebrochen)}.",
                    _ort(eingabe, indikator.name, gebrochen),
                    "Prüfen, ob ein Komma verrutscht oder die Art „Quote“ gemeint ist.",
                )
            )
        bezug = _bezug(eingabe, indikator) or werte
        groesser = _wo(eingabe, werte, map(lt, bezug, werte))
        if groesser:
            befunde.append(
                hinweis(
                    f"„{indikator.name}“ ist größer als die Bezugsgröße "
                    f"„{indikator.bezugsgroesse}“: {_einzeln(groesser)}.",
                    _ort(eingabe, indikator.name, groesser),
                    "Prüfen, ob die Spalten vertauscht sind oder die Bezugsgröße eine andere ist.",
                )
            )
    return befunde


def _bezugsgroessen(eingabe: Eingabe) -> list[Befund]:
    befunde: list[Befund] = []
    bezugsgroessen = [i.bezugsgroesse for i in eingabe.indikatoren if i.bezugsgroesse]
    for name in dict.fromkeys(bezugsgroessen):
        werte = eingabe.spalten[name].werte
        klein = _wo(eingabe, werte, (0 < wert < _KLEINER_NENNER for wert in werte))
        if klein:
            befunde.append(
                hinweis(
                    f"Die Bezugsgröße „{name}“ liegt unter {_KLEINER_NENNER}: "
                    f"{_einzeln(klein)}; einzelne Fälle bewegen die Quote dort stark.",
                    _ort(eingabe, name, klein),
                    "Mehrere Jahre mitteln oder die Werte mit Vorsicht verwenden.",
                )
            )
    return befunde


def _verlaeufe(eingabe: Eingabe) -> list[Befund]:
    """Ausreißer und Indikatoren, die fast dasselbe messen: beides braucht die Quoten.

    Zwei, die gleich verlaufen, zählen dieselbe Belastung doppelt. Verglichen wird Quote mit Quote;
    bloße Anzahlen hängen alle an der Größe des Sozialraums und werden nur untereinander verglichen.
    """
    anzahl = len(eingabe.sozialraeume)
    if anzahl < _MINDESTZAHL:
        return []
    vergleichen = anzahl * len(eingabe.indikatoren) ** 2 <= _VERGLEICHE
    befunde: list[Befund] = []
    grob = _Gleitkommaspalten(eingabe.spalten)
    quoten: list[_Verlauf] = []
    anzahlen: list[_Verlauf] = []
    for indikator in eingabe.indikatoren:
        quote = _quote(eingabe, indikator)
        if quote is not None:
            befunde += _ausreisser(eingabe, indikator, quote)
            if vergleichen:
                quoten.append(_Verlauf(indikator, eingabe, grob))
        elif vergleichen and indikator.bezugsgroesse is None:
            anzahlen.append(_Verlauf(indikator, eingabe, grob))
    return befunde + [
        hinweis(
            f"„{erster.name}“ und „{zweiter.name}“ verlaufen fast gleich (Korrelation über "
            f"{knapp(_KORRELATION)}); zusammen zählt dieselbe Belastung doppelt.",
            eingabe.fundorte.get(f"indikator:{zweiter.name}", "Gewichtung"),
            "Einen der beiden weglassen oder die Gewichte bewusst so wählen.",
        )
        for gruppe in (quoten, anzahlen)
        for erster, zweiter in combinations(gruppe, 2)
        if erster.fast_gleich(zweiter)
    ]


def _ausreisser(eingabe: Eingabe, indikator: Indikator, quote: Werte) -> list[Befund]:
    median = _median(quote)
    grenze = _AUSREISSER * median
    ueber = _wo(eingabe, quote, map(lt, repeat(grenze), quote)) if grenze > 0 else []
    unter = _wo(eingabe, quote, map(lt, map(mul, quote, repeat(_AUSREISSER)), repeat(median)))
    return [
        hinweis(
            f"„{indikator.name}“ liegt weit {wohin} dem mittleren Sozialraum "
            f"({zahl(median)} %): {_einzeln(stellen, ' %')}.",
            _ort(eingabe, indikator.name, stellen),
            "Prüfen, ob Komma, Prozentformat und Bezugsgröße stimmen.",
        )
        for wohin, stellen in (("über", ueber), ("unter", unter))
        if stellen
    ]


class _Verlauf:
    """Wie weit ein Indikator in jedem Sozialraum von seinem Mittel abweicht.

    Mit Gleitkommazahlen, die zehnmal so schnell rechnen, solange ihr Runden nichts entscheidet.
    """

    def __init__(self, indikator: Indikator, eingabe: Eingabe, grob: "_Gleitkommaspalten") -> None:
        self.name = indikator.name
        self._indikator = indikator
        self._eingabe = eingabe
        werte = grob[indikator.name]
        if indikator.art is not Art.QUOTE and indikator.bezugsgroesse is not None:
            werte = array("d", map(truediv, werte, grob[indikator.bezugsgroesse]))
        self._abweichungen = array("d", map(sub, werte, repeat(sum(werte) / len(werte))))
        self._streuung = self._kovarianz(self)
        self._deutlich = self._streuung > _UNGENAU * max(werte) ** 2

    def fast_gleich(self, anderer: "_Verlauf") -> bool:
        """Ob die Korrelation nach Pearson betragsmäßig über der Schwelle liegt, ohne Wurzel."""
        kovarianz = self._kovarianz(anderer)
        streuung = self._streuung * anderer._streuung
        abstand = kovarianz * kovarianz - _SCHWELLE * streuung
        if self._deutlich and anderer._deutlich and abs(abstand) > _UNGENAU * streuung:
            return abstand > 0
        return _fast_gleich(self._genau(), anderer._genau())

    def _kovarianz(self, anderer: "_Verlauf") -> float:
        return sum(map(mul, self._abweichungen, anderer._abweichungen), 0.0)

    def _genau(self) -> Werte:
        quote = _quote(self._eingabe, self._indikator)
        return _abweichungen(quote or self._eingabe.spalten[self.name].werte)


class _Gleitkommaspalten(dict[str, "array[float]"]):
    """Die Spalten als Gleitkommazahlen, jede beim ersten Gebrauch."""

    def __init__(self, spalten: Mapping[str, Spalte]) -> None:
        super().__init__()
        self._spalten = spalten

    def __missing__(self, name: str) -> "array[float]":
        werte = self._spalten[name].werte
        # Der Umweg über int ist für ganze Zahlen dreimal so schnell.
        self[name] = grob = array("d", map(int if alle_ganz(werte) else float, werte))
        return grob


def _kreiszeile(eingabe: Eingabe) -> list[Befund]:
    """Amtliche Tabellen enden mit dem ganzen Kreis; als Sozialraum gelesen zählte er doppelt."""
    if len(eingabe.sozialraeume) <= 2:
        return []
    anzahlen = [
        eingabe.spalten[indikator.name].werte
        for indikator in eingabe.indikatoren
        if indikator.art is Art.ANZAHL
    ]
    summen = [sum(werte, Decimal(0)) for werte in anzahlen]
    # Erst eine Spalte: fast nie bleibt jemand übrig, in dem auch die anderen zu prüfen sind.
    nummern = [n for n, wert in enumerate(anzahlen[0]) if 2 * wert == summen[0]] if anzahlen else []
    namen = [raum.name for raum in eingabe.sozialraeume] if nummern else []
    return [
        hinweis(
            f"„{namen[nummer]}“ hat in jeder Anzahl genau die Summe aller anderen Sozialräume.",
            eingabe.fundorte.get(f"sozialraum:{namen[nummer]}", "Sozialräume"),
            "Prüfen, ob die Zeile eine Summe ist; dann mit „Summe“ beschriften oder löschen.",
        )
        for nummer in nummern
        if all(
            werte[nummer] and 2 * werte[nummer] == summe
            for werte, summe in zip(anzahlen, summen, strict=True)
        )
    ]


def _personalkosten(eingabe: Eingabe) -> list[Befund]:
    """Ein Monatsgehalt oder T€ ergäbe ein Vielfaches der Stunden."""
    kosten = eingabe.parameter.personalkosten_vzae
    if _STELLE_MINDESTENS <= kosten <= _STELLE_HOECHSTENS:
        return []
    if kosten < _TAUSEND:
        frage = f"Sind das T€? In € wären es {euro(kosten * _TAUSEND)}."
    elif kosten < _STELLE_MINDESTENS:
        frage = f"Sind das die Kosten eines Monats? Im Jahr wären es {euro(kosten * _MONATE)}."
    else:
        frage = "Sind das die Kosten mehrerer Stellen?"
    return [
        hinweis(
            f"Eine Vollzeitstelle kostet hier {euro(kosten)} im Jahr. {frage}",
            eingabe.fundorte.get("parameter:personalkosten_vzae", "Parameter"),
            "Die Jahreskosten einer Vollzeitstelle in € eintragen; davon hängen alle Stunden ab.",
        )
    ]


def _tausend(eingabe: Eingabe) -> list[Befund]:
    """Das Gesamtbudget oder ein bisheriges Budget in T€ statt €."""
    bisher = {r.name: r.budget_bisher for r in eingabe.sozialraeume if r.budget_bisher}
    summe = sum(bisher.values(), Decimal(0))
    gesamt = eingabe.parameter.gesamtbudget
    befunde: list[Befund] = []
    if summe and not summe <= gesamt * _VERSEHEN <= summe * _VERSEHEN**2:
        frage = (
            "Steht das Gesamtbudget in T€?"
            if gesamt < summe
            else "Stehen die bisherigen Budgets in T€?"
        )
        befunde.append(
            hinweis(
                f"Das Gesamtbudget ({euro(gesamt)}) und die Summe der bisherigen Budgets "
                f"({euro(summe)}) liegen weit auseinander. {frage}",
                eingabe.fundorte.get("parameter:gesamtbudget", "Parameter"),
                "Alle Beträge in € eintragen.",
            )
        )
    elif gesamt < eingabe.parameter.personalkosten_vzae:
        befunde.append(
            hinweis(
                f"Das Gesamtbudget ({euro(gesamt)}) reicht nicht für eine Vollzeitstelle. Stehen "
                "die Beträge in T€?",
                eingabe.fundorte.get("parameter:gesamtbudget", "Parameter"),
                "Alle Beträge in € eintragen.",
            )
        )
    if len(bisher) >= _MINDESTZAHL:
        mitte = _median(list(bisher.values()))
        befunde += [
            hinweis(
                f"Das bisherige Budget von „{name}“ ({euro(betrag)}) liegt weit unter dem "
                f"mittleren ({euro(mitte)}). Steht es in T€?",
                eingabe.fundorte.get(f"sozialraum:{name}", "Sozialräume"),
                "Den Betrag prüfen und in € eintragen.",
            )
            for name, betrag in bisher.items()
            if betrag * _VERSEHEN < mitte
        ]
    return befunde


def _wo(eingabe: Eingabe, werte: Werte, auffaellig: Iterable[bool]) -> list[tuple[str, Decimal]]:
    raeume = eingabe.sozialraeume
    return [(raeume[nummer].name, werte[nummer]) for nummer in compress(count(), auffaellig)]


def _einzeln(stellen: Sequence[tuple[str, Decimal]], einheit: str = "") -> str:
    genannt = ", ".join(
        f"„{raum}“ {zahl(wert) if einheit else knapp(wert)}{einheit}"
        for raum, wert in stellen[:_HOECHSTENS_GENANNT]
    )
    rest = len(stellen) - _HOECHSTENS_GENANNT
    return f"{genannt} und {rest} weitere" if rest > 0 else genannt


def _ort(eingabe: Eingabe, spalte: str, stellen: Sequence[tuple[str, Decimal]]) -> str:
    return eingabe.fundorte.get(f"wert:{spalte}:{stellen[0][0]}", "Indikatoren")


def _bezug(eingabe: Eingabe, indikator: Indikator) -> Werte | None:
    if indikator.bezugsgroesse is None:
        return None
    return eingabe.spalten[indikator.bezugsgroesse].werte


def _quote(eingabe: Eingabe, indikator: Indikator) -> Werte | None:
    """Prozent der Bezugsgröße; None, wenn es keine gibt oder sie irgendwo 0 ist."""
    werte = eingabe.spalten[indikator.name].werte
    if indikator.art is Art.QUOTE:
        return werte
    bezug = _bezug(eingabe, indikator)
    if bezug is None or not all(bezug):
        return None
    return list(map(mul, map(truediv, werte, bezug), repeat(_HUNDERT)))


def _median(werte: Werte) -> Decimal:
    geordnet = sorted(werte)
    mitte = len(geordnet) // 2
    if len(geordnet) % 2:
        return geordnet[mitte]
    return (geordnet[mitte - 1] + geordnet[mitte]) / 2


def _fast_gleich(dx: Werte, dy: Werte) -> bool:
    """Ob die Korrelation nach Pearson betragsmäßig über der Schwelle liegt, ohne Wurzel."""
    kovarianz = _skalarprodukt(dx, dy)
    streuung = _skalarprodukt(dx, dx) * _skalarprodukt(dy, dy)
    return streuung > 0 and kovarianz * kovarianz > _KORRELATION * _KORRELATION * streuung


def _skalarprodukt(x: Werte, y: Werte) -> Decimal:
    return sum(map(mul, x, y), Decimal(0))


def _abweichungen(werte: Werte) -> list[Decimal]:
    mittelwert = sum(werte, Decimal(0)) / len(werte)
    return [wert - mittelwert for wert in werte]
