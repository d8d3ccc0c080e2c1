"""Einen gelesenen Bogen Zelle für Zelle mit dem vergleichen, der aus seinen Eingaben entstünde."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal, localcontext
from enum import Enum, auto
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from sozialraum_cli.arbeitsmappe.formelmappe import Wert
from sozialraum_cli.arbeitsmappe.formelstrom import Formelstrom, Formelzelle
from sozialraum_cli.befund import Datenfehler
from sozialraum_cli.bogen import rechenweg, zuordnung
from sozialraum_cli.bogen.bauen import blaetter_anlegen
from sozialraum_cli.bogen.berechnungsbogen import KOPF_UNTER_ANKER, TITEL, ueberschriften
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.reihenfolge import in_reihenfolge_des_bogens
from sozialraum_cli.bogen.umfang import zu_gross
from sozialraum_cli.bogen.vorlage import Anker
from sozialraum_cli.eingabemappe.eingabeblaetter import EINGABEBLAETTER, INDIKATOREN, RESERVE
from sozialraum_cli.lesen.mappe import Blatt, Mappe
from sozialraum_cli.lesen.zelle import FormelOhneWert, Zelle, Zellwert
from sozialraum_cli.lesen.zellen import Zellen
from sozialraum_cli.modell import Eingabe
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis, rechnen
from sozialraum_cli.runden import GENAU

_OHNE_QUELLE = Quelle(datetime(1980, 1, 1), ())  # noqa: DTZ001 - der Wert wird nicht gezeigt
# Tabellenkalkulationen rechnen binär; so weit weichen ihre Ergebnisse vom genauen Wert ab.
_RELATIV = Decimal("1e-9")
_ABSOLUT = Decimal("1e-7")
# Reste stehen auf sechs Stellen: genau zwischen zweien rundet eine Tabellenkalkulation zur anderen,
# und ihre Summe folgt.
_RESTSTELLEN, _REST = -6, Decimal("3e-6")

_TEXT = re.compile(r'("[^"]*")')
_ZAHL = re.compile(r"(?<![\w.$])[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]{1,3})?(?![\w.])")
# Wer in einem Eingabeblatt eine Zeile einfügt, verschiebt die Bezüge darauf; sie meinen dasselbe.
_EINGABEZEILE = re.compile(
    rf"((?:{'|'.join(titel.upper() for titel in EINGABEBLAETTER)})!\$?[A-Z]+)\$?\d+"
    r"(?::(\$?[A-Z]+)\$?\d+)?"
)
_FREIHEIT = str.maketrans("", "", " \t\r\n'")


class Formelstand(Enum):
    """Was aus der Formel einer gerechneten Zelle geworden ist."""

    GLEICH = auto()
    GEAENDERT = auto()
    UEBERSCHRIEBEN = auto()
    UNBEKANNT = auto()


class Zellvergleich(NamedTuple):
    """Eine gerechnete Zelle: ihr Wert im Bogen (None heißt leer) und der richtige."""

    blatt: str
    zelle: str
    formel: Formelstand
    im_bogen: Zellwert | None
    richtig: Wert

    @property
    def stimmt(self) -> bool:
        """Ob der Wert im Bogen der richtige ist, bis auf die Rechenungenauigkeit."""
        if self.im_bogen is None:
            return self.richtig == ""
        if isinstance(self.richtig, str):
            gleich = isinstance(self.im_bogen, str)
            return gleich and vergleichsform(str(self.im_bogen)) == vergleichsform(self.richtig)
        if not isinstance(self.im_bogen, Decimal):
            return False
        genau = Decimal(self.richtig)
        absolut = _REST if genau.as_tuple().exponent == _RESTSTELLEN else _ABSOLUT
        return abs(self.im_bogen - genau) <= max(abs(genau) * _RELATIV, absolut)

    @property
    def wie_geschrieben(self) -> bool:
        """Ob Formel und Wert die des Programms sind."""
        return self.formel is Formelstand.GLEICH and self.stimmt

    @property
    def gespeichert(self) -> bool:
        """Ob der Bogen zu dieser Zelle einen Wert enthält."""
        return not isinstance(self.im_bogen, FormelOhneWert)


def abgleichen(mappe: Mappe, ergebnis: Ergebnis) -> tuple[Zellvergleich, ...] | None:
    """Vergleicht jede gerechnete Zelle eines Bogens mit dem, was seine Eingaben ergeben.

    Eingang: die Mappe und das Ergebnis aus ihren Eingabeblättern. Ergebnis: None, wenn die Mappe
    kein Bogen dieses Programms ist. Fehler: AndererUmfang; Datenfehler, wenn das Programm einen
    so großen Bogen nie schreibt. Quelle: docs/verfahren.md, Abschnitt „Nachrechnen“.
    """
    anker = bogenanker(mappe)
    if anker is None:
        return None
    eingabe = in_reihenfolge_des_bogens(mappe, ergebnis.eingabe)
    if eingabe != ergebnis.eingabe:
        ergebnis = rechnen(eingabe)
    if gross := zu_gross(eingabe):
        raise Datenfehler(gross)
    formelmappe = sollbogen(ergebnis, anker, _im_rechenweg_gewaehlt(mappe, eingabe))
    vorhanden = {vergleichsform(blatt.name): blatt for blatt in mappe.blaetter}
    return tuple(
        vergleich
        for soll in formelmappe.mappe.worksheets
        if soll.title not in EINGABEBLAETTER
        for vergleich in blatt_vergleichen(
            formelmappe.zellen(soll),
            vorhanden.get(vergleichsform(soll.title), Blatt(soll.title, Zellen())),
            mit_formeln=not mappe.dateiname.lower().endswith(".ods"),
            mit_werten=soll.title != zuordnung.TITEL or not verschoben(formelmappe, vorhanden),
        )
    )


def sollbogen(ergebnis: Ergebnis, anker: Anker, gewaehlt: int = 0) -> Formelstrom:
    """Die Blätter, wie das Programm sie zu diesem Ergebnis schriebe.

    Eingang: wo die Anlage beginnt; die Nummer des im Rechenweg gewählten Sozialraums.
    """
    formelmappe = Formelstrom(Workbook())
    with localcontext(GENAU):
        blaetter_anlegen(formelmappe, ergebnis, _OHNE_QUELLE, (), anker, gewaehlt)
    return formelmappe


def anlagen(mappe: Mappe) -> list[Blatt]:
    """Die Blätter, die wie die Anlage heißen."""
    form = vergleichsform(TITEL)
    return [blatt for blatt in mappe.blaetter if vergleichsform(blatt.name) == form]


def bogenanker(mappe: Mappe) -> Anker | None:
    """Wo die Anlage beginnt; None, wenn die Mappe kein Bogen dieses Programms ist."""
    kopf = {
        nummer: vergleichsform(titel)
        for nummer, titel in ueberschriften("sozialraum", "budget_neu").items()
    }
    for blatt in anlagen(mappe)[:1]:
        for zeile, spalte in sorted(blatt.zellen):
            gelesen = {nummer: blatt.zellen.get((zeile, spalte + nummer)) for nummer in kopf}
            if all(zelle and _form(zelle) == kopf[n] for n, zelle in gelesen.items()):
                anker = Anker(zeile - KOPF_UNTER_ANKER, spalte)
                return anker if anker.hat_platz() else None
    return None


def _im_rechenweg_gewaehlt(mappe: Mappe, eingabe: Eingabe) -> int:
    """Die Nummer des Sozialraums, den jemand im Blatt Rechenweg gewählt hat; sonst der erste."""
    for blatt in mappe.blaetter:
        if vergleichsform(blatt.name) == vergleichsform(rechenweg.TITEL):
            zelle = blatt.zellen.get((1, 1))
            namen = [vergleichsform(raum.name) for raum in eingabe.sozialraeume]
            if zelle is not None and (form := _form(zelle)) in namen:
                return namen.index(str(form))
    return 0


def _form(zelle: Zelle) -> str | None:
    return vergleichsform(zelle.wert) if isinstance(zelle.wert, str) else None


def verschoben(formelmappe: Formelstrom, vorhanden: Mapping[str, Blatt]) -> bool:
    """Ob Namen oder Überschriften anders stehen, als das Programm sie schriebe.

    Dann sind auch die Zeilennummern im Blatt Zuordnung andere und trotzdem richtig.
    """
    for titel in EINGABEBLAETTER:
        soll = formelmappe.mappe[titel]
        ist = vorhanden.get(vergleichsform(titel), Blatt(titel, Zellen())).zellen
        for zeile, (name,) in enumerate(soll.iter_rows(max_col=1, values_only=True), start=1):
            steht = ist.get((zeile, 1))
            if (steht and steht.wert) != name:
                return True
        # Eine Summenzeile darunter oder eine Bemerkung daneben nennt auch das Blatt Zuordnung.
        darunter = range(soll.max_row + 1, soll.max_row + RESERVE + 1)
        if any(inhalt is not None for inhalt in ist.spalte(1, darunter)):
            return True
        if titel == INDIKATOREN and max(ist.zeile(1), default=0) > soll.max_column:
            return True
    return False


def blatt_vergleichen(
    soll: Iterable[Formelzelle], ist: Blatt, *, mit_formeln: bool = True, mit_werten: bool = True
) -> Iterator[Zellvergleich]:
    """Vergleicht jede gerechnete Zelle eines Blatts, auf Wunsch nur ihre Formel."""
    for zelle in soll:
        ort = f"{get_column_letter(zelle.spalte)}{zelle.zeile}"
        gelesen = ist.zellen.get((zelle.zeile, zelle.spalte))
        im_bogen = None if gelesen is None else gelesen.wert
        if gelesen is None and (leere_formel := ist.leere_formeln.get((zelle.zeile, zelle.spalte))):
            gelesen = Zelle("", formel=leere_formel)
        leer = zelle.wert == ""
        stand = _formelstand(gelesen, zelle.formel, leer=leer, mit_formeln=mit_formeln)
        if mit_werten:
            yield Zellvergleich(ist.name, ort, stand, im_bogen, zelle.wert)
        elif stand is not Formelstand.GLEICH and isinstance(im_bogen, str | Decimal | None):
            yield Zellvergleich(
                ist.name, ort, stand, im_bogen, "" if im_bogen is None else im_bogen
            )


def _formelstand(
    gelesen: Zelle | None, formel: str, *, leer: bool, mit_formeln: bool
) -> Formelstand:
    if gelesen is None and not mit_formeln and (leer or '""' in formel):
        return Formelstand.UNBEKANNT  # ergibt vielleicht leeren Text und gilt dann als leer
    if gelesen is None or gelesen.formel is None:
        return Formelstand.UEBERSCHRIEBEN
    if gelesen.formel == "" or not mit_formeln:
        return Formelstand.UNBEKANNT
    gleich = gelesen.formel == formel or _normal(gelesen.formel) == _normal(formel)
    return Formelstand.GLEICH if gleich else Formelstand.GEAENDERT


def _normal(formel: str) -> str:
    """Eine Formel ohne die Freiheiten, die sich Tabellenkalkulationen beim Speichern nehmen.

    Jede Formel hat eine solche Form, auch eine, die keine gültige ist: verglichen wird Text.
    """
    stuecke = _TEXT.split(formel)
    stuecke[::2] = (
        _ZAHL.sub(_normale_zahl, _EINGABEZEILE.sub(r"\1:\2", _frei(stueck)))
        for stueck in stuecke[::2]
    )
    return "".join(stuecke)


def _frei(stueck: str) -> str:
    return stueck.translate(_FREIHEIT).upper().replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")


def _normale_zahl(treffer: re.Match[str]) -> str:
    return format(Decimal(treffer[0]).normalize(), "f")
