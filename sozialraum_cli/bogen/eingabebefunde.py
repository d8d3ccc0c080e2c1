"""Was an den Eingaben eines Bogens nicht stimmt: je Zelle, mit der die Formeln rechnen, ein Befund.

Der Bogen lebt ohne das Programm weiter. Was seine Formeln nicht tragen können (Text statt Zahl,
ein Name zu viel, ein leeres Verfahren), nennt hier eine Formel mit der Zelle; solange es einen
Befund gibt, rechnet der Bogen keine Budgets.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from sozialraum_cli.arbeitsmappe.auswahlzelle import nicht_gewaehlt
from sozialraum_cli.arbeitsmappe.bezug import Bereich, keine_zahl, ort, suchform
from sozialraum_cli.arbeitsmappe.texte import woertlich
from sozialraum_cli.bogen.parameterbefunde import parameterbefunde
from sozialraum_cli.bogen.summenbefunde import SUMMENWORTE, summenbefunde
from sozialraum_cli.bogen.verfahrensformeln import (
    MIT_BASIS,
    OHNE_BASIS,
    QUOTE_MIT_BEZUG,
    SCHUETZT,
)
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.eingabeblatt import GEWICHTUNG, INDIKATOREN, PARAMETER, SOZIALRAEUME
from sozialraum_cli.modell import Art, Eingabe, Richtung, Spalte
from sozialraum_cli.parameter import parameterangabe

_BREITE = 40
_GERECHNET = {
    "budget_bisher",
    "referenzbudget",
    "gewicht",
    "art",
    "bezugsgroesse",
    "richtung",
    "wert",
}


class Eingabeprobe(NamedTuple):
    """Eine Zeile der Prüfung: was geprüft ist, Formeln für Anzahl und Text des ersten Befunds."""

    text: str
    anzahl: str
    erster: str


def eingabebefunde_anlegen(zuordnung: Zuordnung, eingabe: Eingabe) -> list[Eingabeprobe]:
    """Hängt die Befunde als Spalten an das Blatt Zuordnung.

    Ergebnis: die Proben für das Blatt Prüfung. Quelle: docs/verfahren.md 6.
    """
    a = zuordnung.a
    raeume = a.sozialraum["name"]._replace(
        letzte_spalte=a.sozialraum["referenzbudget"].letzte_spalte
    )
    gewichte = a.gewichtung["name"]._replace(letzte_spalte=a.gewichtung["stichtag"].letzte_spalte)
    parameter = a.parameterspalten["name"]._replace(
        letzte_spalte=a.parameterspalten["quelle"].letzte_spalte
    )
    raumnamen = [raum.name for raum in eingabe.sozialraeume]
    indikatoren = [indikator.name for indikator in eingabe.indikatoren]
    ueberschriften = _ueberschriften(zuordnung)
    werte = parameterbefunde(zuordnung, eingabe.parameter)
    parameternamen = [parameterangabe(name).bezeichnung for name in a.parameter]
    zuordnung.gruppe("Was an den Eingaben nicht stimmt (leer: nichts)")
    proben = [
        _spalte(
            zuordnung,
            "befund_ueberschrift",
            "Überschriften der Eingabeblätter",
            ueberschriften,
            len(ueberschriften),
        ),
        _spalte(
            zuordnung,
            "befund_sozialraum",
            "Jeder Sozialraum des Bogens steht in beiden Blättern",
            partial(_fehlt, zuordnung),
            len(raumnamen),
        ),
    ]
    summenworte: dict[str, list[str]] = {}
    for name, bereich, formen, namen in (
        ("sozialraeume", raeume, "suchform", raumnamen),
        ("indikatoren", a.indikatoren, "suchform", raumnamen),
        ("gewichtung", gewichte, "suchform_indikator", indikatoren),
        ("parameterblatt", parameter, "suchform_parameter", parameternamen),
    ):
        vergeben = {suchform("", eigener).wert for eigener in namen}
        summenzeilen = []
        if bereich.blatt != PARAMETER.name:
            summenzeilen = [wort for wort in SUMMENWORTE if wort not in vergeben]
            summenworte[name] = summenzeilen
        proben.append(
            _spalte(
                zuordnung,
                f"befund_name_{name}",
                f"Namen im Blatt {bereich.blatt}: bekannt und nur einmal",
                partial(_name, zuordnung, name, bereich, formen, summenzeilen),
                bereich.zeilen - 1,
            )
        )
        proben.append(_darunter(bereich, f"suchform_{name}"))
    summen = summenbefunde(zuordnung, len(indikatoren), summenworte)
    proben.append(_spalte(zuordnung, "befund_summe", "Summenzeilen", summen, len(summen)))
    proben.append(
        _spalte(
            zuordnung,
            "befund_betrag",
            "Beträge im Blatt Sozialräume",
            partial(_betraege, zuordnung),
            len(raumnamen),
        )
    )
    proben.append(
        _spalte(
            zuordnung,
            "befund_indikator",
            "Gewichte, Arten, Bezugsgrößen, Richtungen",
            partial(_indikator, zuordnung),
            len(indikatoren),
        )
    )
    proben += [
        _werte(zuordnung, k, eingabe.spalten[name]) for k, name in enumerate(indikatoren, start=1)
    ]
    proben.append(_verteilungsbasis(zuordnung))
    proben.append(
        _spalte(
            zuordnung,
            "befund_parameter",
            "Werte im Blatt Parameter",
            werte,
            len(werte),
        )
    )
    return proben


def _spalte(
    zuordnung: Zuordnung,
    name: str,
    text: str,
    befund: Callable[[int], str] | Sequence[str],
    anzahl: int,
) -> Eingabeprobe:
    zuordnung.spalte(name, text, befund, [""] * anzahl, breite=_BREITE)
    return Eingabeprobe(
        text,
        f'IFERROR(SUMPRODUCT(--({name}<>"")),1)',
        f'IFERROR(INDEX({name},MATCH("?*",{name},0)),"")',
    )


def _ueberschriften(zuordnung: Zuordnung) -> list[str]:
    a = zuordnung.a
    koepfe = [
        *(
            (a.sozialraum[k.feld], k.ueberschrift)
            for k in SOZIALRAEUME.spalten
            if _gebraucht(k.feld)
        ),
        (a.indikatoren.nur_spalte(1), INDIKATOREN.ueberschrift("name")),
        *((a.gewichtung[k.feld], k.ueberschrift) for k in GEWICHTUNG.spalten if _gebraucht(k.feld)),
        *(
            (a.parameterspalten[k.feld], k.ueberschrift)
            for k in PARAMETER.spalten
            if _gebraucht(k.feld)
        ),
    ]
    befunde = []
    for bereich, ueberschrift in koepfe:
        zelle = f"INDEX({bereich},1)"
        form = suchform(zelle, ueberschrift)
        befunde.append(
            f'IF({form.formel}="{form.wert}","",'
            f'{ort(bereich.blatt, zelle)}&": hier muss „{ueberschrift}“ stehen")'
        )
    return befunde


def _gebraucht(feld: str) -> bool:
    return feld == "name" or feld in _GERECHNET


def _fehlt(zuordnung: Zuordnung, index: int) -> str:
    name = zuordnung.eigene("sozialraum", index)
    return (
        f"IF(ISNA({zuordnung.eigene('zeile_sozialraeume', index)}),"
        f'"Sozialräume: „"&{name}&"“ fehlt",'
        f"IF(ISNA({zuordnung.eigene('zeile_indikatoren', index)}),"
        f'"Indikatoren: „"&{name}&"“ fehlt",""))'
    )


def _name(
    zuordnung: Zuordnung,
    blatt: str,
    bereich: Bereich,
    formen: str,
    summenzeilen: Sequence[str],
    nummer: int,
) -> str:
    form = zuordnung.eigene(f"suchform_{blatt}", nummer)
    zelle = f"INDEX({bereich.nur_spalte(1)},{nummer + 2})"
    wo = ort(bereich.blatt, zelle)
    summe = ",".join(f'{form}="{wort}"' for wort in summenzeilen)
    bekannt = (
        f"IF(ISNA(MATCH({form},{formen},0)),"
        f'{wo}&": „"&{zelle}&"“ ist dem Bogen unbekannt; mit „sozialraum berechnen“ entsteht ein '
        'neuer",'
        f"IF(MATCH({form},suchform_{blatt},0)<>{nummer + 1},"
        f'{wo}&": „"&{zelle}&"“ steht doppelt",""))'
    )
    if summe:
        bekannt = f'IF(OR({summe}),"",{bekannt})'
    return (
        # Nach dem Löschen einer Zeile gibt es die letzte nicht mehr.
        f'IFERROR(IF({form}="",IF(COUNTA(INDEX({bereich},{nummer + 2},0))>0,'
        f'{wo}&": der Name fehlt",""),{bekannt}),"")'
    )


def _darunter(bereich: Bereich, formen: str) -> Eingabeprobe:
    """Namen, die tiefer stehen, als die Suchformen reichen, oder die keine Suchform haben."""
    alle = bereich.nur_spalte(1).bis_unten()
    anzahl = f'COUNTA({alle})-1-SUMPRODUCT(--({formen}<>""))'
    return Eingabeprobe(
        f"Blatt {bereich.blatt}: nichts unter der Tabelle",
        f"IFERROR(ABS({anzahl}),1)",
        f'IF({anzahl}=0,"","{bereich.blatt}: unter der Tabelle steht noch etwas")',
    )


def _betraege(zuordnung: Zuordnung, index: int) -> str:
    bisher = zuordnung.aus_sozialraeume("budget_bisher", index)
    referenz = zuordnung.aus_sozialraeume("referenzbudget", index)

    def befund(zelle: str, leer: str, sonst: str) -> str:
        wo = ort("Sozialräume", zelle)
        return f'IF({keine_zahl(zelle, leer=leer)},{wo}&": kein Betrag ab 0 €",{sonst})'

    beide = befund(bisher, SCHUETZT, befund(referenz, "FALSE", '""'))
    return f'IF(ISNUMBER({zuordnung.eigene("zeile_sozialraeume", index)}),{beide},"")'


def _indikator(zuordnung: Zuordnung, k: int) -> str:
    """Die Angaben eines Indikators im Blatt Gewichtung und seine Spalten."""
    art, richtung, bezug = f"art_{k + 1}", f"richtung_{k + 1}", f"bezugsgroesse_{k + 1}"
    name = zuordnung.eigene("indikator", k)
    form, bezugsform = (
        zuordnung.eigene("suchform_indikator", k),
        zuordnung.eigene("suchform_bezug", k),
    )

    def wo(feld: str) -> str:
        return ort("Gewichtung", zuordnung.aus_gewichtung(feld, k + 1))

    ist_quote = f'{art}="{Art.QUOTE}"'
    regeln = (
        (
            f"ISNA({zuordnung.eigene('zeile_gewichtung', k)})",
            f'"Gewichtung: der Indikator „"&{name}&"“ fehlt"',
        ),
        (
            f"ISNA({zuordnung.eigene('spalte_wert', k)})",
            f'"Indikatoren: die Spalte „"&{name}&"“ fehlt"',
        ),
        (
            f"SUMPRODUCT(--(suchform_spalten={form}))>1",
            f'"Indikatoren: die Überschrift „"&{name}&"“ steht doppelt"',
        ),
        (
            keine_zahl(zuordnung.aus_gewichtung("gewicht", k + 1)),
            f'{wo("gewicht")}&": kein Gewicht ab 0 ohne Prozentformat"',
        ),
        (nicht_gewaehlt(art, Art), f'{wo("art")}&": weder „Anzahl“ noch „Quote“"'),
        (
            nicht_gewaehlt(richtung, Richtung),
            f'{wo("richtung")}&": weder „belastend“ noch „entlastend“"',
        ),
        (
            f"ISNA({zuordnung.eigene('spalte_bezug', k)})",
            f'{wo("bezugsgroesse")}&": keine Spalte des Blatts Indikatoren"',
        ),
        (
            f'AND({bezug}="",IF({ist_quote},{QUOTE_MIT_BEZUG},{MIT_BASIS}))',
            f'{wo("bezugsgroesse")}&": die Bezugsgröße fehlt"',
        ),
        (
            f'IF({bezug}="",FALSE,SUMPRODUCT(--(suchform_spalten={bezugsform}))>1)',
            f'"Indikatoren: die Überschrift „"&{bezug}&"“ steht doppelt"',
        ),
        (
            f'AND({richtung}="{Richtung.ENTLASTEND}",{art}="{Art.ANZAHL}",{OHNE_BASIS})',
            f'{wo("richtung")}&": eine entlastende Anzahl gibt es bei „"&schluesselverfahren'
            '&"“ nicht"',
        ),
        (
            f'IF({bezug}="",FALSE,OR({bezugsform}={form},'
            f"ISNUMBER(MATCH({bezugsform},suchform_quote,0))))",
            f'{wo("bezugsgroesse")}&": eine Quote kann keine Bezugsgröße sein"',
        ),
    )
    formel = '""'
    for falsch, befund in reversed(regeln):
        formel = f"IF({falsch},{befund},{formel})"
    return formel


def _werte(zuordnung: Zuordnung, k: int, spalte: Spalte) -> Eingabeprobe:
    """Werte und Bezugsgrößen eines Indikators; falsche sind im Verteilungsschlüssel Fehler."""
    falsche_werte = f"SUMPRODUCT(--ISERROR(wert_{k}))"
    falsche_bezuege = f"SUMPRODUCT(--ISERROR(bezug_{k}))"
    erster_wert = _erste_zelle(zuordnung, f"wert_{k}", zuordnung.fremd("spalte_wert", k - 1))
    erster_bezug = _erste_zelle(zuordnung, f"bezug_{k}", zuordnung.fremd("spalte_bezug", k - 1))
    quote, anzahl = (
        (" von 0 bis 100 % im Prozentformat", " einer Anzahl")
        if spalte.prozentzellen
        else (" von 0 bis 100 % ohne Prozentformat", " ab 0 ohne Prozentformat")
    )
    return Eingabeprobe(
        f"Werte und Bezugsgrößen: {spalte.name}",
        f"{falsche_werte}+{falsche_bezuege}",
        f'IFERROR(IF({falsche_werte}>0,{erster_wert}&": keine zulässige Zahl"&IF(art_{k}="Quote",'
        f'"{quote}","{anzahl}"),IF({falsche_bezuege}>0,{erster_bezug}&": keine Bezugsgröße '
        f'über 0","")),{woertlich(f"„{spalte.name}“: siehe Blatt Verteilungsschlüssel").formel})',
    )


def _verteilungsbasis(zuordnung: Zuordnung) -> Eingabeprobe:
    falsche = "SUMPRODUCT(--ISERROR(basis))"
    erste = _erste_zelle(zuordnung, "basis", "spalte_basis")
    return Eingabeprobe(
        "Verteilungsbasis",
        falsche,
        f'IFERROR(IF({falsche}=0,"",IF(ISERROR(spalte_basis),"Parameter: die Verteilungsbasis '
        f'fehlt oder ist keine Spalte",{erste}&": keine Zahl ab 0")),"siehe Verteilungsbasis")',
    )


def _erste_zelle(zuordnung: Zuordnung, spalte: str, spaltennummer: str) -> str:
    """Fundort zum ersten Fehler einer Spalte des Verteilungsschlüssels."""
    platz = (
        f"ROWS({spalte})+1-SUMPRODUCT(MAX(ISERROR({spalte})"
        f"*(ROWS({spalte})+MIN(ROW({spalte}))-ROW({spalte}))))"
    )
    zelle = f"INDEX({zuordnung.a.indikatoren},INDEX(zeile_indikatoren,{platz}),{spaltennummer})"
    return ort("Indikatoren", zelle)
