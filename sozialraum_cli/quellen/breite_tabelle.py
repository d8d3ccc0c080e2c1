"""Breite Tabellen: je Gebiet eine Zeile, je Messgröße eine Spalte mit ein- bis mehrzeiligem Kopf.

So sehen GENESIS-Tabellen, die Hefte der Bundesagentur, LSN-Online und eigene Tabellen aus.
"""

import re
from collections.abc import Iterator, Sequence

from sozialraum_cli.befund import Befund
from sozialraum_cli.lesen.mappe import spaltenbuchstabe
from sozialraum_cli.lesen.zelle import Zellwert
from sozialraum_cli.namen import vergleichsform
from sozialraum_cli.quellen.format import Gebietswahl
from sozialraum_cli.quellen.gitter import Gitter, text
from sozialraum_cli.quellen.reihe import Merkmal, Reihe, Vermerk, Wert
from sozialraum_cli.quellen.tabellenkopf import (
    ZEITWORTE,
    Tabellenkopf,
    Trennung,
    feld,
    kopf_lesen,
    nie_zusammen,
)
from sozialraum_cli.quellen.zeit import zeit_lesen, zeiten_im_text

FUSS = "__________"

_EINHEITEN = re.compile(
    r"(?:in )?(?:anzahl|personen|fälle|%|prozent|promille|‰|euro|eur|€|km²|qkm|ha)"
    r"|(?:in |anzahl |personen )?je 1[. ]?000\b.*",
    re.IGNORECASE,
)
_FUSSNOTE = re.compile(r"(?<=[a-zäöüß)])(?: ?\d\)|[¹²³⁴⁵])+$", re.IGNORECASE)
_VERMERK = re.compile(
    r"(?:©|stand\b|erstell|datenstand|.*\b(?:vorläufig|revidiert|endgültig))", re.IGNORECASE
)
_VERMERK_HOECHSTENS = 160
_NICHT_DIE_ZEIT = re.compile(
    r"\W*(?:©|stand|erstell|gebietsst|abruf|quelle|datenstand|nächster|copyright|lizenz)",
    re.IGNORECASE,
)


def lesen(
    gitter: Gitter, gesucht: Gebietswahl, trennung: Trennung = nie_zusammen
) -> Iterator[Wert | Vermerk | Befund]:
    """Die Werte einer breiten Tabelle; Zeilen ohne Schlüssel (Summen, Fuß) zählen nicht.

    Eingang: trennung teilt ein Feld, in dem Schlüssel und Name zusammen stehen.
    """
    kopf = kopf_lesen(gitter, trennung)
    if kopf is None:
        return
    yield from filter(None, map(_vermerk, kopf.titel))
    titelzeit = _titelzeit(kopf.titel)
    im_fuss = False
    reihen: dict[object, Reihe] = {}
    for zeile in gitter.zeilen:
        if zeile.nummer < kopf.erste_zeile:
            continue
        felder = zeile.felder
        im_fuss = im_fuss or text(felder[0]).startswith(FUSS)
        schluessel, name = ("", "") if im_fuss else _gebiet(felder, kopf, trennung)
        gebiet = gesucht[schluessel or name] if schluessel or name else ""
        if not gebiet:
            if vermerk := _vermerk(text(felder[0])):
                yield vermerk
            continue
        zeit = feld(felder, kopf.zeit)
        auspraegungen = tuple(feld(felder, spalte) for spalte in kopf.merkmale)
        for spalte in kopf.werte:
            kennung = (spalte, zeit, auspraegungen)
            reihe = reihen.get(kennung)
            if reihe is None:
                reihe = _reihe(kopf, spalte, zeit or titelzeit, auspraegungen)
                reihen[kennung] = reihe
            roh = felder[spalte] if spalte < len(felder) else None
            yield Wert(gebiet, schluessel, name, reihe, roh, zeile.nummer, spalte + 1)


def _gebiet(
    felder: Sequence[Zellwert | None], kopf: Tabellenkopf, trennung: Trennung
) -> tuple[str, str]:
    schluessel = feld(felder, kopf.schluessel)
    if schluessel and (geteilt := trennung(schluessel)):
        return geteilt
    if kopf.schluessel is not None and not schluessel:
        return "", ""
    return schluessel, feld(felder, kopf.name)


def _reihe(kopf: Tabellenkopf, spalte: int, zeit: str, auspraegungen: Sequence[str]) -> Reihe:
    ueberschrift = [_FUSSNOTE.sub("", teil) for teil in kopf.werte[spalte]]
    zeiten = [teil for teil in ueberschrift if zeit_lesen(teil)]
    angabe = zeiten[-1] if zeiten else zeit
    teile = [
        teil
        for teil in ueberschrift
        if zeit_lesen(teil) is None and vergleichsform(teil) not in ZEITWORTE
    ]
    einheit = _titeleinheit(kopf.titel)
    if len(teile) > 1 and _EINHEITEN.fullmatch(teile[-1]):
        einheit = teile.pop()
    merkmale = tuple(
        Merkmal(name, name, auspraegung, auspraegung)
        for name, auspraegung in zip(kopf.merkmale.values(), auspraegungen, strict=True)
    )
    return Reihe(
        namen=(
            " ".join(teile),
            " ".join(ueberschrift),
            f"Spalte {spaltenbuchstabe(spalte + 1)}",
        ),
        zeit=zeit_lesen(angabe) or angabe,
        einheit=einheit,
        merkmale=merkmale,
        teile=tuple(teile),
        titel=kopf.titel,
        zeitangabe=angabe if re.match(r"[^\W\d]{4,} ", angabe) else "",
        statistik=next((t for t in kopf.titel if not t.lower().startswith("tabelle")), ""),
    )


def _titeleinheit(titel: Sequence[str]) -> str:
    """Die Einheit, wenn die Titel genau eine in Klammern nennen: „Bevölkerungsstand (Anzahl)“."""
    klammern = (re.search(r"\(([^()]+)\)$", zeile) for zeile in titel)
    einheiten = {k[1] for k in klammern if k is not None and _EINHEITEN.fullmatch(k[1])}
    return einheiten.pop() if len(einheiten) == 1 else ""


def _vermerk(zeile: str) -> Vermerk | None:
    """Stand, Urheber oder Vorläufigkeit, wenn die Zeile davon spricht."""
    return Vermerk(zeile[:_VERMERK_HOECHSTENS]) if _VERMERK.match(zeile) else None


def _titelzeit(titel: Sequence[str]) -> str:
    """Die Zeit, wenn die Titel genau eine nennen; Erstellungs- und Gebietsstände zählen nicht."""
    zeiten = {
        zeit
        for zeile in titel
        if not _NICHT_DIE_ZEIT.match(zeile)
        for zeit in zeiten_im_text(zeile)
    }
    return zeiten.pop() if len(zeiten) == 1 else ""
