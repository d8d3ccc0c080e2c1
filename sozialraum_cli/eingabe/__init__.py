"""Eingabe: aus den Blättern einer Mappe, TOML und Optionen wird eine geprüfte Eingabe.

Alle Befunde eines Laufs kommen in eine Liste. Wer liest, bekommt sie als `befunde` und hängt an;
None als Ergebnis heißt dann: gemeldet. Wer nur prüft, gibt seine Befunde zurück, und wer liest,
hängt sie an. Ein Feld liest die Zeile, in der es steht (`zeile.text("Quelle")`); sie kennt die
Liste ihrer Tabelle.
"""
