"""Berechnet, erklärt und belegt Sozialraumbudgets."""

__version__ = "0.1.0"
