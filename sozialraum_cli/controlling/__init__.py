"""Controlling: aus Terminen und Summen der Fachverfahren werden Ist-Stunden je Sozialraum.

Der Weg der Daten: zuordnung (TOML) sagt, wie eine Quelle zu lesen ist; quelle liefert ihre Zeilen;
spalten findet darin die Felder; termin liest aus einer Zeile einen Termin; ort findet den
Sozialraum; sammeln addiert und merkt sich, was auffiel (maengel). Soll und Ist rechnet
rechnen/controlling gegeneinander.
"""
