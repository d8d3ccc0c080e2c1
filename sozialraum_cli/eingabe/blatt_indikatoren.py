"""Das Blatt Indikatoren: je Sozialraum eine Zeile, je Indikator und Bezugsgröße eine Spalte."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto

from sozialraum_cli.befund import Befund, fehler, hat_fehler, hinweis
from sozialraum_cli.eingabe.blatt_sozialraeume import SOZIALRAUM, namenszeilen
from sozialraum_cli.eingabe.kopfzeile import Blattform
from sozialraum_cli.eingabe.schlichtespalte import schlichte_prozente, schlichte_zahlen
from sozialraum_cli.eingabe.summe import summe_pruefen
from sozialraum_cli.eingabe.tabelle import Tabelle
from sozialraum_cli.eingabe.unlesbar import Unlesbar, als_fehler
from sozialraum_cli.eingabe.zahl import Einheit, Zahl, zahl_lesen
from sozialraum_cli.eingabe.zeile import Zeile
from sozialraum_cli.eingabeblatt import INDIKATOREN
from sozialraum_cli.modell import Spalte
from sozialraum_cli.namen import Vorschlaege, aufzaehlung, vergleichsform
from sozialraum_cli.zahlen import knapp

FORM = Blattform.aus(INDIKATOREN)
_HUNDERT = Decimal(100)
# Mehr liest niemand, und eine Million Befunde passten nicht in den Speicher.
_BEFUNDE_GRENZE = 10_000


class Rolle(Enum):
    """Wofür eine Spalte gebraucht wird; davon hängt ab, welche Werte sie haben darf."""

    ANZAHL = auto()
    QUOTE = auto()
    UNBENUTZT = auto()


def sozialraeume_zuordnen(
    tabelle: Tabelle, namen: Sequence[str] | None, befunde: list[Befund]
) -> dict[str, Zeile]:
    """Die Zeile je Sozialraum, in der Reihenfolge und Schreibweise des Blatts Sozialräume.

    Eingang: Namen des Blatts Sozialräume, None, wenn es nicht lesbar ist. Unbekannte und
    fehlende Sozialräume werden Fehler.
    """
    zeilen = namenszeilen(tabelle, SOZIALRAUM, befunde)
    if namen is None:
        return zeilen
    formen = {vergleichsform(name): name for name in namen}
    vorschlaege = Vorschlaege(namen)
    zugeordnet: dict[str, Zeile] = {}
    for geschrieben, zeile in zeilen.items():
        name = formen.get(vergleichsform(geschrieben))
        if name is None:
            befunde.append(
                fehler(
                    f"Der Sozialraum „{geschrieben}“ steht nicht im Blatt „Sozialräume“.",
                    zeile.ort(SOZIALRAUM),
                    vorschlaege.abhilfe(
                        geschrieben,
                        "Die Schreibweise in beiden Blättern angleichen; eine Summenzeile mit "
                        "„Summe“ beschriften.",
                    ),
                )
            )
        else:
            zugeordnet[name] = zeile
    befunde.extend(
        fehler(
            f"Der Sozialraum „{name}“ fehlt im Blatt „{tabelle.blatt.name}“.",
            tabelle.blatt.name,
            "Eine Zeile mit seinen Werten ergänzen.",
        )
        for name in namen
        if name not in zugeordnet
    )
    return {name: zugeordnet[name] for name in namen if name in zugeordnet}


def spalten_lesen(
    tabelle: Tabelle,
    zeilen: Mapping[str, Zeile],
    rollen: Mapping[str, Rolle] | None,
    befunde: list[Befund],
) -> dict[str, Spalte]:
    """Alle Zahlenspalten unter ihrer Überschrift.

    Eingang: Zeile je Sozialraum; rollen der benutzten Spalten, None, wenn das Blatt Gewichtung
    nicht lesbar ist: dann werden alle Spalten als Anzahl oder Quote geprüft.
    """
    spalten: dict[str, Spalte] = {}
    unbenutzt: list[str] = []
    for name in tabelle.kopf.weitere:
        if len(befunde) > _BEFUNDE_GRENZE:
            befunde.append(_zu_viele_befunde(tabelle, name))
            break
        rolle = Rolle.UNBENUTZT if rollen is None else rollen.get(name, Rolle.UNBENUTZT)
        if rolle is not Rolle.UNBENUTZT:
            spalten[name] = _benutzte_spalte(tabelle, name, zeilen, rolle, befunde)
            continue
        spalte = _zahlenspalte(tabelle, name, zeilen)
        if spalte is not None:
            spalten[name] = spalte
            unbenutzt.append(name)
        elif rollen is None and _hat_zahlen(name, zeilen):
            _benutzte_spalte(tabelle, name, zeilen, Rolle.UNBENUTZT, befunde)
        else:
            befunde.append(
                hinweis(
                    f"Die Spalte „{name}“ enthält nicht nur Zahlen und wird nicht gelesen; kein "
                    "Indikator und keine Bezugsgröße heißt so.",
                    tabelle.kopfort(name),
                    "Nichts zu tun, wenn sie nur zur Information dient.",
                )
            )
    if unbenutzt and rollen is not None:
        befunde.append(
            hinweis(
                f"Nicht in die Rechnung gehen ein: {aufzaehlung(unbenutzt)}.",
                tabelle.kopfort(unbenutzt[0]),
                "Nichts zu tun, wenn die Spalten nur bereitstehen.",
            )
        )
    return spalten


def _zu_viele_befunde(tabelle: Tabelle, spalte: str) -> Befund:
    return fehler(
        f"Es gibt mehr als {_BEFUNDE_GRENZE} Befunde; ab dieser Spalte wurde nicht mehr geprüft.",
        tabelle.kopfort(spalte),
        "Erst die genannten Fehler beheben, dann noch einmal prüfen.",
    )


def _benutzte_spalte(
    tabelle: Tabelle,
    name: str,
    zeilen: Mapping[str, Zeile],
    rolle: Rolle,
    befunde: list[Befund],
) -> Spalte:
    schlicht = _schlichte_spalte(tabelle, name, zeilen, rolle, befunde)
    if schlicht is not None:
        return schlicht
    werte: dict[int, Decimal] = {}
    ohne_prozentformat: list[str] = []
    vorher = len(befunde)
    for raum, zeile in zeilen.items():
        was = f"„{name}“ von „{raum}“"
        zahl = zeile.zahl(name, was)
        if zahl is None:
            continue
        werte[zeile.nummer] = zahl.wert
        grund = _unzulaessig(zahl, rolle)
        if grund is not None:
            befunde.append(als_fehler(was, grund, zeile.ort(name)))
        if zahl.einheit is not Einheit.PROZENT:
            ohne_prozentformat.append(raum)
    if not hat_fehler(befunde[vorher:]) and rolle is Rolle.ANZAHL:
        befunde.extend(summe_pruefen(tabelle, name, werte))
    if rolle is Rolle.QUOTE and len(ohne_prozentformat) == len(werte):
        befunde.extend(_anteile_statt_prozent(name, zeilen, werte))
    if rolle is Rolle.QUOTE and 0 < len(ohne_prozentformat) < len(werte):
        befunde.append(
            hinweis(
                f"In der Spalte „{name}“ stehen Prozentzellen und bloße Zahlen gemischt; eine "
                "bloße 0,76 heißt 0,76 %.",
                tabelle.kopfort(name),
                f"Einheitlich formatieren; ohne %-Format: {aufzaehlung(ohne_prozentformat[:10])}.",
            )
        )
    return Spalte(name, tuple(werte.values()), _nur_prozentzellen(name, zeilen))


def _schlichte_spalte(
    tabelle: Tabelle,
    name: str,
    zeilen: Mapping[str, Zeile],
    rolle: Rolle,
    befunde: list[Befund],
) -> Spalte | None:
    """Die Spalte, wenn zu keiner ihrer Zellen etwas zu melden ist; sonst None."""
    inhalte = tabelle.inhalte(name, zeilen.values())
    prozente = schlichte_prozente(inhalte) if rolle is Rolle.QUOTE else None
    if prozente is not None and max(prozente) <= _HUNDERT:
        return Spalte(name, tuple(prozente), prozentzellen=True)
    zahlen = schlichte_zahlen(inhalte)
    if zahlen is None or (rolle is Rolle.QUOTE and max(zahlen) > _HUNDERT):
        return None
    # Beides braucht die Zeile zu jedem Wert und ist selten.
    if (rolle is Rolle.ANZAHL and tabelle.summenzeilen) or rolle is Rolle.QUOTE:
        werte = {z.nummer: zahl for z, zahl in zip(zeilen.values(), zahlen, strict=True)}
        if rolle is Rolle.ANZAHL:
            befunde.extend(summe_pruefen(tabelle, name, werte))
        else:
            befunde.extend(_anteile_statt_prozent(name, zeilen, werte))
    return Spalte(name, tuple(zahlen))


def _anteile_statt_prozent(
    name: str, zeilen: Mapping[str, Zeile], werte: Mapping[int, Decimal]
) -> list[Befund]:
    """Ein Hinweis, wenn alle Quoten unter 1 % lägen: gemeint sind oft Anteile."""
    hoechste = max(werte.values(), default=Decimal(0))
    if not 0 < hoechste <= 1:
        return []
    zeile = next(z for z in zeilen.values() if werte.get(z.nummer) == hoechste)
    anteil, prozent = knapp(hoechste), knapp(hoechste * _HUNDERT)
    return [
        hinweis(
            f"In der Spalte „{name}“ liegen alle Werte unter 1 %: Anteile statt Prozent? {anteil} "
            f"zählt als {anteil} %, nicht als {prozent} %.",
            zeile.ort(name),
            f"Ist {prozent} % gemeint, die Spalte als Prozent formatieren oder {prozent} "
            "eintragen; sonst nichts zu tun.",
        )
    ]


def _unzulaessig(zahl: Zahl, rolle: Rolle) -> Unlesbar | None:
    """Warum die Zahl in einer Spalte dieser Rolle nicht stehen kann."""
    wert, einheit = zahl.wert, zahl.einheit
    if einheit is not Einheit.OHNE and einheit is not Einheit.PROZENT:
        return Unlesbar(f"Der Wert steht in {einheit}", "Die Zahl ohne Einheit eintragen.")
    if rolle is Rolle.ANZAHL and einheit is Einheit.PROZENT:
        return Unlesbar(
            f"{knapp(wert)} % ist ein Prozentwert, gebraucht wird eine Anzahl",
            "Die Anzahl eintragen oder im Blatt „Gewichtung“ die Art „Quote“ wählen.",
        )
    if rolle is not Rolle.QUOTE:
        return None
    if zahl.format_unbekannt and 0 < wert <= 1:
        return Unlesbar(
            f"Das Zahlenformat der Zelle ist nicht lesbar; {knapp(wert)} kann "
            f"{knapp(wert * _HUNDERT)} % oder {knapp(wert)} % heißen",
            "Die Mappe in Excel oder LibreOffice öffnen, alle Prozentwerte prüfen und neu "
            "speichern.",
        )
    if wert <= _HUNDERT:
        return None
    if einheit is Einheit.PROZENT and wert <= _HUNDERT * _HUNDERT:
        return Unlesbar(
            f"Eine Quote von {knapp(wert)} % ist nicht möglich; die Zelle hat das Prozentformat",
            f"„{knapp(wert / _HUNDERT)} %“ eintragen, wenn das gemeint ist.",
        )
    return Unlesbar(
        f"Eine Quote von {knapp(wert)} % ist nicht möglich",
        "Einen Wert von 0 bis 100 % eintragen: 12,4 ohne oder 12,4 % mit Prozentformat.",
    )


def _zahlenspalte(tabelle: Tabelle, name: str, zeilen: Mapping[str, Zeile]) -> Spalte | None:
    zahlen = schlichte_zahlen(tabelle.inhalte(name, zeilen.values()))
    if zahlen is not None:
        return Spalte(name, tuple(zahlen))
    werte: list[Decimal] = []
    for zeile in zeilen.values():
        zelle = zeile.zelle(name)
        zahl = zahl_lesen(zelle.wert, prozentzelle=zelle.prozent) if zelle else None
        if not isinstance(zahl, Zahl):
            return None
        werte.append(zahl.wert)
    return Spalte(name, tuple(werte), _nur_prozentzellen(name, zeilen))


def _hat_zahlen(name: str, zeilen: Mapping[str, Zeile]) -> bool:
    zellen = (zeile.zelle(name) for zeile in zeilen.values())
    return any(zelle is not None and isinstance(zelle.wert, Decimal) for zelle in zellen)


def _nur_prozentzellen(name: str, zeilen: Mapping[str, Zeile]) -> bool:
    zellen = (zeile.zelle(name) for zeile in zeilen.values())
    return bool(zeilen) and all(
        zelle is not None and zelle.prozent and isinstance(zelle.wert, Decimal) for zelle in zellen
    )
