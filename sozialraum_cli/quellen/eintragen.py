"""Welche Zellen einer Eingabemappe sich ändern, wenn Spalten aus Quellen eingetragen werden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.eingabe import blatt_gewichtung, blatt_indikatoren
from sozialraum_cli.eingabe.blatt_gewichtung import spalte_finden
from sozialraum_cli.eingabe.blatt_sozialraeume import SOZIALRAUM, namenszeilen
from sozialraum_cli.eingabe.kopfzeile import Blattform, blatt_finden, passende_blaetter
from sozialraum_cli.eingabe.tabelle import Tabelle, tabelle_lesen
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.lesen.mappe import Mappe, fundort
from sozialraum_cli.lesen.zelle import Zelle
from sozialraum_cli.modell import Art
from sozialraum_cli.namen import aufzaehlung, meinten_sie, vergleichsform
from sozialraum_cli.quellen.auswerten import Spaltenergebnis
from sozialraum_cli.quellen.beleg import quelle_nennen, stichtag_nennen
from sozialraum_cli.quellen.gitter import text
from sozialraum_cli.quellen.neue_eingabe import quelle_der_bezugsgroesse
from sozialraum_cli.zahlen import knapp

_BOGEN = "Berechnungsbogen"
_HUNDERT = Decimal(100)
_INDIKATOR = "Indikator"


@dataclass(frozen=True, slots=True)
class Zellaenderung:
    """Eine Zelle mit altem und neuem Inhalt; Zeile und Spalte ab 1.

    wert ist, was in die Zelle kommt, alt und neu, wie Menschen es lesen. sozialraum: bei einem Wert
    des Blatts Indikatoren. alter_wert und neuer_wert: seine Zahlen, Quoten in Prozent.
    formel_bleibt und format_von gelten wie beim Setzen von Zellen.
    """

    blatt: str
    zeile: int
    spalte: int
    name: str
    wert: Decimal | str
    alt: str
    neu: str
    sozialraum: str | None = None
    alter_wert: Decimal | None = None
    neuer_wert: Decimal | None = None
    formel_bleibt: bool = False
    format_von: int | None = None

    @property
    def ort(self) -> str:
        """Der Fundort der Zelle."""
        return fundort(self.blatt, self.zeile, self.spalte)


@dataclass(frozen=True, slots=True)
class Eintragung:
    """Alle Änderungen einer Mappe und je Spalte der Stichtag, der bisher galt."""

    aenderungen: tuple[Zellaenderung, ...]
    alte_stichtage: Mapping[str, str]


def eintragen(
    mappe: Mappe, spalten: Sequence[Spaltenergebnis], befunde: list[Befund]
) -> Eintragung | None:
    """Die Änderungen, mit denen die Spalten in die Mappe kommen; None nach einem Fehler.

    Werte stehen danach im Blatt Indikatoren, Quelle und Stichtag in der Zeile des Blatts
    Gewichtung; eine Bezugsgröße hat dort keine Zeile, ihre Quelle steht als Anmerkung darunter.
    Zellen, die schon so lauten, ändern sich nicht. Quelle: docs/verfahren.md 8.
    """
    if passende_blaetter(mappe, _BOGEN):
        befunde.append(
            fehler(
                "Das ist ein Berechnungsbogen; seine gerechneten Blätter würden nicht mehr zu den "
                "neuen Werten passen.",
                mappe.dateiname,
                "Die Eingabemappe angeben; „sozialraum fortschreiben“ macht aus einem Bogen eine.",
            )
        )
        return None
    werte = _tabelle(mappe, blatt_indikatoren.FORM, befunde)
    gewichte = _tabelle(mappe, blatt_gewichtung.FORM, befunde)
    if werte is None or gewichte is None:
        return None
    zeilen = _zeilen(werte, spalten, befunde)
    if zeilen is None:
        return None
    aenderungen: list[Zellaenderung] = []
    stichtage: dict[str, str] = {}
    naechste = max((*werte.kopf.spalten.values(), *werte.kopf.weitere.values())) + 1
    unten = _Fuss(gewichte)
    for spalte in spalten:
        vorhanden = spalte_finden(spalte.angabe.name, werte.kopf)
        nummer = naechste if vorhanden is None else werte.kopf.weitere[vorhanden]
        if vorhanden is None:
            aenderungen.append(_ueberschrift(werte, nummer, spalte.angabe.name))
            naechste += 1
        aenderungen += _wertzellen(werte, spalte, zeilen, nummer)
        aenderungen += _summen(werte, spalte, zeilen, nummer, befunde)
        zeile = _gewichtungszeile(gewichte, spalte.angabe.name)
        if zeile is None:
            aenderungen += unten.anmerkung(spalte)
            befunde += _gewicht_fehlt(gewichte, spalte)
            befunde += _veraltete_titel(werte, spalte.angabe.name)
            stichtage[spalte.angabe.name] = _stichtag_im_titel(werte, gewichte, spalte.angabe.name)
        else:
            befunde += _art_pruefen(zeile, spalte)
            alt = zeile.zelle("Stichtag")
            stichtage[spalte.angabe.name] = "" if alt is None else text(alt.wert)
            aenderungen += _belegzellen(gewichte, zeile, spalte)
    geaendert = tuple(a for a in aenderungen if a.alt != a.neu)
    return Eintragung(geaendert, stichtage)


def _tabelle(mappe: Mappe, form: Blattform, befunde: list[Befund]) -> Tabelle | None:
    blatt = blatt_finden(mappe, form.name, befunde)
    return None if blatt is None else tabelle_lesen(blatt, form, befunde)


def _zeilen(
    tabelle: Tabelle, spalten: Sequence[Spaltenergebnis], befunde: list[Befund]
) -> dict[str, Zeile] | None:
    """Die Zeile je Sozialraum der Zuordnung; beide müssen dieselben Sozialräume nennen."""
    geschrieben = namenszeilen(tabelle, SOZIALRAUM, befunde)
    formen = {vergleichsform(name): zeile for name, zeile in geschrieben.items()}
    raeume = list(spalten[0].werte) if spalten else []
    gesucht = {vergleichsform(raum) for raum in raeume}
    vorher = len(befunde)
    for raum in raeume:
        if vergleichsform(raum) not in formen:
            befunde.append(
                fehler(
                    f"Der Sozialraum „{raum}“ der Zuordnung steht nicht im Blatt "
                    f"„{tabelle.blatt.name}“.",
                    tabelle.blatt.name,
                    meinten_sie(raum, geschrieben, "Die Schreibweise angleichen."),
                )
            )
    fehlend = [name for name in geschrieben if vergleichsform(name) not in gesucht]
    if fehlend:
        befunde.append(
            fehler(
                f"Für {aufzaehlung(fehlend)} nennt die Zuordnung keine Gebiete; in einer Spalte "
                "stünden alte neben neuen Werten.",
                tabelle.blatt.name,
                "Die Sozialräume in [gebiete] ergänzen.",
            )
        )
    if len(befunde) > vorher:
        return None
    return {raum: formen[vergleichsform(raum)] for raum in raeume}


def _ueberschrift(tabelle: Tabelle, nummer: int, name: str) -> Zellaenderung:
    zeile = tabelle.kopf.zeile
    return Zellaenderung(
        tabelle.blatt.name, zeile, nummer, name, name, "", name, format_von=nummer - 1
    )


def _wertzellen(
    tabelle: Tabelle, spalte: Spaltenergebnis, zeilen: Mapping[str, Zeile], nummer: int
) -> Iterator[Zellaenderung]:
    for raum, zeile in zeilen.items():
        wert = spalte.werte[raum]
        if wert is None:
            continue
        zelle = zeile.zelle_in(nummer)
        prozent = zelle is not None and zelle.prozent
        yield Zellaenderung(
            tabelle.blatt.name,
            zeile.nummer,
            nummer,
            spalte.angabe.name,
            wert / _HUNDERT if prozent else wert,
            _anzeige(zelle),
            f"{knapp(wert)} %" if prozent else knapp(wert),
            raum,
            _zahl(zelle),
            wert,
            format_von=nummer - 1,
        )


def _summen(
    tabelle: Tabelle,
    spalte: Spaltenergebnis,
    zeilen: Mapping[str, Zeile],
    nummer: int,
    befunde: list[Befund],
) -> Iterator[Zellaenderung]:
    """Eine Summenzeile der Mappe stimmt auch nach der Änderung."""
    if spalte.angabe.art is not Art.ANZAHL:
        return
    alte = [_zahl(zeile.zelle_in(nummer)) for zeile in zeilen.values()]
    alte_summe = sum((wert for wert in alte if wert is not None), Decimal(0))
    neue_summe = sum((wert for wert in spalte.werte.values() if wert is not None), Decimal(0))
    for zeile in tabelle.summenzeilen:
        zelle = zeile.zelle_in(nummer)
        if zelle is None:
            continue
        if _zahl(zelle) != alte_summe:
            befunde.append(
                hinweis(
                    f"Die Summe von „{spalte.angabe.name}“ war nicht die aller Sozialräume und "
                    "bleibt, wie sie ist.",
                    fundort(tabelle.blatt.name, zeile.nummer, nummer),
                    "Die Summe von Hand berichtigen.",
                )
            )
            continue
        yield Zellaenderung(
            tabelle.blatt.name,
            zeile.nummer,
            nummer,
            f"Summe {spalte.angabe.name}",
            neue_summe,
            _anzeige(zelle, mit_formel=False),
            knapp(neue_summe),
            formel_bleibt=zelle.formel is not None,
        )


def _gewichtungszeile(tabelle: Tabelle, name: str) -> Zeile | None:
    for zeile in tabelle.zeilen:
        zelle = zeile.zelle(_INDIKATOR)
        if zelle is not None and vergleichsform(text(zelle.wert)) == vergleichsform(name):
            return zeile
    return None


def _gewicht_fehlt(tabelle: Tabelle, spalte: Spaltenergebnis) -> Iterator[Befund]:
    """Ein Hinweis, wenn die Zuordnung einen Indikator meint, den die Mappe nicht gewichtet."""
    if spalte.angabe.gewicht is not None:
        yield hinweis(
            f"„{spalte.angabe.name}“ hat in der Zuordnung das Gewicht "
            f"{knapp(spalte.angabe.gewicht)}, aber keine Zeile im Blatt „{tabelle.blatt.name}“; "
            "die Spalte geht nicht in die Rechnung ein.",
            tabelle.blatt.name,
            "Eine Zeile mit Gewicht ergänzen, wenn es ein Indikator sein soll.",
        )


def _art_pruefen(zeile: Zeile, spalte: Spaltenergebnis) -> list[Befund]:
    zelle = zeile.zelle("Art")
    geschrieben = Art.ANZAHL if zelle is None else text(zelle.wert)
    if vergleichsform(geschrieben) == vergleichsform(spalte.angabe.art):
        return []
    return [
        fehler(
            f"„{spalte.angabe.name}“ ist in der Mappe „{geschrieben}“, in der Zuordnung "
            f"„{spalte.angabe.art}“.",
            zeile.ort("Art", sonst=_INDIKATOR),
            "Beide angleichen; eine Anzahl sind Personen oder Fälle, eine Quote Prozent.",
        )
    ]


def _belegzellen(
    tabelle: Tabelle, zeile: Zeile, spalte: Spaltenergebnis
) -> Iterator[Zellaenderung]:
    spalten = tabelle.kopf.spalten
    neue = max((*spalten.values(), *tabelle.kopf.weitere.values()))
    belege = (
        ("Quelle", quelle_nennen(spalte)),
        ("Stichtag", stichtag_nennen(spalte) or "nicht genannt"),
    )
    for feld, inhalt in belege:
        nummer = spalten.get(feld)
        if nummer is None:
            neue += 1
            nummer = neue
            yield _ueberschrift(tabelle, nummer, feld)
        zelle = zeile.zelle_in(nummer)
        name = f"{feld} {spalte.angabe.name}"
        yield Zellaenderung(
            tabelle.blatt.name,
            zeile.nummer,
            nummer,
            name,
            inhalt,
            _anzeige(zelle),
            inhalt,
            format_von=nummer - 1,
        )


class _Fuss:
    """Der Platz unter dem Blatt Gewichtung, wo die Quellen der Bezugsgrößen stehen."""

    def __init__(self, tabelle: Tabelle) -> None:
        self._tabelle = tabelle
        self._spalte = tabelle.kopf.spalten[_INDIKATOR]
        belegt = [zeile for zeile, _ in tabelle.blatt.zellen]
        # Nach den Daten eine Leerzeile, damit niemand die Anmerkung für einen Indikator hält.
        self._naechste = max(belegt, default=tabelle.kopf.zeile) + 1
        if not self._ist_anmerkung(self._naechste - 1):
            self._naechste += 1

    def anmerkung(self, spalte: Spaltenergebnis) -> Iterator[Zellaenderung]:
        """Die Zeilen „Quelle zu …“; vorhandene werden ersetzt, überzählige geleert."""
        inhalte = quelle_der_bezugsgroesse(spalte)
        zeilen = self._vorhandene(f"Quelle zu „{spalte.angabe.name}“")
        inhalte += [""] * (len(zeilen) - len(inhalte))
        while len(zeilen) < len(inhalte):
            zeilen.append(self._naechste)
            self._naechste += 1
        for zeile, inhalt in zip(zeilen, inhalte, strict=True):
            zelle = self._tabelle.blatt.zellen.get((zeile, self._spalte))
            yield Zellaenderung(
                self._tabelle.blatt.name,
                zeile,
                self._spalte,
                f"Quelle {spalte.angabe.name}",
                inhalt,
                _anzeige(zelle),
                inhalt,
            )

    def _vorhandene(self, anfang: str) -> list[int]:
        return [
            zeile
            for (zeile, spalte), zelle in self._tabelle.blatt.zellen.items()
            if spalte == self._spalte
            and text(zelle.wert).startswith((f"{anfang}:", f"{anfang}, Forts. "))
        ]

    def _ist_anmerkung(self, zeile: int) -> bool:
        zelle = self._tabelle.blatt.zellen.get((zeile, self._spalte))
        return zelle is not None and text(zelle.wert).startswith("Quelle zu „")


def _veraltete_titel(tabelle: Tabelle, name: str) -> Iterator[Befund]:
    """Hinweise auf Anmerkungen über der Tabelle, die noch die alte Quelle nennen."""
    for (zeile, spalte), zelle in tabelle.blatt.zellen.items():
        if zeile < tabelle.kopf.zeile and _handelt_von(text(zelle.wert), name):
            yield hinweis(
                f"Die Anmerkung „{text(zelle.wert)[:60]}…“ nennt noch die alte Quelle.",
                fundort(tabelle.blatt.name, zeile, spalte),
                "Die Anmerkung berichtigen oder löschen; die neue Quelle steht unter dem Blatt "
                "„Gewichtung“.",
            )


def _stichtag_im_titel(werte: Tabelle, gewichte: Tabelle, name: str) -> str:
    """Der bisherige Stichtag einer Bezugsgröße aus den Anmerkungen."""
    for tabelle in (gewichte, werte):
        for zelle in tabelle.blatt.zellen.values():
            inhalt = text(zelle.wert)
            if _handelt_von(inhalt.removeprefix("Quelle zu "), name):
                return inhalt.partition(";")[0]
    return ""


def _handelt_von(inhalt: str, name: str) -> bool:
    anfang = inhalt.lstrip("„").removeprefix(name).lstrip("“")
    return len(anfang) < len(inhalt) and anfang.startswith((",", ":", " ("))


def _zahl(zelle: Zelle | None) -> Decimal | None:
    if zelle is None or not isinstance(zelle.wert, Decimal):
        return None
    return zelle.wert * _HUNDERT if zelle.prozent else zelle.wert


def _anzeige(zelle: Zelle | None, *, mit_formel: bool = True) -> str:
    """Der alte Inhalt, wie die Tabellenkalkulation ihn zeigt, und ob er eine Formel war."""
    if zelle is None:
        return ""
    zahl = _zahl(zelle)
    inhalt = text(zelle.wert) if zahl is None else knapp(zahl)
    inhalt += " %" if zahl is not None and zelle.prozent else ""
    return f"{inhalt} (={zelle.formel})" if zelle.formel and mit_formel else inhalt
