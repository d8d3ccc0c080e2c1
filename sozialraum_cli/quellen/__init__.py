"""Quellen: aus Tabellen der amtlichen Statistik werden Spalten des Blatts Indikatoren."""
