"""Controlling: aus Terminen und Summen der Fachverfahren werden Ist-Stunden je Sozialraum.

Der Weg der Daten: zuordnungsdatei (TOML) sagt, wie eine Quelle zu lesen ist; quelle liefert ihre
Zeilen; spalten findet darin die felder; termin liest aus einer Zeile Tag (zeitpunkt), dauer und
Betrag; ort findet den Sozialraum; sammeln addiert, der abgleich hält fest, was aus jeder Zeile
wurde, und maengel und zuordnungsbefunde sagen, was auffiel. Soll und Ist rechnet
rechnen/controlling gegeneinander; der bericht geht an die Ausgaben.
"""
