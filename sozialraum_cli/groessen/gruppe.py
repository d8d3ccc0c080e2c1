"""Die Größen einer Gruppe: Summen je Region, Träger und Zuständigkeit."""

from sozialraum_cli.groessen.groesse import Groesse, Groessen, Liste, Mass, Namen
from sozialraum_cli.rechnen.gruppen import Gruppe, Gruppenart, Leistungsstunden

GRUPPENSTUNDEN: Groessen[Leistungsstunden] = (
    Groesse("name", Mass.TEXT, lambda x: x.name),
    Groesse(
        "stunden",
        Mass.MENGE,
        lambda x: x.stunden,
        "Face-to-face-Stunden je Vertragswoche",
        minimum=0,
        kurz="Std.",
        summe=True,
    ),
)
# Was von jeder Gruppe zu zählen ist, auch in CSV neben jedem ihrer Sozialräume.
GRUPPENSUMMEN: Groessen[Gruppe] = (
    Groesse(
        "budget_bisher",
        Mass.BUDGET,
        lambda g: g.budget_bisher,
        "Euro; null, wenn eines fehlt",
        leer=True,
        kurz="bisher",
        summe=True,
    ),
    Groesse("budget_neu", Mass.BUDGET, lambda g: g.budget_neu, "Euro", kurz="neu", summe=True),
    Groesse(
        "differenz",
        Mass.DIFFERENZ,
        lambda g: g.differenz,
        "budget_neu minus budget_bisher, Euro",
        leer=True,
        kurz="Δ €",
        summe=True,
    ),
    Liste("stunden", lambda g: g.stunden, GRUPPENSTUNDEN, mindestens=1),
)
GRUPPE: Groessen[Gruppe] = (
    Groesse("art", Mass.TEXT, lambda g: str(g.art), wahl=tuple(Gruppenart)),
    Groesse("name", Mass.TEXT, lambda g: g.name, "null: ohne Angabe", leer=True),
    Namen("sozialraeume", lambda g: g.sozialraeume),
    *GRUPPENSUMMEN,
)
