"""Die Höhe umbrochener Zellen: eher eine Zeile mehr als eine abgeschnittene."""

import pytest

from sozialraum_cli.arbeitsmappe.textzeilen import textbreite, textzeilen


def test_breiten_sind_die_der_schrift() -> None:
    """Soll: aus den Breiten der Carlito gerechnet, in Tausendsteln der Schriftgröße."""
    satz = (
        "Fest vergeben sind zusammen 1.190.000 €; vom Rest des Topfs kommt der Anteil nach "
        "Indikatoren dazu. 115.500 + (1.700.000 - 1.190.000) * 165.499,9349 / 1.700.000 = "
        "165.149,98 €"
    )
    assert textbreite(satz) == pytest.approx(74_096, rel=0.01)


@pytest.mark.parametrize(
    ("text", "breite", "zeilen"),
    [
        ("", 10, 1),
        ("kurz", 10, 1),
        ("kurz\nkurz", 10, 2),
        ("drei lange Wörter", 8, 3),
        ("1234567890" * 3, 10, 4),
        ("ab " * 40, 20, 6),
    ],
)
def test_zeilen(text: str, breite: float, zeilen: int) -> None:
    assert textzeilen(text, breite, 11) == zeilen


def test_fette_und_groessere_schrift_braucht_mehr() -> None:
    text = "Anteil, Budget nach Indikatoren"
    assert textzeilen(text, 29, 11) < textzeilen(text, 29, 11, fett=True)
    assert textzeilen(text, 29, 11) < textzeilen(text, 29, 14)
