"""Die Spalten der vier Eingabeblätter nach Spezifikation 3."""

from sozialraum_cli.arbeitsmappe.tabellenblatt import EURO, STANDARD, TEXT, Kopf

SOZIALRAUMKOPF = (
    Kopf(
        "name",
        "Sozialraum",
        24,
        TEXT,
        "Name des Sozialraums, jeder nur einmal. Ihre Reihenfolge gilt auch im Bogen.",
    ),
    Kopf(
        "schluessel",
        "Schlüssel",
        13,
        TEXT,
        "Amtlicher Schlüssel als Text, damit führende Nullen bleiben; darf fehlen.",
    ),
    Kopf("traeger", "Träger", 28, TEXT, "Wer die Hilfen leistet; darf fehlen.", umbruch=True),
    Kopf("region", "Region", 14, TEXT, "Zusammenfassung mehrerer Sozialräume; darf fehlen."),
    Kopf(
        "zustaendigkeit",
        "Zuständigkeit",
        20,
        TEXT,
        "Wer im Jugendamt zuständig ist; darf fehlen.",
        umbruch=True,
    ),
    Kopf(
        "budget_bisher",
        "Budget bisher",
        16,
        EURO,
        "Bisheriges Jahresbudget in €. 0 heißt: neuer Sozialraum. Leer nur, wenn es keinen "
        "Bestandsschutz gibt oder die Budgets aus einer zweiten Mappe kommen.",
    ),
    Kopf(
        "referenzbudget",
        "Referenzbudget",
        16,
        EURO,
        "Nur ausfüllen, wenn der Bestandsschutz an einem festen früheren Budget gemessen wird; "
        "leer heißt: am Budget bisher.",
    ),
)
GEWICHTUNGSKOPF = (
    Kopf(
        "name",
        "Indikator",
        28,
        TEXT,
        "Genau die Überschrift der Spalte im Blatt Indikatoren.",
        umbruch=True,
    ),
    Kopf(
        "gewicht",
        "Gewicht",
        10,
        STANDARD,
        "Prozent oder Punkte; das Programm rechnet sie auf zusammen 100 % um.",
    ),
    Kopf(
        "art",
        "Art",
        10,
        TEXT,
        "Anzahl: Personen oder Fälle. Quote: Prozent der Bezugsgröße. Leer heißt Anzahl.",
    ),
    Kopf(
        "bezugsgroesse",
        "Bezugsgröße",
        22,
        TEXT,
        "Spalte des Blatts Indikatoren, auf die sich der Indikator bezieht, zum Beispiel "
        "Einwohner. Nötig bei jeder Quote und bei jedem Verfahren außer „anteile“.",
        umbruch=True,
    ),
    Kopf(
        "richtung",
        "Richtung",
        12,
        TEXT,
        "belastend: mehr davon heißt mehr Budget. entlastend: mehr davon heißt weniger. Leer "
        "heißt belastend.",
    ),
    Kopf("quelle", "Quelle", 60, TEXT, "Woher die Zahlen stammen.", umbruch=True),
    Kopf("stichtag", "Stichtag", 24, TEXT, "Für wann die Zahlen gelten.", umbruch=True),
)
PARAMETERKOPF: tuple[Kopf, ...] = (
    Kopf(
        "name",
        "Parameter",
        36,
        TEXT,
        "Die Bezeichnungen bitte nicht ändern.",
        umbruch=True,
        eingabe=False,
    ),
    Kopf(
        "wert",
        "Wert",
        20,
        STANDARD,
        "Hier eintragen. Wo eine Vorgabe steht, darf sie bleiben; leer heißt: nicht angegeben.",
        umbruch=True,
    ),
    Kopf("einheit", "Einheit", 10, TEXT, "Worin der Wert angegeben ist.", eingabe=False),
    Kopf(
        "erlaeuterung",
        "Erläuterung",
        62,
        TEXT,
        "Was der Wert bewirkt.",
        umbruch=True,
        eingabe=False,
    ),
    Kopf("quelle", "Quelle", 40, TEXT, "Wer den Wert beschlossen hat.", umbruch=True),
)
HERKUNFT = Kopf(
    "herkunft",
    "Herkunft",
    22,
    TEXT,
    "Woher das Programm den Wert hat.",
    umbruch=True,
    eingabe=False,
)
SOZIALRAUMSPALTE = Kopf(
    "name", "Sozialraum", 24, TEXT, "Name wie im Blatt Sozialräume, jeder einmal."
)
