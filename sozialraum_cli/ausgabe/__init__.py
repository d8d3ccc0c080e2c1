"""Ausgabe: Ergebnis und Befunde als Tabelle, JSON, CSV oder Text, ohne eigene Rechnung."""
