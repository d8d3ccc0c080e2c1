"""Sätze: das Ergebnis in Worten, gleich für Terminal und Mappe."""
