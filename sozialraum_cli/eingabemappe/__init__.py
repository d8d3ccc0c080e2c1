"""Eingabemappe: die vier Eingabeblätter schreiben, für Vorlage, Beispiele und Bogen."""
