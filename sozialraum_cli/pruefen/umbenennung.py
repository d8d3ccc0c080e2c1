"""Sozialräume, die ein Vergleich für neu und verschwunden hält und die wohl nur anders heißen."""

from collections.abc import Iterator

from sozialraum_cli.befund import Befund, hinweis
from sozialraum_cli.namen import Vorschlaege, vergleichsform
from sozialraum_cli.rechnen.vergleich import Raumvergleich, Vergleich


def vermutlich_umbenannt(vergleich: Vergleich) -> Iterator[Befund]:
    """Je Paar aus verschwundenem und neuem Sozialraum, das zusammengehören dürfte, ein Hinweis.

    Dafür spricht: ein Name enthält den anderen (Bardowick, Samtgemeinde Bardowick), die Namen
    sind fast gleich, oder das alte Budget neu ist genau das neue Budget bisher.
    """
    uebrig = {raum.name: raum for raum in vergleich.nur_neu}
    for alt in vergleich.nur_alt:
        name = _anderer_name(alt, uebrig, vergleich)
        if name is None:
            continue
        neu = uebrig.pop(name)
        beide = bool(alt.schluessel and neu.schluessel)
        yield hinweis(
            f"„{alt.name}“ gibt es nur alt, „{name}“ nur neu: vermutlich derselbe Sozialraum, "
            "umbenannt. Verglichen ist er als verschwunden und neu.",
            f"„{name}“",
            "Ist es derselbe, "
            + (
                f"die Schlüssel angleichen (alt {alt.schluessel}, neu {neu.schluessel})."
                if beide
                else "in beiden Mappen denselben Schlüssel oder denselben Namen eintragen."
            ),
        )


def _anderer_name(
    alt: Raumvergleich, uebrig: dict[str, Raumvergleich], vergleich: Vergleich
) -> str | None:
    bisher = {raum.name: raum.budget_bisher for raum in vergleich.neu.eingabe.sozialraeume}
    budget = alt.veraenderung.budget_alt
    gleiches_budget = [name for name in uebrig if budget and bisher[name] == budget]
    enthalten = [name for name in uebrig if _enthaelt(name, alt.name)]
    for treffer in (enthalten, gleiches_budget):
        if len(treffer) == 1:
            return treffer[0]
    return Vorschlaege(uebrig).aehnlichster(alt.name)


def _enthaelt(einer: str, anderer: str) -> bool:
    """Ob jedes Wort des kürzeren Namens im längeren steht."""
    woerter = [{vergleichsform(wort) for wort in name.split()} for name in (einer, anderer)]
    return woerter[0] <= woerter[1] or woerter[1] <= woerter[0]
