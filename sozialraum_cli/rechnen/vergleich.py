"""Der Vergleich zweier Rechnungen: wer bekommt mehr oder weniger, und was hat sich geändert."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.modell import Indikator, Sozialraum, Wert
from sozialraum_cli.namen import schluesselform, vergleichsform
from sozialraum_cli.parameter import parameterangabe
from sozialraum_cli.rechnen.berechnung import (
    NULL,
    Ergebnis,
    Sozialraumbudget,
    differenz,
    differenz_prozent,
)
from sozialraum_cli.rechnen.geltende_parameter import GeltenderParameter, geltende_parameter
from sozialraum_cli.rechnen.ursachen import Paar, Ursache, ursachen
from sozialraum_cli.runden import GENAU, HUNDERT, kaufmaennisch
from sozialraum_cli.zahlen import ohne_endnullen


@dataclass(frozen=True, slots=True)
class Stundenvergleich:
    """Die Stunden einer Leistung (h/Woche) vorher und nachher; None heißt: gibt es dort nicht."""

    name: str
    alt: Decimal | None
    neu: Decimal | None

    @property
    def differenz(self) -> Decimal:
        return (self.neu or Decimal(0)) - (self.alt or Decimal(0))


@dataclass(frozen=True, slots=True)
class Veraenderung:
    """Budgets in €/Jahr, Stunden und Ursachen; Budget None heißt: gibt es dort nicht.

    Die Ursachen ergeben in Cent genau die Differenz; differenz_prozent in % des alten Budgets.
    """

    budget_alt: Decimal | None
    budget_neu: Decimal | None
    differenz: Decimal
    differenz_prozent: Decimal | None
    leistungen: tuple[Stundenvergleich, ...]
    ursachen: Mapping[Ursache, Decimal]


@dataclass(frozen=True, slots=True)
class Raumvergleich:
    """Die Veränderung eines Sozialraums; name_alt nur, wenn er umbenannt wurde."""

    name: str
    name_alt: str | None
    schluessel: str | None
    veraenderung: Veraenderung

    @property
    def ist_neu(self) -> bool:
        """Ob es ihn nur in der neuen Rechnung gibt."""
        return self.veraenderung.budget_alt is None

    @property
    def ist_verschwunden(self) -> bool:
        """Ob es ihn nur in der alten Rechnung gibt."""
        return self.veraenderung.budget_neu is None


@dataclass(frozen=True, slots=True)
class Aenderung:
    """Eine geänderte Angabe mit Wert und Herkunft auf beiden Seiten; None heißt: nicht angegeben.

    name wie in JSON, bezeichnung wie im Blatt, Prozente als 70, Beträge in €.
    """

    name: str
    bezeichnung: str
    einheit: str | None
    alt: Wert
    neu: Wert
    herkunft_alt: str | None
    herkunft_neu: str | None


@dataclass(frozen=True, slots=True)
class Vergleich:
    """Zwei Rechnungen nebeneinander; die Summen zählen neue und verschwundene Sozialräume mit."""

    alt: Ergebnis
    neu: Ergebnis
    sozialraeume: tuple[Raumvergleich, ...]
    nur_alt: tuple[Raumvergleich, ...]
    nur_neu: tuple[Raumvergleich, ...]
    summen: Veraenderung
    parameter: tuple[Aenderung, ...]
    gewichtung: tuple[Aenderung, ...]
    befunde: tuple[Befund, ...]

    @property
    def alle(self) -> tuple[Raumvergleich, ...]:
        """Gemeinsame Sozialräume, danach neue, danach verschwundene."""
        return (*self.sozialraeume, *self.nur_neu, *self.nur_alt)


def vergleichen(alt: Ergebnis, neu: Ergebnis) -> Vergleich:
    """Vergleicht zwei Rechnungen; Jahre und Formeln dürfen verschieden sein.

    Ergebnis: Differenzen neu minus alt je Sozialraum mit Ursachen, Stunden je Leistung,
    geänderte Angaben; Hinweise zum Abgleich und zu den Ursachen. Quelle: docs/verfahren.md 3.
    """
    with localcontext(GENAU):
        return _vergleichen(alt, neu)


def gefiltert(vergleich: Vergleich, behalten: Callable[[Sozialraum], bool]) -> Vergleich:
    """Nur die Sozialräume, für die `behalten` gilt, mit ihren Summen.

    Es zählt, was die neue Seite über einen Sozialraum sagt, bei verschwundenen die alte.
    """
    neu = {raum.name: raum for raum in vergleich.neu.eingabe.sozialraeume}
    alt = {raum.name: raum for raum in vergleich.alt.eingabe.sozialraeume}

    def nur(
        raeume: tuple[Raumvergleich, ...], seite: Mapping[str, Sozialraum]
    ) -> tuple[Raumvergleich, ...]:
        return tuple(raum for raum in raeume if behalten(seite[raum.name]))

    teil = replace(
        vergleich,
        sozialraeume=nur(vergleich.sozialraeume, neu),
        nur_alt=nur(vergleich.nur_alt, alt),
        nur_neu=nur(vergleich.nur_neu, neu),
    )
    with localcontext(GENAU):
        leistungen = _leistungspaare(vergleich.alt, vergleich.neu)
        return replace(teil, summen=_summen([raum.veraenderung for raum in teil.alle], leistungen))


def _vergleichen(alt: Ergebnis, neu: Ergebnis) -> Vergleich:
    paare, befunde = abgleichen(alt.eingabe.sozialraeume, neu.eingabe.sozialraeume)
    je_paar, hinweise = ursachen(alt, neu, paare)
    leistungen = _leistungspaare(alt, neu)
    raeume = [
        _raumvergleich(
            None if a is None else alt.sozialraeume[a],
            None if n is None else neu.sozialraeume[n],
            leistungen,
            ursache,
        )
        for (a, n), ursache in zip(paare, je_paar, strict=True)
    ]
    return Vergleich(
        alt,
        neu,
        tuple(raum for raum in raeume if not raum.ist_neu and not raum.ist_verschwunden),
        tuple(raum for raum in raeume if raum.ist_verschwunden),
        tuple(raum for raum in raeume if raum.ist_neu),
        _summen([raum.veraenderung for raum in raeume], leistungen),
        parameteraenderungen(alt, neu),
        gewichtsaenderungen(alt, neu),
        (*befunde, *hinweise),
    )


def abgleichen(
    alt: Sequence[Sozialraum], neu: Sequence[Sozialraum]
) -> tuple[tuple[Paar, ...], tuple[Befund, ...]]:
    """Ordnet die Sozialräume beider Rechnungen einander zu.

    Es gilt der Schlüssel, wenn beide ihn haben, sonst der Name. Ergebnis: jeder Sozialraum in
    genau einem Paar, erst die der neuen Rechnung in ihrer Reihenfolge, dann die verschwundenen;
    ein Hinweis, wo gleiche Namen verschiedene Schlüssel haben.
    """
    nach_schluessel = {schluesselform(r.schluessel): i for i, r in enumerate(alt) if r.schluessel}
    nach_name = {vergleichsform(raum.name): i for i, raum in enumerate(alt)}
    zugeordnet: dict[int, int] = {}
    vergeben: set[int] = set()
    for n, raum in enumerate(neu):
        a = nach_schluessel.get(schluesselform(raum.schluessel)) if raum.schluessel else None
        if a is not None and a not in vergeben:
            zugeordnet[n] = a
            vergeben.add(a)
    befunde = []
    for n, raum in enumerate(neu):
        a = nach_name.get(vergleichsform(raum.name))
        if n in zugeordnet or a is None or a in vergeben:
            continue
        if raum.schluessel and alt[a].schluessel:
            befunde.append(
                hinweis(
                    f"„{raum.name}“ hat alt den Schlüssel {alt[a].schluessel}, neu "
                    f"{raum.schluessel}; verglichen wird nach Schlüssel, also als ein "
                    "verschwundener und ein neuer Sozialraum.",
                    f"„{raum.name}“",
                    "Ist es derselbe Sozialraum, die Schlüssel in den Mappen angleichen.",
                )
            )
            continue
        zugeordnet[n] = a
        vergeben.add(a)
    verschwunden = [a for a in range(len(alt)) if a not in vergeben]
    paare: list[Paar] = [(zugeordnet.get(n), n) for n in range(len(neu))]
    return (*paare, *((a, None) for a in verschwunden)), tuple(befunde)


def parameteraenderungen(alt: Ergebnis, neu: Ergebnis) -> tuple[Aenderung, ...]:
    """Die Parameter, die mit verschiedenem Wert gelten, in der Reihenfolge des Blatts."""
    altes, neues = geltende_parameter(alt), geltende_parameter(neu)
    formen_alt = {vergleichsform(name): name for name in altes}
    formen_neu = {vergleichsform(name): name for name in neues}
    aenderungen = []
    for form in dict.fromkeys((*formen_neu, *formen_alt)):
        name = formen_neu.get(form, formen_alt.get(form, form))
        vorher, nachher = altes.get(formen_alt.get(form, "")), neues.get(formen_neu.get(form, ""))
        if (vorher and vorher.wert) != (nachher and nachher.wert):
            aenderungen.append(_parameteraenderung(name, vorher, nachher))
    return tuple(aenderungen)


def _parameteraenderung(
    name: str, alt: GeltenderParameter | None, neu: GeltenderParameter | None
) -> Aenderung:
    angabe = parameterangabe(name)
    return Aenderung(
        name,
        angabe.bezeichnung,
        angabe.einheit or None,
        alt.wert if alt else None,
        neu.wert if neu else None,
        alt.herkunft if alt else None,
        neu.herkunft if neu else None,
    )


def gewichtsaenderungen(alt: Ergebnis, neu: Ergebnis) -> tuple[Aenderung, ...]:
    """Was sich im Blatt Gewichtung ändert: Gewicht (normiert, %), Art, Bezugsgröße, Richtung."""
    altes, neues = _merkmale(alt), _merkmale(neu)
    aenderungen = []
    for form in dict.fromkeys((*neues, *altes)):
        vorher, nachher = altes.get(form), neues.get(form)
        fuer = nachher or vorher
        assert fuer is not None
        for merkmal in fuer.werte:
            wert_alt = vorher.werte[merkmal] if vorher else None
            wert_neu = nachher.werte[merkmal] if nachher else None
            # Ein neuer oder entfallener Indikator ist mit seinem Gewicht genannt.
            if wert_alt == wert_neu or (None in (vorher, nachher) and merkmal != "gewicht"):
                continue
            aenderungen.append(
                Aenderung(
                    f"{merkmal}:{fuer.name}",
                    f"{fuer.name}, {_MERKMAL[merkmal]}",
                    "%" if merkmal == "gewicht" else None,
                    wert_alt,
                    wert_neu,
                    vorher.herkunft if vorher else None,
                    nachher.herkunft if nachher else None,
                )
            )
    return tuple(aenderungen)


_STELLEN = Decimal("1e-6")
_MERKMAL = {
    "gewicht": "Gewicht",
    "art": "Art",
    "bezugsgroesse": "Bezugsgröße",
    "richtung": "Richtung",
}


@dataclass(frozen=True, slots=True)
class _Merkmale:
    name: str
    werte: Mapping[str, Wert]
    herkunft: str | None


def _merkmale(ergebnis: Ergebnis) -> dict[str, _Merkmale]:
    def merkmale(indikator: Indikator, gewicht: Decimal) -> _Merkmale:
        return _Merkmale(
            indikator.name,
            {
                "gewicht": ohne_endnullen(kaufmaennisch(gewicht * HUNDERT, _STELLEN)),
                "art": str(indikator.art),
                "bezugsgroesse": indikator.bezugsgroesse,
                "richtung": str(indikator.richtung),
            },
            ergebnis.eingabe.fundorte.get(f"indikator:{indikator.name}"),
        )

    return {
        vergleichsform(schritt.indikator.name): merkmale(schritt.indikator, schritt.gewicht)
        for schritt in ergebnis.schluessel.indikatoren
    }


def _leistungspaare(alt: Ergebnis, neu: Ergebnis) -> tuple[tuple[str, Paar], ...]:
    """Je Leistung ihr Name und ihre Nummer auf beiden Seiten, abgeglichen nach Namen."""
    namen_alt, namen_neu = (
        {
            vergleichsform(name): (name, i)
            for i, (name, _) in enumerate(e.eingabe.parameter.leistungen)
        }
        for e in (alt, neu)
    )
    paare = []
    for form in dict.fromkeys((*namen_neu, *namen_alt)):
        vorher, nachher = namen_alt.get(form), namen_neu.get(form)
        name = (nachher or vorher or ("", 0))[0]
        paare.append((name, (vorher[1] if vorher else None, nachher[1] if nachher else None)))
    return tuple(paare)


def _raumvergleich(
    alt: Sozialraumbudget | None,
    neu: Sozialraumbudget | None,
    leistungen: Sequence[tuple[str, Paar]],
    ursache: Mapping[Ursache, Decimal],
) -> Raumvergleich:
    vorhanden = neu or alt
    assert vorhanden is not None
    raum = vorhanden.sozialraum
    name_alt = alt.sozialraum.name if alt else raum.name
    umbenannt = vergleichsform(name_alt) != vergleichsform(raum.name)
    schluessel = raum.schluessel or (alt.sozialraum.schluessel if alt else None)
    stunden = tuple(
        Stundenvergleich(name, _stunden(alt, a), _stunden(neu, n)) for name, (a, n) in leistungen
    )
    return Raumvergleich(
        raum.name,
        name_alt if umbenannt else None,
        schluessel,
        _veraenderung(
            alt.budget_neu if alt else None, neu.budget_neu if neu else None, stunden, ursache
        ),
    )


def _stunden(budget: Sozialraumbudget | None, nummer: int | None) -> Decimal | None:
    if budget is None or nummer is None:
        return None
    return budget.komponenten.leistungen[nummer].stunden


def _veraenderung(
    alt: Decimal | None,
    neu: Decimal | None,
    leistungen: tuple[Stundenvergleich, ...],
    ursache: Mapping[Ursache, Decimal],
) -> Veraenderung:
    return Veraenderung(
        alt,
        neu,
        differenz(alt or NULL, neu or NULL) or NULL,
        differenz_prozent(alt, neu or NULL),
        leistungen,
        ursache,
    )


def _summen(raeume: Sequence[Veraenderung], leistungen: Sequence[tuple[str, Paar]]) -> Veraenderung:
    stunden = []
    for nummer, (name, (a, n)) in enumerate(leistungen):
        je_raum = [raum.leistungen[nummer] for raum in raeume]
        stunden.append(
            Stundenvergleich(
                name,
                None if a is None else sum((s.alt or Decimal(0) for s in je_raum), Decimal(0)),
                None if n is None else sum((s.neu or Decimal(0) for s in je_raum), Decimal(0)),
            )
        )
    return _veraenderung(
        sum((raum.budget_alt or NULL for raum in raeume), NULL),
        sum((raum.budget_neu or NULL for raum in raeume), NULL),
        tuple(stunden),
        {u: sum((raum.ursachen[u] for raum in raeume), NULL) for u in Ursache},
    )
