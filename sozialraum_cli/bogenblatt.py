"""Wie die Blätter eines Berechnungsbogens heißen; lädt nichts, was Mappen schreibt."""

ANLAGE = "Berechnungsbogen"
VERTEILUNGSSCHLUESSEL = "Verteilungsschlüssel"
BESTANDSSCHUTZ = "Bestandsschutz"
LEISTUNGEN = "Leistungen"
DIAGRAMM = "Diagramm"
RECHENWEG = "Rechenweg"
PRUEFUNG = "Prüfung"
ZUORDNUNG = "Zuordnung"

# Was in ihnen steht, hängt allein von den Eingabeblättern ab: weder von der Vorlage noch von der
# Herkunft der Datei.
NUR_GERECHNET = (
    VERTEILUNGSSCHLUESSEL,
    BESTANDSSCHUTZ,
    LEISTUNGEN,
    DIAGRAMM,
    RECHENWEG,
    ZUORDNUNG,
)
# Was von einem Bogen, der noch ist, wie er geschrieben wurde, niemand lesen muss.
AUSZULASSEN = (ANLAGE, *NUR_GERECHNET)
