"""Eingabe: aus den Blättern einer Mappe, TOML und Optionen wird eine geprüfte Eingabe."""
