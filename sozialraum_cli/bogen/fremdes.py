"""Was eine Vorlage mitbringt, das kein Bogen braucht: Makros, fremde Mappen, Datenverbindungen."""

from collections.abc import Mapping

from sozialraum_cli.arbeitsmappe.paket import Paket, xmlbaum_lesen
from sozialraum_cli.befund import Befund, hinweis

_MAKROS = "/vbaProject"
# Woran eine Beziehung zu erkennen ist und wie es für Menschen heißt.
_FREMDES = {
    "/externalLink": "Verknüpfungen mit anderen Mappen",
    "/externalLinkPath": "Verknüpfungen mit anderen Mappen",
    "/connections": "Datenverbindungen",
    "/queryTable": "Datenverbindungen",
    "/oleObject": "eingebettete Objekte",
    "/package": "eingebettete Objekte",
    "/control": "Steuerelemente",
    "/ctrlProp": "Steuerelemente",
    "/activeXControlBinary": "Steuerelemente",
    "/attachedTemplate": "eine eigene Dokumentvorlage",
    "/customUI": "eigene Menüs",
    "/extensibility": "eigene Menüs",
    "/webextension": "Erweiterungen aus dem Netz",
}


def ohne_fremdes(
    name: str, teile: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[Befund, ...]]:
    """Die Teile einer Vorlage ohne Makros und Hinweise auf alles, was ein Leser nicht erwartet.

    Eingang: Name der Datei und ihre Teile. Fehler: wie beim Lesen von XML.
    """
    paket = Paket(teile)
    befunde: list[Befund] = []
    while (makros := paket.ziel_der_art(_MAKROS)) in paket.teile and makros is not None:
        paket.entfernen(makros)
        befunde = [
            hinweis(
                "Die Vorlage enthält Makros; der Bogen bekommt sie nicht.",
                name,
                "Nichts zu tun, wenn die Vorlage ohne sie auskommt.",
            )
        ]
    gefunden: dict[str, None] = {}
    for teil, inhalt in teile.items():
        if not teil.lower().endswith(".rels"):
            continue
        for beziehung in xmlbaum_lesen(inhalt):
            art = "/" + str(beziehung.get("Type")).rpartition("/")[2]
            if art in _FREMDES:
                gefunden[_FREMDES[art]] = None
            elif beziehung.get("TargetMode") == "External" and art != "/hyperlink":
                gefunden["Inhalte, die aus anderen Dateien oder dem Netz geladen werden"] = None
    if gefunden:
        befunde.append(
            hinweis(
                f"Die Vorlage enthält mehr als ihren Briefkopf: {', '.join(gefunden)}. Der Bogen "
                "übernimmt es.",
                name,
                "In der Vorlage löschen, was nicht in die Anlage gehört.",
            )
        )
    return paket.teile, tuple(befunde)
