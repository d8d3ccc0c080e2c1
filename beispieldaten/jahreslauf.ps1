<#
.SYNOPSIS
Ein Jahreslauf: Mappe prüfen, berechnen, Übergang zeigen, fortschreiben, Folgejahr berechnen und
beide Jahre vergleichen. Jeder Schritt, der scheitert, beendet den Lauf mit Rückgabewert 1.

.DESCRIPTION
Ohne Mappe läuft das mitgelieferte Beispiel 2026 mit dem Folgejahr 2027. Alles entsteht im neuen
Ordner jahreslauf_FOLGEJAHR; gibt es ihn schon, hält der Lauf an und überschreibt nichts.

.EXAMPLE
./jahreslauf.ps1 daten_2026.xlsx 2027
#>
param(
    [string]$Mappe = '',
    [int]$Folgejahr = 2027
)

# Gilt für Befehle der PowerShell; ein Programm meldet sich nur über $LASTEXITCODE.
$ErrorActionPreference = 'Stop'

function Anhalten {
    [Console]::Error.WriteLine('Der Jahreslauf ist angehalten.')
    exit 1
}

$Ordner = "jahreslauf_$Folgejahr"
if (Test-Path -LiteralPath $Ordner) {
    [Console]::Error.WriteLine("Den Ordner $Ordner gibt es schon.")
    Anhalten
}
$null = New-Item -ItemType Directory -Path $Ordner
if (-not $Mappe) {
    sozialraum beispiel "$Ordner/beispiel"
    if ($LASTEXITCODE -ne 0) { Anhalten }
    $Mappe = "$Ordner/beispiel/lueneburg_2026.xlsx"
}

sozialraum pruefen "$Mappe"
if ($LASTEXITCODE -ne 0) { Anhalten }
sozialraum berechnen "$Mappe" --ausgabe "$Ordner/Berechnungsbogen_bisher.xlsx"
if ($LASTEXITCODE -ne 0) { Anhalten }
sozialraum uebergang "$Mappe" --ausgabe "$Ordner/Uebergang.xlsx"
if ($LASTEXITCODE -ne 0) { Anhalten }
sozialraum fortschreiben "$Ordner/Berechnungsbogen_bisher.xlsx" --jahr "$Folgejahr" --ausgabe "$Ordner/daten_$Folgejahr.xlsx"
if ($LASTEXITCODE -ne 0) { Anhalten }

# In der Praxis stehen hier die neuen Indikatorwerte, bevor es weitergeht.
sozialraum pruefen "$Ordner/daten_$Folgejahr.xlsx"
if ($LASTEXITCODE -ne 0) { Anhalten }
sozialraum berechnen "$Ordner/daten_$Folgejahr.xlsx" --ausgabe "$Ordner/Berechnungsbogen_$Folgejahr.xlsx"
if ($LASTEXITCODE -ne 0) { Anhalten }
sozialraum vergleich "$Ordner/Berechnungsbogen_bisher.xlsx" "$Ordner/Berechnungsbogen_$Folgejahr.xlsx" --ausgabe "$Ordner/Vergleich.xlsx"
if ($LASTEXITCODE -ne 0) { Anhalten }

Write-Output "Der Jahreslauf ist fertig: $Ordner"
