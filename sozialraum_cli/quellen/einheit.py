"""Worin eine Quelle misst: Anzahl, Prozent oder je 1.000, und was sich davon summieren lässt."""

import re
from collections.abc import Iterable
from decimal import Decimal

from sozialraum_cli.befund import Befund, fehler, hinweis
from sozialraum_cli.quellen.auswahl import Treffer
from sozialraum_cli.quellen.reihe import Reihe
from sozialraum_cli.quellen.zuordnung import Quelleneinheit

_JE_1000 = re.compile(r"\bje 1[. ]?000\b|promille|‰", re.IGNORECASE)
_PROZENT = re.compile(r"%|\bprozent\b|\bv\. ?h\.", re.IGNORECASE)
_ANZAHL = re.compile(r"anzahl|personen|fälle", re.IGNORECASE)
_TEILER = {Quelleneinheit.PROZENT: Decimal(1), Quelleneinheit.JE_1000: Decimal(10)}


def einheit_der_reihe(reihe: Reihe) -> Quelleneinheit | None:
    """Die Einheit, die die Quelle nennt; None, wenn sie keine oder eine andere nennt."""
    if _JE_1000.search(" ".join((reihe.einheit, *reihe.namen, *reihe.teile))):
        return Quelleneinheit.JE_1000
    if _PROZENT.search(reihe.einheit):
        return Quelleneinheit.PROZENT
    return Quelleneinheit.ANZAHL if _ANZAHL.fullmatch(reihe.einheit) else None


def anzahl_pruefen(
    was: str, treffer: Treffer, angegeben: Quelleneinheit | None, ort: str
) -> list[Befund]:
    """Der Fehler, wenn eine Quote als Anzahl summiert würde."""
    einheiten = {angegeben} if angegeben else {einheit_der_reihe(reihe) for reihe in treffer}
    quoten = sorted(einheit for einheit in einheiten if einheit in _TEILER)
    if not quoten:
        return []
    return [
        fehler(
            f"{was}: Die Quelle misst in „{quoten[0]}“; das ist keine Anzahl und darf nicht "
            "summiert werden.",
            ort,
            'art = "Quote" mit zaehler und nenner angeben oder die Tabelle mit der Anzahl '
            "herunterladen.",
        )
    ]


def quotenteiler(
    was: str, treffer: Treffer, angegeben: Quelleneinheit | None, ort: str
) -> tuple[Decimal, list[Befund]]:
    """Wodurch Werte zu teilen sind, damit sie Prozente sind, und was dabei auffällt.

    Nennt INKAR keine Einheit, muss die Zuordnung sie nennen: dort sind Quoten oft je 1.000.
    """
    if angegeben in _TEILER:
        return _TEILER[angegeben], list(_umgerechnet(was, [angegeben], ort))
    einheiten = {einheit_der_reihe(reihe) for reihe in treffer}
    if angegeben is Quelleneinheit.ANZAHL or Quelleneinheit.ANZAHL in einheiten:
        text = f"{was}: Die Quelle nennt eine Anzahl, keine Quote."
        return Decimal(1), [fehler(text, ort, "zaehler und nenner angeben.")]
    if len(einheiten) > 1:
        text = f"{was}: Die Quellen messen in verschiedenen Einheiten."
        return Decimal(1), [fehler(text, ort, "Mit datei eine Quelle auswählen.")]
    einheit = einheiten.pop()
    if einheit is not None:
        return _TEILER[einheit], list(_umgerechnet(was, [einheit], ort))
    if any(quelle.format.ohne_einheit for quelle in treffer.values()):
        return Decimal(1), [
            fehler(
                f"{was}: INKAR nennt die Einheit nicht bei den Werten; viele Indikatoren sind "
                "je 1.000 Einwohner, nicht in Prozent.",
                ort,
                'In der Zuordnung einheit = "je 1.000" oder einheit = "%" angeben; sie steht in '
                "den Metadaten von INKAR.",
            )
        ]
    return Decimal(1), [
        hinweis(
            f"{was}: Die Quelle nennt keine Einheit; die Werte gelten als Prozent.",
            ort,
            'Mit einheit = "%" bestätigen oder einheit = "je 1.000" angeben.',
        )
    ]


def _umgerechnet(was: str, einheiten: Iterable[Quelleneinheit], ort: str) -> Iterable[Befund]:
    if Quelleneinheit.JE_1000 in einheiten:
        yield hinweis(
            f"{was}: Die Quelle misst je 1.000; die Werte wurden in Prozent umgerechnet.",
            ort,
            "Nichts zu tun.",
        )
