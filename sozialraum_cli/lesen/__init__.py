"""Lesen: aus Dateien, TOML und Optionen wird eine geprüfte Eingabe."""
