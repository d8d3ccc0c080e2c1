#!/usr/bin/env bash
# Ein Jahreslauf: Mappe prüfen, berechnen, Übergang zeigen, fortschreiben, Folgejahr berechnen und
# beide Jahre vergleichen. Jeder Schritt, der scheitert, beendet den Lauf mit Rückgabewert 1.
#
# Aufruf: bash jahreslauf.sh [MAPPE] [FOLGEJAHR]
#   Ohne Mappe läuft das mitgelieferte Beispiel 2026 mit dem Folgejahr 2027.
#
# Alles entsteht im neuen Ordner jahreslauf_FOLGEJAHR; gibt es ihn schon, hält der Lauf an und
# überschreibt nichts.
set -euo pipefail
trap 'echo "Der Jahreslauf ist angehalten." >&2; exit 1' ERR

mappe="${1:-}"
folgejahr="${2:-2027}"
ordner="jahreslauf_$folgejahr"

mkdir "$ordner"
if [ -z "$mappe" ]; then
    sozialraum beispiel "$ordner/beispiel"
    mappe="$ordner/beispiel/lueneburg_2026.xlsx"
fi

sozialraum pruefen "$mappe"
sozialraum berechnen "$mappe" --ausgabe "$ordner/Berechnungsbogen_bisher.xlsx"
sozialraum uebergang "$mappe" --ausgabe "$ordner/Uebergang.xlsx"
sozialraum fortschreiben "$ordner/Berechnungsbogen_bisher.xlsx" --jahr "$folgejahr" --ausgabe "$ordner/daten_$folgejahr.xlsx"

# In der Praxis stehen hier die neuen Indikatorwerte, bevor es weitergeht.
sozialraum pruefen "$ordner/daten_$folgejahr.xlsx"
sozialraum berechnen "$ordner/daten_$folgejahr.xlsx" --ausgabe "$ordner/Berechnungsbogen_$folgejahr.xlsx"
sozialraum vergleich "$ordner/Berechnungsbogen_bisher.xlsx" "$ordner/Berechnungsbogen_$folgejahr.xlsx" --ausgabe "$ordner/Vergleich.xlsx"

echo "Der Jahreslauf ist fertig: $ordner"
