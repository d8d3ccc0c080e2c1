"""Was eine Planerin in pandas schriebe: dieselbe Rechnung in Gleitkommazahlen, ohne Prüfungen.

Aufruf: python benchmarks/mit_pandas.py MAPPE … > ergebnis.csv
"""

import sys

import pandas as pd


def ganze_euro(betraege: pd.Series, summe: float) -> pd.Series:
    """Auf ganze Euro nach größten Resten."""
    ganze = betraege.round(6) // 1
    rest = (betraege - ganze).round(6)
    fehlend = round(summe - ganze.sum())
    rang = rest.rank(method="first", ascending=False)
    return ganze + (rang <= fehlend)


def rechnen(pfad: str) -> pd.DataFrame:
    """Budgets, Vollzeitstellen und Stunden je Sozialraum."""
    blaetter = pd.read_excel(pfad, sheet_name=None, engine="calamine")
    p = blaetter["Parameter"].set_index("Parameter")["Wert"].to_dict()

    def prozent(name: str) -> float:
        return float(p[name].removesuffix(" %").replace(",", ".")) / 100

    gewichte = blaetter["Gewichtung"].set_index("Indikator")["Gewicht"]
    werte = blaetter["Sozialräume"].merge(blaetter["Indikatoren"], on="Sozialraum")
    anteile = werte[gewichte.index] / werte[gewichte.index].sum()
    gesamt = float(p["Gesamtbudget"])
    t = pd.DataFrame({"sozialraum": werte["Sozialraum"], "budget_bisher": werte["Budget bisher"]})
    t["anteil"] = (anteile * (gewichte / gewichte.sum())).sum(axis=1)
    indikatoren = gesamt * t["anteil"]
    t["budget_indikatoren"] = indikatoren.round(2)
    t["budget_indikatoren_gerundet"] = ganze_euro(indikatoren, gesamt)
    fest = prozent("Bestandsschutz") * t["budget_bisher"]
    geschuetzt = fest + (gesamt - fest.sum()) * t["anteil"]
    t["budget_neu"] = ganze_euro(geschuetzt, gesamt)
    t["schutzwirkung"] = t["budget_neu"] - t["budget_indikatoren_gerundet"]
    t["differenz"] = t["budget_neu"] - t["budget_bisher"]
    t["differenz_prozent"] = (t["differenz"] / t["budget_bisher"] * 100).round(2)
    t["regiekosten"] = (t["budget_neu"] * prozent("Regie-/Sachkosten")).round(2)
    t["personal"] = t["budget_neu"] - t["regiekosten"]
    netto = 1 - prozent("Minderarbeitszeit (abf)")
    for name in (n for n in p if n.startswith("Leistung: ")):
        leistung = name.removeprefix("Leistung: ")
        mittel = (t["personal"] * prozent(name)).round(2)
        t[f"mittel {leistung}"] = mittel
        t[f"mittel_netto {leistung}"] = (mittel * netto).round(2)
        t[f"vzae {leistung}"] = (mittel / p["Personalkosten je Vollzeitstelle"]).round(6)
        stunden = mittel * netto / p["Personalkosten je Vollzeitstelle"] * p["Wochenarbeitszeit"]
        t[f"stunden {leistung}"] = stunden.round(6)
    for art in ("region", "traeger", "zustaendigkeit"):
        for spalte in ("budget_bisher", "budget_neu", "differenz"):
            t[f"{art} {spalte}"] = t[spalte].sum()
    return t


if __name__ == "__main__":
    for mappe in sys.argv[1:]:
        rechnen(mappe).to_csv(sys.stdout, index=False)
