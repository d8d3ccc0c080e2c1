"""Was ein Verfahren des Bestandsschutzes ausmacht; jedes steht in einem Modul dieses Ordners."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from sozialraum_cli.runden import Werte
from sozialraum_cli.verfahren.schritt import Schritt

Zwischenwerte = Mapping[str, Werte | Decimal]


class Schutzfall(NamedTuple):
    """Was eine Regel braucht: T, A_i und D_i in €/Jahr, β, f oder a als Anteil (0,7).

    hoechstgewinn: größter Zuwachs als Anteil, None ohne Obergrenze.
    """

    gesamtbudget: Decimal
    vergleichsbudget: Werte
    budget_indikatoren: Werte
    schutz: Decimal
    hoechstgewinn: Decimal | None = None

    @property
    def mindestbetrag(self) -> Werte:
        """βA_i oder fA_i: was vom Vergleichsbudget geschützt ist (€/Jahr)."""
        return tuple(self.schutz * betrag for betrag in self.vergleichsbudget)


class Bestandsschutz(NamedTuple):
    """Alle Schritte vom Budget nach Indikatoren zum geschützten Budget, ungerundet (€/Jahr).

    bestandsschutz_wirksam: β, f oder a in % nach Abschmelzung. mindestbetrag: βA bzw. fA;
    hoechstbetrag: cA, None je Sozialraum ohne Grenze. kennwerte: was das Verfahren sonst bestimmt
    (μ, Stauchung), unter dem Namen des Kennwerts. None heißt: das Verfahren kennt es nicht.
    """

    vergleichsbudget: tuple[Decimal | None, ...]
    budget_geschuetzt: Werte
    mindestbetrag: Werte | None = None
    hoechstbetrag: tuple[Decimal | None, ...] | None = None
    kennwerte: Mapping[str, Decimal] = {}
    abschmelzungsfaktor: Decimal = Decimal(1)
    bestandsschutz_wirksam: Decimal | None = None


class Unzulaessig(NamedTuple):
    """Warum sich ein Fall nicht rechnen lässt: der Parameter, der zu ändern ist, und wie."""

    parameter: str
    text: str
    abhilfe: str


class Kennwert(NamedTuple):
    """Eine Zahl für alle Sozialräume, die nur dieses Verfahren kennt; `formel` rechnet sie."""

    name: str
    bezeichnung: str
    formel: str
    betrag: bool = False


class Hilfsspalte(NamedTuple):
    """Ein Zwischenschritt je Sozialraum."""

    name: str
    titel: str
    formel: str
    betrag: bool = False


class Hilfsrechnung(NamedTuple):
    """Wie die Tabellenkalkulation ohne Zielwertsuche auf einen Kennwert kommt.

    bereiche: Name und erste und letzte Spalte eines Blocks, den Formeln als Ganzes lesen.
    werte: alle Spalten und Kennwerte unter ihrem Namen, zu einem gerechneten Fall.
    """

    titel: str
    spalten: tuple[Hilfsspalte, ...]
    kennwerte: tuple[Kennwert, ...]
    bereiche: tuple[tuple[str, str, str], ...]
    werte: Callable[[Schutzfall, Bestandsschutz], Zwischenwerte]


def bindbar(fall: Schutzfall) -> Decimal | None:
    """Das größte β oder f (Anteil), dessen Beträge zusammen T nicht übersteigen: T/ΣA.

    Ergebnis: None ohne Vergleichsbudgets, dann bindet kein Schutz etwas.
    """
    verglichen = sum(fall.vergleichsbudget, Decimal(0))
    return fall.gesamtbudget / verglichen if verglichen else None


def immer_zulaessig(_fall: Schutzfall) -> Unzulaessig | None:
    """Die Prüfung eines Verfahrens, das sich immer rechnen lässt."""
    return None


class Schutzverfahren(NamedTuple):
    """Ein Verfahren: Regel, Formel und Sätze, die dasselbe sagen, und was von ihm gilt.

    In Formeln und Sätzen stehen Größen in geschweiften Klammern: {budget_indikatoren} ist in der
    Formel die Zelle der Zeile, {gewaehlt} die Frage, ob dieses Verfahren eingestellt ist; im Satz
    sagt {mindestbetrag:2} auch, wie die Zahl aussieht (€, %, Nachkommastellen), und
    {referenz?dann|sonst} wählt. Namen ohne Klammern sind in Formeln die Namen der Mappe.

    anleitung: eine Zeile für die leere Vorlage. anlage: der Satz der Anlage. schritte: der Weg
    eines Sozialraums zum Nachrechnen, bis zum geschützten Budget.
    unzulaessig: Grenzen, die von den Indikatoren abhängen. groesster_schutz: das größte zulässige
    β oder f (Anteil), genau; ohne ihn ist jeder Wert zulässig. schwellen: jede Höhe des Schutzes
    (Anteil), bei der ein Sozialraum die Grenze (€/Jahr) gerade erreicht oder die Regel knickt.
    schuetzt: braucht bisherige Budgets. vorgabe: Wert in %, wenn keiner angegeben ist.
    bindet: βA ist vorab vergeben und darf zusammen T nicht übersteigen. mit_mindestbetrag,
    mit_hoechstbetrag: kennt eine Unter- oder Obergrenze. ausgleich: was aus Zusatzmitteln
    außerhalb von T dazukommt, aus a (Anteil) und Defizit (€/Jahr). behaelt_vorzeichen: wer nach
    den Indikatoren gewinnt, gewinnt auch mit Schutz, und umgekehrt.
    """

    name: str
    anleitung: str
    anlage: str
    schritte: tuple[Schritt, ...]
    regel: Callable[[Schutzfall], Bestandsschutz]
    schwellen: Callable[[Schutzfall, Werte], Iterator[Decimal]]
    formel: str
    unzulaessig: Callable[[Schutzfall], Unzulaessig | None] = immer_zulaessig
    groesster_schutz: Callable[[Schutzfall], Decimal | None] | None = None
    schuetzt: bool = True
    vorgabe: Decimal | None = None
    abschmelzbar: bool = False
    bindet: bool = False
    mit_mindestbetrag: bool = False
    mit_hoechstbetrag: bool = False
    ausgleich: Callable[[Decimal, Decimal], Decimal] | None = None
    behaelt_vorzeichen: bool = False
    kennwerte: tuple[Kennwert, ...] = ()
    hilfsrechnung: Hilfsrechnung | None = None

    @property
    def alle_kennwerte(self) -> tuple[Kennwert, ...]:
        """Alle Kennwerte, auch die der Hilfsrechnung."""
        return self.kennwerte + (self.hilfsrechnung.kennwerte if self.hilfsrechnung else ())

    @property
    def braucht_wert(self) -> bool:
        """Ob β, f oder a angegeben sein muss."""
        return self.schuetzt and self.vorgabe is None

    @property
    def aus_zusatzmitteln(self) -> bool:
        """Ob den Schutz Geld außerhalb des Gesamtbudgets bezahlt, kein anderer Sozialraum."""
        return self.ausgleich is not None
