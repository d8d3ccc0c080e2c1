"""Die Größen eines Vergleichs: je Sozialraum, je Leistung, je Ursache und ihre Summen."""

from decimal import Decimal
from functools import partial

from sozialraum_cli.groessen.groesse import Groesse, Groessen, Liste, Mass, Verbund, von
from sozialraum_cli.rechnen.ursachen import Ursache
from sozialraum_cli.rechnen.vergleich import (
    Aenderung,
    Raumvergleich,
    Stundenvergleich,
    Veraenderung,
)

_DORT_NICHT = "null: gibt es dort nicht"

STUNDEN: Groessen[Stundenvergleich] = (
    Groesse("name", Mass.TEXT, lambda s: s.name),
    Groesse("stunden_alt", Mass.MENGE, lambda s: s.alt, leer=True, kurz="alt", titel="alt"),
    Groesse("stunden_neu", Mass.MENGE, lambda s: s.neu, leer=True, kurz="neu", titel="neu"),
    Groesse(
        "stunden_differenz",
        Mass.MENGENDIFFERENZ,
        lambda s: s.differenz,
        kurz="Δ",
        titel="Veränderung",
    ),
)


def _betrag(ursache: Ursache, veraenderung: Veraenderung) -> Decimal:
    return veraenderung.ursachen[ursache]


URSACHEN: Groessen[Veraenderung] = tuple(
    Groesse(str(ursache), Mass.DIFFERENZ, partial(_betrag, ursache)) for ursache in Ursache
)
VERAENDERUNG: Groessen[Veraenderung] = (
    Groesse(
        "budget_alt",
        Mass.BUDGET,
        lambda v: v.budget_alt,
        _DORT_NICHT,
        leer=True,
        kurz="alt {jahr_alt}",
        titel="Budget alt ({jahr_alt})",
    ),
    Groesse(
        "budget_neu",
        Mass.BUDGET,
        lambda v: v.budget_neu,
        _DORT_NICHT,
        leer=True,
        kurz="neu {jahr_neu}",
        titel="Budget neu ({jahr_neu})",
    ),
    Groesse("differenz", Mass.DIFFERENZ, lambda v: v.differenz, kurz="Δ €", titel="Veränderung"),
    Groesse(
        "differenz_prozent",
        Mass.PROZENT,
        lambda v: v.differenz_prozent,
        "% des alten Budgets; null ohne altes Budget",
        leer=True,
        kurz="Δ %",
        titel="Veränderung in %",
    ),
    Liste(
        "leistungen",
        lambda v: v.leistungen,
        STUNDEN,
        f"h je Vertragswoche; {_DORT_NICHT}",
    ),
    Verbund(
        "ursachen",
        lambda v: v,
        URSACHEN,
        "€ je Jahr auf den Cent; ihre Summe ist genau differenz",
        kurz="ursache",
    ),
)
RAUM: Groessen[Raumvergleich] = (
    Groesse(
        "sozialraum", Mass.TEXT, lambda r: r.name, "Name der neuen Seite, bei nur_alt der alten"
    ),
    Groesse(
        "sozialraum_alt",
        Mass.TEXT,
        lambda r: r.name_alt,
        "früherer Name, nur bei umbenannten",
        leer=True,
    ),
    Groesse("schluessel", Mass.TEXT, lambda r: r.schluessel, leer=True),
    *von(lambda r: r.veraenderung, VERAENDERUNG),
)
AENDERUNG: Groessen[Aenderung] = (
    Groesse("name", Mass.TEXT, lambda a: a.name),
    Groesse("alt", Mass.ROH, lambda a: a.alt, "Prozente als 70; null: nicht angegeben", leer=True),
    Groesse("neu", Mass.ROH, lambda a: a.neu, leer=True),
    Groesse("einheit", Mass.TEXT, lambda a: a.einheit, leer=True),
    Groesse("herkunft_alt", Mass.TEXT, lambda a: a.herkunft_alt, leer=True),
    Groesse("herkunft_neu", Mass.TEXT, lambda a: a.herkunft_neu, leer=True),
)
