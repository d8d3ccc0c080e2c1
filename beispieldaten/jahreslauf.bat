@echo off
rem Ein Jahreslauf: Mappe pruefen, berechnen, Uebergang zeigen, fortschreiben, Folgejahr berechnen
rem und beide Jahre vergleichen. Jeder Schritt, der scheitert, beendet den Lauf mit Rueckgabewert 1.
rem
rem Aufruf: jahreslauf.bat [MAPPE] [FOLGEJAHR]
rem   Ohne Mappe laeuft das mitgelieferte Beispiel 2026 mit dem Folgejahr 2027.
rem
rem Alles entsteht im neuen Ordner jahreslauf_FOLGEJAHR; gibt es ihn schon, haelt der Lauf an und
rem ueberschreibt nichts.
rem
rem Diese Datei enthaelt keine Umlaute: cmd liest sie in der Codepage der Konsole, die je Rechner
rem anders ist. Die Ausgaben des Programms und Dateinamen mit Umlauten betrifft das nicht.
setlocal disabledelayedexpansion

set "MAPPE=%~1"
set "FOLGEJAHR=%~2"
if "%FOLGEJAHR%"=="" set "FOLGEJAHR=2027"
set "ORDNER=jahreslauf_%FOLGEJAHR%"

mkdir "%ORDNER%"
if errorlevel 1 exit /b 1
if not "%MAPPE%"=="" goto :lauf
sozialraum beispiel "%ORDNER%\beispiel"
if errorlevel 1 exit /b 1
set "MAPPE=%ORDNER%\beispiel\lueneburg_2026.xlsx"

:lauf
sozialraum pruefen "%MAPPE%"
if errorlevel 1 exit /b 1
sozialraum berechnen "%MAPPE%" --ausgabe "%ORDNER%\Berechnungsbogen_bisher.xlsx"
if errorlevel 1 exit /b 1
sozialraum uebergang "%MAPPE%" --ausgabe "%ORDNER%\Uebergang.xlsx"
if errorlevel 1 exit /b 1
sozialraum fortschreiben "%ORDNER%\Berechnungsbogen_bisher.xlsx" --jahr "%FOLGEJAHR%" --ausgabe "%ORDNER%\daten_%FOLGEJAHR%.xlsx"
if errorlevel 1 exit /b 1

rem In der Praxis stehen hier die neuen Indikatorwerte, bevor es weitergeht.
sozialraum pruefen "%ORDNER%\daten_%FOLGEJAHR%.xlsx"
if errorlevel 1 exit /b 1
sozialraum berechnen "%ORDNER%\daten_%FOLGEJAHR%.xlsx" --ausgabe "%ORDNER%\Berechnungsbogen_%FOLGEJAHR%.xlsx"
if errorlevel 1 exit /b 1
sozialraum vergleich "%ORDNER%\Berechnungsbogen_bisher.xlsx" "%ORDNER%\Berechnungsbogen_%FOLGEJAHR%.xlsx" --ausgabe "%ORDNER%\Vergleich.xlsx"
if errorlevel 1 exit /b 1

echo Der Jahreslauf ist fertig: %ORDNER%
exit /b 0
