"""Die Größen des Controllings: je Ort und Leistung, je Gruppe, ihre Summen und der Abgleich."""

from functools import partial

from sozialraum_cli.controlling.abgleich import Posten, Verbleib
from sozialraum_cli.controlling.bericht import Bericht, Datei
from sozialraum_cli.groessen.groesse import Groesse, Groessen, Liste, Mass, Verbund, von
from sozialraum_cli.modell import Sozialraum
from sozialraum_cli.rechnen.controlling import Controllingzeile, Gruppe, Gruppenart
from sozialraum_cli.rechnen.istmenge import SEKUNDEN_JE_STUNDE, Kategorie
from sozialraum_cli.rechnen.sollist import Abruf, Sollist
from sozialraum_cli.runden import kaufmaennisch

_NUR_MIT_BETRAEGEN = "null: keine Quelle nennt Beträge"


def _abruf(groesse: Groesse[Abruf]) -> Groesse[Sollist]:
    (teil,) = von(_abruf_von, (groesse,))
    assert isinstance(teil, Groesse)
    wert = teil.wert
    return Groesse(
        groesse.name,
        groesse.mass,
        lambda w: None if w.abruf is None else wert(w),
        "; ".join(text for text in (groesse.erklaerung, _NUR_MIT_BETRAEGEN) if text),
        leer=True,
        kurz=groesse.kurz,
    )


def _abruf_von(werte: Sollist) -> Abruf:
    assert werte.abruf is not None
    return werte.abruf


ABRUF: tuple[Groesse[Sollist], ...] = tuple(
    map(
        _abruf,
        (
            Groesse(
                "bewilligt",
                Mass.GELD,
                lambda a: a.bewilligt,
                "Mittel der Leistung laut Bogen, € im Jahr",
                kurz="bewilligt €",
            ),
            Groesse("betrag", Mass.GELD, lambda a: a.betrag, "Ist-Kosten in €", kurz="Ist €"),
            Groesse(
                "abrufquote_prozent",
                Mass.ZAHL,
                lambda a: a.abrufquote_prozent,
                "betrag in % von bewilligt",
                kurz="Abruf %",
            ),
            Groesse(
                "rest",
                Mass.GELD,
                lambda a: a.rest,
                "bewilligt − betrag; negativ: Mehrkosten, die der Träger trägt",
                kurz="Rest €",
            ),
            Groesse(
                "rueckforderung",
                Mass.GELD,
                lambda a: a.rueckforderung,
                "Rest ab 0, je Träger und Leistung; null auch, solange das Jahr nicht zu Ende ist",
                kurz="Rück- forderung €",
            ),
        ),
    )
)
SOLLIST: Groessen[Sollist] = (
    Groesse("soll", Mass.MENGE, lambda w: w.soll, "h im Zeitraum", kurz="Soll h"),
    Groesse("ist", Mass.MENGE, lambda w: w.ist, "h im Zeitraum", kurz="Ist h"),
    Groesse("differenz", Mass.MENGENDIFFERENZ, lambda w: w.differenz, "Ist − Soll", kurz="Δ h"),
    Groesse(
        "erfuellung_prozent",
        Mass.ZAHL,
        lambda w: w.erfuellung_prozent,
        "Ist in % des Solls; null ohne Soll",
        leer=True,
        kurz="Erfüllung %",
    ),
    Groesse(
        "hochrechnung",
        Mass.MENGE,
        lambda w: w.hochrechnung,
        "h im Jahr: Ist · Tage des Jahres / Tage des Zeitraums",
        kurz="Hoch- rechnung Jahr h",
    ),
    Groesse(
        "plan",
        Mass.MENGE,
        lambda w: w.plan,
        "Soll des nächsten Bogens, h in seinem Jahr; null ohne",
        leer=True,
        kurz="Plan {plan_jahr} h",
    ),
    *ABRUF,
    Groesse(
        "faelle",
        Mass.ROH,
        lambda w: w.faelle_gezeigt,
        "Verschiedene Fälle, unter drei als „unter 3“; null: nicht gezählt, oder die Zahl "
        "verriete eine kleine",
        leer=True,
        kurz="Fälle",
    ),
    Groesse(
        "teilnehmende",
        Mass.ROH,
        lambda w: w.teilnehmende_gezeigt,
        "Wie faelle",
        leer=True,
        kurz="Teil- nehmende",
    ),
)


def _kategorie(kategorie: Kategorie | None) -> str | None:
    return None if kategorie is None else str(kategorie.value)


def _vom_raum(feld: str, zeile: Controllingzeile) -> str | None:
    raum: Sozialraum | None = zeile.sozialraum
    return None if raum is None else getattr(raum, feld) or None


ZEILE: Groessen[Controllingzeile] = (
    Groesse(
        "sozialraum",
        Mass.TEXT,
        partial(_vom_raum, "name"),
        "null bei einer Kategorie",
        leer=True,
    ),
    Groesse(
        "kategorie",
        Mass.TEXT,
        lambda z: _kategorie(z.kategorie),
        "ausserhalb, keine_angabe oder unbekannt (weder im Bogen noch in der Zuordnung)",
        leer=True,
    ),
    *(
        Groesse(feld, Mass.TEXT, partial(_vom_raum, feld), "laut Bogen", leer=True)
        for feld in ("region", "traeger", "zustaendigkeit")
    ),
    Groesse(
        "leistung", Mass.TEXT, lambda z: z.leistung, "null: keine Leistung des Bogens", leer=True
    ),
    *von(lambda z: z.werte, SOLLIST),
)
LEISTUNG: Groessen[tuple[str | None, Sollist]] = (
    Groesse("name", Mass.TEXT, lambda paar: paar[0], leer=True),
    *von(lambda paar: paar[1], SOLLIST),
)
GRUPPE: Groessen[Gruppe] = (
    Groesse("art", Mass.TEXT, lambda g: str(g.art), wahl=tuple(map(str, Gruppenart))),
    Groesse(
        "name",
        Mass.TEXT,
        lambda g: g.name,
        "null: ohne Angabe im Bogen oder eine Kategorie",
        leer=True,
    ),
    Groesse("kategorie", Mass.TEXT, lambda g: _kategorie(g.kategorie), leer=True),
    *von(lambda g: g.werte, SOLLIST),
    Liste("leistungen", lambda g: g.leistungen, LEISTUNG),
)
POSTEN: Groessen[Posten] = (
    Groesse("zeilen", Mass.GANZ, lambda p: p.zeilen),
    Groesse("stunden", Mass.MENGE, lambda p: p.sekunden / SEKUNDEN_JE_STUNDE),
    Groesse("betrag", Mass.GELD, lambda p: kaufmaennisch(p.betrag)),
)


def _posten(wo: Verbleib, bericht: Bericht) -> Posten:
    return bericht.abgleich.verbleib.get(wo, Posten())


ABGLEICH: Groessen[Bericht] = (
    Verbund("gelesen", lambda b: b.abgleich.gelesen, POSTEN),
    *(Verbund(str(wo), partial(_posten, wo), POSTEN) for wo in Verbleib),
)
DATEI: Groessen[Datei] = (
    Groesse("datei", Mass.TEXT, lambda d: d.name),
    Groesse("sha256", Mass.TEXT, lambda d: d.sha256),
)


def _angabe(name: str, bericht: Bericht) -> str | None:
    return bericht.filter.angaben.get(name)


FILTER: Groessen[Bericht] = tuple(
    Groesse(name, Mass.TEXT, partial(_angabe, name), leer=True)
    for name in ("region", "traeger", "zustaendigkeit")
)
