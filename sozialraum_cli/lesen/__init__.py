"""Lesen: aus einer .xlsx- oder .ods-Datei wird eine Mappe, robust und mit Grenzen."""
