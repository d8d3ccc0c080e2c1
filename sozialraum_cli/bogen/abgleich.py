"""Einen gelesenen Bogen mit dem vergleichen, der aus seinen Eingaben entstünde."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, localcontext

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sozialraum_cli.arbeitsmappe.formelmappe import Formelmappe, Wert
from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.bogen.bauen import blaetter_anlegen
from sozialraum_cli.bogen.berechnungsbogen import KOPF_UNTER_ANKER, TITEL, ueberschriften
from sozialraum_cli.bogen.quelle import Quelle
from sozialraum_cli.bogen.vorlage import Anker
from sozialraum_cli.eingabe.unlesbar import zitat
from sozialraum_cli.eingabemappe.eingabeblaetter import EINGABEBLAETTER
from sozialraum_cli.lesen.mappe import Blatt, FormelOhneWert, Mappe, Zelle
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.rechnen.berechnung import Ergebnis
from sozialraum_cli.runden import GENAU
from sozialraum_cli.zahlen import knapp

_HOECHSTENS_GENANNT = 5
_OHNE_QUELLE = Quelle(datetime(1980, 1, 1), ())  # noqa: DTZ001 - der Wert wird nicht gezeigt
# Tabellenkalkulationen rechnen binär; so weit weichen ihre Ergebnisse vom genauen Wert ab.
_RELATIV = Decimal("1e-9")
_ABSOLUT = Decimal("1e-7")
_LESBAR = Decimal("1e15")

_TEXT = re.compile(r'("[^"]*")')
_ZAHL = re.compile(r"(?<![\w.$])[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]{1,3})?(?![\w.])")
_FREIHEIT = str.maketrans("", "", " \t\r\n'")


def abweichungen(mappe: Mappe, ergebnis: Ergebnis) -> tuple[Befund, ...]:
    """Meldet gerechnete Zellen eines Bogens, deren Formel oder Wert nicht die des Programms ist.

    Eingang: die Mappe und das Ergebnis aus ihren Eingabeblättern. Ergebnis: Hinweise; keine, wenn
    die Mappe kein Bogen ist. Das Ergebnis selbst hängt nur von den Eingabeblättern ab.
    """
    form = vergleichsform(TITEL)
    anlagen = [blatt for blatt in mappe.blaetter if vergleichsform(blatt.name) == form]
    if not anlagen:
        return ()
    anker = _anker(anlagen[0])
    if anker is None:
        return (
            hinweis(
                f"Das Blatt „{anlagen[0].name}“ hat nicht die Form eines Berechnungsbogens dieses "
                "Programms; ob gerechnete Zellen verändert wurden, ließ sich nicht prüfen.",
                anlagen[0].name,
                "Ist es ein fremdes Blatt, es umbenennen; sonst den Bogen neu berechnen.",
            ),
        )
    formelmappe = Formelmappe(Workbook())
    with localcontext(GENAU):
        blaetter_anlegen(formelmappe, ergebnis, _OHNE_QUELLE, (), anker)
    ist_ods = mappe.dateiname.lower().endswith(".ods")
    vorhanden = {vergleichsform(blatt.name): blatt for blatt in mappe.blaetter}
    befunde: list[Befund] = []
    for soll in formelmappe.mappe.worksheets:
        if soll.title not in EINGABEBLAETTER:
            ist = vorhanden.get(vergleichsform(soll.title), Blatt(soll.title, {}))
            funde = _blatt_vergleichen(soll, formelmappe.werte(soll.title), ist, ist_ods)
            befunde.extend(funde.befunde(ist.name))
    if ist_ods:
        befunde.append(
            hinweis(
                "Verglichen sind die Werte der gerechneten Zellen; ob Formeln verändert wurden, "
                "lässt sich in einer .ods-Datei nicht prüfen.",
                mappe.dateiname,
                "Für diese Prüfung den Bogen als .xlsx speichern.",
            )
        )
    return tuple(befunde)


def _anker(blatt: Blatt) -> Anker | None:
    """Wo die Anlage beginnt; None, wenn das Blatt keine Anlage dieses Programms ist."""
    kopf = {
        nummer: vergleichsform(titel)
        for nummer, titel in ueberschriften("sozialraum", "budget_neu").items()
    }
    for zeile, spalte in sorted(blatt.zellen):
        gelesen = {nummer: blatt.zellen.get((zeile, spalte + nummer)) for nummer in kopf}
        if all(zelle and _form(zelle) == kopf[n] for n, zelle in gelesen.items()):
            anker = Anker(zeile - KOPF_UNTER_ANKER, spalte)
            return anker if anker.hat_platz() else None
    return None


def _form(zelle: Zelle) -> str | None:
    return vergleichsform(zelle.wert) if isinstance(zelle.wert, str) else None


@dataclass
class _Funde:
    """Was an den gerechneten Zellen eines Blatts anders ist, je Art mit Zelle und Inhalt."""

    ueberschrieben: list[str] = field(default_factory=list)
    geaendert: list[str] = field(default_factory=list)
    andere_werte: list[str] = field(default_factory=list)
    unverglichen: list[str] = field(default_factory=list)

    def befunde(self, blatt: str) -> Iterator[Befund]:
        """Ein Hinweis je Art."""
        for stellen, satz, abhilfe in (
            (
                self.ueberschrieben,
                "sind gerechnete Zellen überschrieben: {}. Gerechnet wird trotzdem mit der Formel.",
                "Änderungen in die Eingabeblätter eintragen, nicht in gerechnete Zellen.",
            ),
            (
                self.geaendert,
                "sind Formeln geändert: {}. Gerechnet wird trotzdem mit der Regel des Programms.",
                "Prüfen, was geändert wurde; der neue Bogen enthält wieder die richtigen Formeln.",
            ),
            (
                self.andere_werte,
                "steht in gerechneten Zellen ein anderer Wert, als ihre Formel ergibt: {}.",
                "Prüfen, ob der Bogen verändert oder nach einer Änderung nicht neu gerechnet "
                "wurde; der neue Bogen enthält wieder die richtigen Werte.",
            ),
            (
                self.unverglichen,
                "ließen sich gerechnete Zellen nicht vergleichen, weil ihre Formel oder ihr Wert "
                "nicht gespeichert ist: {}.",
                "Den Bogen in Excel oder LibreOffice öffnen und neu speichern.",
            ),
        ):
            if stellen:
                yield hinweis(
                    f"Im Blatt „{blatt}“ {satz.format(_aufgezaehlt(stellen))}",
                    f"{blatt}!{stellen[0].split(' ')[0]}",
                    abhilfe,
                )


def _blatt_vergleichen(
    soll: Worksheet, werte: Mapping[str, Wert], ist: Blatt, nur_werte: bool
) -> _Funde:
    funde = _Funde()
    for zeile in soll.iter_rows():
        for zelle in zeile:
            ort = zelle.coordinate
            if ort not in werte:
                continue
            formel, wert = str(zelle.value)[1:], werte[ort]
            gelesen = ist.zellen.get((zelle.row or 0, zelle.column or 0))
            if gelesen is None:
                # Eine Formel, die leeren Text ergibt, darf nach dem Speichern als leer gelten.
                if wert != "" and '""' not in formel:
                    funde.ueberschrieben.append(f"{ort} (jetzt leer)")
                elif wert != "":
                    funde.andere_werte.append(f"{ort} (leer statt {_gezeigt(wert)})")
            elif gelesen.formel is None:
                funde.ueberschrieben.append(f"{ort} (jetzt {_gezeigt(gelesen.wert)})")
            elif not nur_werte and gelesen.formel == "":
                funde.unverglichen.append(ort)
            elif not nur_werte and not _gleiche_formel(gelesen.formel, formel):
                funde.geaendert.append(ort)
            elif isinstance(gelesen.wert, FormelOhneWert):
                funde.unverglichen.append(ort)
            elif not _gleicher_wert(gelesen.wert, wert):
                jetzt, richtig = _gezeigt(gelesen.wert), _gezeigt(wert)
                funde.andere_werte.append(f"{ort} ({jetzt} statt {richtig})")
    return funde


def _gleicher_wert(ist: object, soll: Wert) -> bool:
    if isinstance(soll, str):
        return isinstance(ist, str) and " ".join(ist.split()) == " ".join(soll.split())
    if not isinstance(ist, Decimal):
        return False
    genau = Decimal(soll)
    return abs(ist - genau) <= max(abs(genau) * _RELATIV, _ABSOLUT)


def _gezeigt(wert: object) -> str:
    if isinstance(wert, Decimal | int) and not isinstance(wert, bool):
        zahl = Decimal(wert)
        return knapp(round(zahl, 9)) if abs(zahl) < _LESBAR else f"{zahl:.10E}".replace(".", ",")
    return zitat(wert if isinstance(wert, str) else getattr(wert, "code", str(wert)))


def _aufgezaehlt(stellen: Sequence[str]) -> str:
    genannt = ", ".join(stellen[:_HOECHSTENS_GENANNT])
    mehr = len(stellen) - _HOECHSTENS_GENANNT
    return f"{genannt} und {mehr} weitere" if mehr > 0 else genannt


def _gleiche_formel(ist: str, soll: str) -> bool:
    return ist == soll or _normal(ist) == _normal(soll)


def _normal(formel: str) -> str:
    """Eine Formel ohne die Freiheiten, die sich Tabellenkalkulationen beim Speichern nehmen.

    Jede Formel hat eine solche Form, auch eine, die keine gültige ist: verglichen wird Text.
    """
    stuecke = _TEXT.split(formel)
    stuecke[::2] = (
        _ZAHL.sub(_normale_zahl, stueck.translate(_FREIHEIT).upper()) for stueck in stuecke[::2]
    )
    return "".join(stuecke)


def _normale_zahl(treffer: re.Match[str]) -> str:
    return format(Decimal(treffer[0]).normalize(), "f")
