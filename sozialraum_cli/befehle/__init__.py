"""Die Befehle: je Befehl ein Modul, dazu wenige Module mit dem, was sie teilen.

Ein neuer Befehl ist ein Modul wie dieses, genannt wie der Befehl, und eine Zeile in `BEFEHLE`
(cli.py) mit einem Satz für die Übersicht; geladen wird nur der gerufene:

    @befehl("sozialraum zaehlen daten.xlsx")
    def zaehlen(daten: Daten, ausgabe: … = None, ueberschreiben: Ueberschreiben = False) -> None:
        \"\"\"Der erste Absatz der Hilfe.\"\"\"
        from sozialraum_cli.lesen.mappendatei import mappe_lesen   # Teures erst hier

        with fehler_melden():                       # Datenfehler: Befunde auf stderr, Exit 1
            befunde = [*xlsx_ziel(ausgabe, [daten], ueberschreiben=ueberschreiben)]
            mappe = versuchen(befunde, mappe_lesen, daten)      # Befunde aller Dateien sammeln
            if mappe is None or befunde:
                raise Datenfehler(befunde)
            eingabe, befunde = gepruefte_eingabe(mappe)            # befunde: ab hier Hinweise
            ergebnis, befunde = ergebnis_rechnen(eingabe, befunde)
            befunde += bogen_abgleichen(mappe, ergebnis)
        zeigen(…)                                   # das Ergebnis auf stdout
        if befunde:
            befunde_melden(befunde)                 # was dabei auffiel auf stderr

Was Befehle teilen: app (Anmeldung, Hilfe, Aufruffehler), angaben (Angaben mehrerer Befehle),
setzen (Parameter von der Befehlszeile), eingabelauf (Mappe → Eingabe → Ergebnis mit allen
Befunden), ziel (wohin geschrieben wird), stand (Stand und Prüfsummen), melden (stdout und stderr),
stapel (dieselbe Arbeit an vielen Mappen, auf allen Kernen).
Zu `berechnen` gehören mappenauswahl (Platzhalter), rechenlauf (eine Mappe bis zum Bogen), einzeln
(eine Mappe zeigen), mehrere und mehrere_zeigen (viele). Zu `einlesen` gehört einleselauf (von
Quellen und Zuordnung bis zur Mappe).
"""
