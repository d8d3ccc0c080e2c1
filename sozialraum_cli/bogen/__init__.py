"""Bogen: Arbeitsmappen schreiben, die Eingabeblätter und den Berechnungsbogen."""
