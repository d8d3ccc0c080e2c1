"""Die gerechneten Spalten von Soll und Ist: eine Regel für jedes Blatt."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Wert
from sozialraum_cli.controlling.bericht import Bericht
from sozialraum_cli.rechnen.sollist import Sollist

DIFFERENZ = "+#,##0.00;[Red]-#,##0.00;0.00"
BEGRUENDUNG = "begruendung"


@dataclass(frozen=True, slots=True)
class Sollistspalte:
    """Eine Spalte mit dem Wert jeder Zeile; `formel` rechnet sie aus anderen derselben Zeile.

    Ohne formel kommt der Wert aus Bogen oder Quelle. `quote`: auch in Summen gilt die Formel.
    `gesammelt`: in der Übersicht die Summe der Blätter. `nur_wenn`: sonst bleibt die Zelle leer.
    `luecken`: der Wert kann fehlen; ohne einen bleibt auch die Summe leer.
    """

    name: str
    titel: str
    format: str
    wert: Callable[[Sollist], Wert]
    formel: str | None = None
    quote: bool = False
    gesammelt: bool = False
    nur_wenn: str = ""
    luecken: bool = False

    @property
    def summenformel(self) -> str:
        """Die Formel der Summenzeile."""
        if self.quote:
            return self.formel or ""
        summe = 'IF(COUNT({spalte})=0,"",SUM({spalte}))' if self.luecken else "SUM({spalte})"
        return self.bedingt(summe)

    def bedingt(self, formel: str) -> str:
        """Die Formel, wenn die Bedingung gilt, sonst leer."""
        return f'IF({self.nur_wenn},{formel},"")' if self.nur_wenn else formel


def _quote(teil: Decimal, ganzes: Decimal) -> Wert:
    return teil / ganzes if ganzes else ""


def _betrag(name: str) -> Callable[[Sollist], Wert]:
    def wert(werte: Sollist) -> Wert:
        betrag: Decimal | None = getattr(werte.abruf, name, None)
        return "" if betrag is None else betrag

    return wert


def spalten(bericht: Bericht) -> list[Sollistspalte]:
    """Alle Spalten: Stunden, dann Beträge."""
    return [*stundenspalten(bericht), *betragsspalten(bericht)]


def stundenspalten(bericht: Bericht) -> list[Sollistspalte]:
    """Soll, Ist und was daraus folgt; Plan und Fälle nur, wenn es sie gibt."""
    controlling = bericht.controlling
    folge = [
        Sollistspalte("soll", "Soll h", stil.ZAHL, lambda w: w.soll),
        Sollistspalte("ist", "Ist h", stil.ZAHL, lambda w: w.ist),
        Sollistspalte(
            "differenz", "Ist − Soll h", DIFFERENZ, lambda w: w.differenz, "{ist}-{soll}"
        ),
        Sollistspalte(
            "erfuellung",
            "Erfüllung",
            stil.PROZENT,
            lambda w: _quote(w.ist, w.soll),
            'IF({soll}=0,"",{ist}/{soll})',
            quote=True,
        ),
        Sollistspalte(
            "hochrechnung",
            "Hochrechnung Jahr h",
            stil.ZAHL,
            lambda w: w.hochrechnung,
            "{ist}*tage_des_jahres/tage_des_zeitraums",
        ),
    ]
    if controlling.plan is not None:
        jahr = controlling.plan.eingabe.parameter.jahr
        folge.append(
            Sollistspalte("plan", f"Plan {jahr} h", stil.ZAHL, lambda w: w.plan or Decimal(0))
        )
    if controlling.mit_faellen:
        folge.append(
            Sollistspalte(
                "faelle",
                "Fälle",
                stil.GANZ,
                lambda w: "" if w.faelle_gezeigt is None else w.faelle_gezeigt,
            )
        )
    return folge


def betragsspalten(bericht: Bericht) -> list[Sollistspalte]:
    """Bewilligt, Ist-Kosten und was daraus folgt; leer, wenn keine Quelle Beträge nennt."""
    if not bericht.controlling.mit_betraegen:
        return []
    return [
        Sollistspalte("bewilligt", "bewilligt", stil.EURO, _betrag("bewilligt"), luecken=True),
        Sollistspalte("betrag", "Ist-Kosten", stil.EURO, _betrag("betrag"), luecken=True),
        Sollistspalte(
            "abrufquote",
            "Abrufquote",
            stil.PROZENT,
            lambda w: _quote(*_kosten(w)),
            'IF({bewilligt}="","",IF({bewilligt}=0,"",{betrag}/{bewilligt}))',
            quote=True,
        ),
        Sollistspalte(
            "rest",
            "Rest",
            stil.FARBE_CENT,
            _betrag("rest"),
            'IF({bewilligt}="","",{bewilligt}-{betrag})',
            luecken=True,
        ),
        Sollistspalte(
            "rueckforderung",
            "Rückforderung",
            stil.EURO,
            _betrag("rueckforderung"),
            'IF({rest}="","",MAX(0,ROUND({rest},2)))',
            gesammelt=True,
            nur_wenn="tage_des_zeitraums=tage_des_jahres",
            luecken=True,
        ),
    ]


def _kosten(werte: Sollist) -> tuple[Decimal, Decimal]:
    abruf = werte.abruf
    return (Decimal(0), Decimal(0)) if abruf is None else (abruf.betrag, abruf.bewilligt)
