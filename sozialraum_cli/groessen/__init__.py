"""Größen: je Ergebnis eine Tabelle, aus der JSON, CSV, Terminal, Bogen und Schemata entstehen."""
