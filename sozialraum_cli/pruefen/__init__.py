"""Prüfen: was an einer gültigen Eingabe unwahrscheinlich ist."""
