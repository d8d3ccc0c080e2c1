"""Der Übergang als JSON nach Schema sozialraum/uebergang/1."""

from collections.abc import Iterable
from decimal import Decimal

from sozialraum_cli.ausgabe.json_ausgabe import befund_objekte, json_bytes
from sozialraum_cli.befund import Befund
from sozialraum_cli.rechnen.geltende_parameter import Wert, geld, geltende_parameter
from sozialraum_cli.rechnen.uebergang import Uebergang, Uebergangsjahr
from sozialraum_cli.runden import kaufmaennisch
from sozialraum_cli.zahlen import ohne_endnullen

_PROZENT = Decimal("1e-6")


def uebergang_json(uebergang: Uebergang, befunde: Iterable[Befund]) -> bytes:
    """Der Pfad als UTF-8; die Parameter sind die des Haushaltsjahres, Prozente als 70."""
    erstes = uebergang.jahre[0]
    return json_bytes(
        {
            "schema": "sozialraum/uebergang/1",
            "jahr": erstes.jahr,
            "parameter": {
                name: {"wert": p.wert, "einheit": p.einheit, "herkunft": p.herkunft}
                for name, p in geltende_parameter(erstes.ergebnis).items()
            },
            "jahre": [_jahr(jahr) for jahr in uebergang.jahre],
            "befunde": befund_objekte(befunde),
        }
    )


def schutz_wirksam(jahr: Uebergangsjahr) -> Decimal | None:
    """Der wirksame Schutz in % auf sechs Stellen; None bei `keiner`."""
    schutz = jahr.ergebnis.schutz.bestandsschutz_wirksam
    if schutz is None:
        return None
    return ohne_endnullen(kaufmaennisch(schutz, _PROZENT))


def sozialraum_objekte(jahr: Uebergangsjahr) -> list[dict[str, Wert]]:
    """Je Sozialraum das Jahr; „budget_bisher“ ist ab dem zweiten Jahr das Budget des Vorjahres."""
    return [
        {
            "sozialraum": zeile.sozialraum.name,
            "schluessel": zeile.sozialraum.schluessel or None,
            "region": zeile.sozialraum.region or None,
            "budget_bisher": geld(zeile.sozialraum.budget_bisher),
            "budget_neu": geld(zeile.budget_neu),
            "differenz": geld(zeile.differenz),
            "ausgleich": geld(zeile.ausgleich),
            "frei_werdend": geld(frei),
        }
        for zeile, frei in zip(jahr.ergebnis.sozialraeume, jahr.frei_werdend, strict=True)
    ]


def _jahr(jahr: Uebergangsjahr) -> dict[str, object]:
    summen = jahr.ergebnis.summen
    return {
        "jahr": jahr.jahr,
        "stand": str(jahr.stand),
        "bestandsschutz_wirksam": schutz_wirksam(jahr),
        "summen": {
            "budget_bisher": geld(summen.budget_bisher),
            "budget_neu": geld(summen.budget_neu),
            "gewinn": geld(summen.gewinn),
            "verlust": geld(summen.verlust),
            "kosten_schutz": geld(summen.kosten_schutz),
            "ausgleich": geld(summen.ausgleich),
            "frei_werdend": geld(summen.frei_werdend),
        },
        "regionen": [
            {"region": mittel.region, "frei_werdend": geld(mittel.frei_werdend)}
            for mittel in jahr.regionen
        ],
        "sozialraeume": sozialraum_objekte(jahr),
    }
