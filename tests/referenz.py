"""Ein zweites Rechenwerk der ganzen Formel, mit Brüchen und ohne eine Zeile des Rechenkerns.

Es folgt docs/verfahren.md 2 Satz für Satz und ist absichtlich umständlich: Brüche statt
Dezimalzahlen, μ durch Absuchen der Knickstellen statt durch Fortschreiben der Steigung. Nur die
Wurzel bei `zwert` ist eine Dezimalzahl, mit 120 Stellen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context
from fractions import Fraction
from itertools import pairwise
from math import floor

from sozialraum_cli.modell import Eingabe, Indikator, Parameter

HALB = Fraction(1, 2)
CENT = Fraction(1, 100)


class Unzulaessig(Exception):
    """Diesen Fall nennt docs/verfahren.md einen Fehler; Argument: welcher."""


@dataclass
class Leistungsteil:
    """Mittel, netto (beide auf Cent), Vollzeitstellen und Stunden ungerundet."""

    mittel: Fraction
    netto: Fraction
    vzae: Fraction
    stunden: Fraction


@dataclass
class Raum:
    """Was die Formel für einen Sozialraum ergibt."""

    q: Fraction
    d: Fraction
    d_gerundet: Fraction
    ausgleich: Fraction
    b: Fraction
    schutzwirkung: Fraction
    regie: Fraction
    personal: Fraction
    leistungen: list[Leistungsteil] = field(default_factory=list)
    budget_2: Fraction | None = None


def kaufm(x: Fraction, einheit: Fraction = CENT) -> Fraction:
    """2.3: kaufmännisch auf die Einheit (nur für Werte ≥ 0)."""
    return floor(x / einheit + HALB) * einheit


def hare_niemeyer(
    werte: Sequence[Fraction], summe: Fraction, einheit: Fraction = CENT
) -> list[Fraction]:
    """2.3: abrunden; fehlende Einheiten einzeln an den jeweils größten Rest, sonst die frühere."""
    stueck = [floor(w / einheit) for w in werte]
    reste = [kaufm(w / einheit - s, Fraction(1, 10**6)) for w, s in zip(werte, stueck, strict=True)]
    while sum(stueck) * einheit < summe:
        beste = max(range(len(reste)), key=lambda i: (reste[i], -i))
        stueck[beste] += 1
        reste[beste] = Fraction(-1)
    return [s * einheit for s in stueck]


def wurzel(x: Fraction) -> Fraction:
    """2.1: Wurzel auf mehr als 40 Stellen."""
    kontext = Context(prec=120)
    quotient = kontext.divide(
        kontext.create_decimal(x.numerator), kontext.create_decimal(x.denominator)
    )
    return Fraction(quotient.sqrt(kontext))


def spalte(eingabe: Eingabe, name: str) -> list[Fraction]:
    """Die Werte einer Spalte als Brüche."""
    return [Fraction(wert) for wert in eingabe.spalten[name].werte]


def bezug(eingabe: Eingabe, indikator: Indikator) -> list[Fraction]:
    """2.1: fehlt eine nötige Bezugsgröße, ist das ein Fehler."""
    if indikator.bezugsgroesse is None:
        raise Unzulaessig("Bezugsgröße fehlt")
    return spalte(eingabe, indikator.bezugsgroesse)


def anteil_der_bezugsgroesse(eingabe: Eingabe, indikator: Indikator) -> list[Fraction]:
    """2.1: Quote als Bruch (12,4 % = 0,124); eine Anzahl wird durch ihre Bezugsgröße geteilt."""
    x = spalte(eingabe, indikator.name)
    if indikator.art == "Quote":
        return [wert / 100 for wert in x]
    n = bezug(eingabe, indikator)
    if 0 in n:
        raise Unzulaessig("Bezugsgröße 0")
    return [wert / nenner for wert, nenner in zip(x, n, strict=True)]


def schluessel(eingabe: Eingabe) -> list[Fraction]:
    """2.1: der Verteilungsschlüssel q."""
    p = eingabe.parameter
    raeume = range(len(eingabe.sozialraeume))
    gesamtgewicht = sum(Fraction(i.gewicht) for i in eingabe.indikatoren)
    if gesamtgewicht == 0:
        raise Unzulaessig("Gewichte 0")
    gewichtet = [Fraction(0) for _ in raeume]
    for indikator in eingabe.indikatoren:
        beitrag = {
            "anteile": beitrag_anteile,
            "belastungsfaktor": beitrag_belastungsfaktor,
            "minmax": beitrag_minmax,
            "zwert": beitrag_zwert,
        }[p.schluesselverfahren](eingabe, indikator)
        for i in raeume:
            gewichtet[i] += Fraction(indikator.gewicht) / gesamtgewicht * beitrag[i]
    if p.schluesselverfahren == "anteile":
        return gewichtet
    if p.schluesselverfahren == "belastungsfaktor":
        f = gewichtet
    else:
        vorgabe = Fraction(1) if p.schluesselverfahren == "minmax" else Fraction(1, 4)
        spreizung = vorgabe if p.spreizung is None else Fraction(p.spreizung)
        f = [1 + spreizung * wert for wert in gewichtet]
        if any(wert <= 0 for wert in f):
            raise Unzulaessig("F nicht über 0")
    basis = p.verteilungsbasis
    if basis is None:
        gemeinsame = {i.bezugsgroesse for i in eingabe.indikatoren if i.bezugsgroesse is not None}
        if len(gemeinsame) != 1:
            raise Unzulaessig("Verteilungsbasis fehlt")
        (basis,) = gemeinsame
    pf = [menge * faktor for menge, faktor in zip(spalte(eingabe, basis), f, strict=True)]
    if sum(pf) == 0:
        raise Unzulaessig("Summe 0")
    return [wert / sum(pf) for wert in pf]


def beitrag_anteile(eingabe: Eingabe, indikator: Indikator) -> list[Fraction]:
    """a_ik = x_ik/Σ x bzw. x_ik·N_ik/Σ x·N."""
    if indikator.art == "Anzahl":
        if indikator.richtung == "entlastend":
            raise Unzulaessig("entlastende Anzahl bei anteile")
        mengen = spalte(eingabe, indikator.name)
    else:
        quote = anteil_der_bezugsgroesse(eingabe, indikator)
        if indikator.richtung == "entlastend":
            quote = [1 - x for x in quote]
        mengen = [x * n for x, n in zip(quote, bezug(eingabe, indikator), strict=True)]
    if sum(mengen) == 0:
        raise Unzulaessig("Summe 0")
    return [menge / sum(mengen) for menge in mengen]


def beitrag_belastungsfaktor(eingabe: Eingabe, indikator: Indikator) -> list[Fraction]:
    """f_ik = x_ik/x̄_k mit x̄_k = Σ Zähler/Σ Bezugsgröße."""
    n = bezug(eingabe, indikator)
    x = anteil_der_bezugsgroesse(eingabe, indikator)
    if indikator.richtung == "entlastend":
        x = [1 - wert for wert in x]
    zaehler = sum(wert * menge for wert, menge in zip(x, n, strict=True))
    if zaehler == 0:
        raise Unzulaessig("Summe 0")
    return [wert / (zaehler / sum(n)) for wert in x]


def beitrag_minmax(eingabe: Eingabe, indikator: Indikator) -> list[Fraction]:
    """m_ik = (x_ik - min)/(max - min), entlastend 1 - m."""
    x = anteil_der_bezugsgroesse(eingabe, indikator)
    if max(x) == min(x):
        return [Fraction(0) for _ in x]
    m = [(wert - min(x)) / (max(x) - min(x)) for wert in x]
    return [1 - wert for wert in m] if indikator.richtung == "entlastend" else m


def beitrag_zwert(eingabe: Eingabe, indikator: Indikator) -> list[Fraction]:
    """z_ik = (x_ik - Mittelwert)/Standardabweichung (n - 1), entlastend -z."""
    x = anteil_der_bezugsgroesse(eingabe, indikator)
    if max(x) == min(x):
        return [Fraction(0) for _ in x]
    mittelwert = sum(x, Fraction(0)) / len(x)
    abstaende = [wert - mittelwert for wert in x]
    streuung = wurzel(sum((w * w for w in abstaende), Fraction(0)) / (len(x) - 1))
    z = [(wert - mittelwert) / streuung for wert in x]
    return [-wert for wert in z] if indikator.richtung == "entlastend" else z


def abschmelzung(p: Parameter) -> Fraction:
    """2.2: vor dem Beginn 1, im t-ten Jahr ab Beginn max(0, 1 - t/N)."""
    if p.abschmelzung_beginn is None or p.abschmelzung_jahre is None:
        return Fraction(1)
    t = p.jahr - p.abschmelzung_beginn + 1
    return Fraction(1) if t < 1 else max(Fraction(0), 1 - Fraction(t, p.abschmelzung_jahre))


def geschuetzt(eingabe: Eingabe, d: list[Fraction]) -> list[Fraction]:
    """2.2: Z aus A und D (`defizitausgleich` folgt nach der Rundung)."""
    p = eingabe.parameter
    t = Fraction(p.gesamtbudget)
    verfahren = p.bestandsschutz_verfahren
    if verfahren in ("keiner", "defizitausgleich"):
        return d
    a = [vergleich(raum.referenzbudget, raum.budget_bisher) for raum in eingabe.sozialraeume]
    assert p.bestandsschutz is not None
    schutz = Fraction(p.bestandsschutz) / 100
    if verfahren == "anteilig":
        schutz *= abschmelzung(p)
    if verfahren == "verlustgrenze":
        return verlustgrenze(a, d, schutz)
    if schutz * sum(a) > t:
        raise Unzulaessig("Schutz bindet mehr als T")
    if verfahren == "anteilig":
        rest = t - schutz * sum(a)
        return [schutz * ai + rest * di / t for ai, di in zip(a, d, strict=True)]
    if verfahren == "mindestbudget":
        gewinn = [max(Fraction(0), di - schutz * ai) for ai, di in zip(a, d, strict=True)]
        if sum(gewinn) == 0:
            return [schutz * ai for ai in a]
        s = (t - schutz * sum(a)) / sum(gewinn)
        return [schutz * ai + s * g for ai, g in zip(a, gewinn, strict=True)]
    if verfahren != "kappung":
        raise NotImplementedError(verfahren)
    obergrenze = None if p.hoechstgewinn is None else 1 + Fraction(p.hoechstgewinn) / 100
    return kappung(t, a, d, schutz, obergrenze)


def verlustgrenze(a: list[Fraction], d: list[Fraction], f: Fraction) -> list[Fraction]:
    """Wer verliert, fällt höchstens auf fA; was das kostet, mindert jeden Zuwachs gleich stark."""
    zuwachs = sum(di - ai for ai, di in zip(a, d, strict=True) if di > ai)
    kosten = sum(f * ai - di for ai, di in zip(a, d, strict=True) if di < ai and di < f * ai)
    if kosten > zuwachs:
        raise Unzulaessig("Zuwachs zu klein")
    bleibt = 1 - kosten / zuwachs if zuwachs else Fraction(0)
    return [
        ai + bleibt * (di - ai) if di >= ai else max(di, f * ai)
        for ai, di in zip(a, d, strict=True)
    ]


def kappung(
    t: Fraction, a: list[Fraction], d: list[Fraction], f: Fraction, c: Fraction | None
) -> list[Fraction]:
    """Z_i = min(max(μD_i, fA_i), cA_i): zwischen zwei Knickstellen ist ΣZ eine Gerade."""

    def z(mu: Fraction) -> list[Fraction]:
        return [
            mu * di
            if ai == 0
            else max(mu * di, f * ai)
            if c is None
            else min(max(mu * di, f * ai), c * ai)
            for ai, di in zip(a, d, strict=True)
        ]

    stellen = {Fraction(0)}
    for ai, di in zip(a, d, strict=True):
        if di > 0:
            stellen.add(f * ai / di)
            if c is not None:
                stellen.add(c * ai / di)
    # Hinter der letzten Knickstelle steigt ΣZ weiter, solange jemand keine Obergrenze hat.
    letzte = max(stellen)
    anstieg = sum(z(letzte + 1)) - sum(z(letzte))
    if anstieg > 0:
        stellen.add(letzte + max(Fraction(1), t / anstieg))
    geordnet = sorted(stellen)
    if sum(z(geordnet[0])) == t:
        return z(geordnet[0])
    for links, rechts in pairwise(geordnet):
        unten, oben = sum(z(links)), sum(z(rechts))
        if unten < t <= oben:
            return z(links + (t - unten) / (oben - unten) * (rechts - links))
    raise Unzulaessig("T nicht erreichbar")


def vergleich(referenz: object, bisher: object) -> Fraction:
    """2: A ist das Referenzbudget, wenn gefüllt, sonst Budget bisher."""
    return Fraction(str(bisher if referenz is None else referenz))


def leistungen(p: Parameter, b: Fraction) -> tuple[Fraction, Fraction, list[Leistungsteil]]:
    """2.4: Regie, Personal und Leistungen."""
    r = Fraction(p.regiekosten) / 100
    regie = kaufm(r * b) if p.regiekosten_basis == "budget" else b - kaufm(b / (1 + r))
    personal = b - regie
    topf = personal if p.leistungsbasis == "personal" else b
    mittel = hare_niemeyer([topf * Fraction(satz) / 100 for _, satz in p.leistungen], topf)
    if p.leistungsbasis == "budget":
        mittel[-1] -= regie
        if mittel[-1] < 0:
            raise Unzulaessig("letzte Leistung reicht nicht")
    abf = Fraction(p.abf) / 100
    kosten = Fraction(p.personalkosten_vzae)
    return (
        regie,
        personal,
        [
            Leistungsteil(
                m,
                kaufm(m * (1 - abf)),
                m / kosten,
                m * (1 - abf) / kosten * Fraction(p.wochenstunden),
            )
            for m in mittel
        ],
    )


def berechnen(eingabe: Eingabe) -> list[Raum]:
    """Die ganze Formel. Fehler: Unzulaessig."""
    p = eingabe.parameter
    n = len(eingabe.sozialraeume)
    t, einheit, sockel = Fraction(p.gesamtbudget), Fraction(p.rundung), Fraction(p.sockelbetrag)
    if n * sockel > t:
        raise Unzulaessig("Sockel zu hoch")
    if (t / einheit).denominator != 1:
        raise Unzulaessig("T kein Vielfaches der Rundung")
    q = schluessel(eingabe)
    d = [sockel + (t - n * sockel) * anteil for anteil in q]
    d_gerundet = hare_niemeyer(d, t, einheit)
    b = hare_niemeyer(geschuetzt(eingabe, d), t, einheit)
    ausgleich = [Fraction(0)] * n
    if p.bestandsschutz_verfahren == "defizitausgleich":
        satz = 1 if p.bestandsschutz is None else Fraction(p.bestandsschutz) / 100
        satz *= abschmelzung(p)
        for i, raum in enumerate(eingabe.sozialraeume):
            a = vergleich(raum.referenzbudget, raum.budget_bisher)
            ausgleich[i] = kaufm(satz * max(Fraction(0), a - d_gerundet[i]), einheit)
        if p.zusatzmittel is not None and sum(ausgleich) > Fraction(p.zusatzmittel):
            raise Unzulaessig("Zusatzmittel reichen nicht")
        b = [di + ai for di, ai in zip(d_gerundet, ausgleich, strict=True)]
    zeilen = []
    for i in range(n):
        regie, personal, teile = leistungen(p, b[i])
        zeilen.append(
            Raum(
                q[i],
                d[i],
                d_gerundet[i],
                ausgleich[i],
                b[i],
                b[i] - d_gerundet[i],
                regie,
                personal,
                teile,
            )
        )
    if p.budget_2 is not None and p.budget_2_verteilung != "zentral":
        mittel = Fraction(p.budget_2)
        anteile = [Fraction(1, n)] * n if p.budget_2_verteilung == "gleich" else q
        betraege = hare_niemeyer([mittel * x for x in anteile], mittel)
        for zeile, betrag in zip(zeilen, betraege, strict=True):
            zeile.budget_2 = betrag
    return zeilen
