"""Was das Paket mitliefert."""

import re
import tomllib
from pathlib import Path

import pytest

from sozialraum_cli import __version__
from sozialraum_cli.ressourcen import ressource, ressourcen

WURZEL = Path(__file__).parent.parent


def test_beispiele_sind_erreichbar() -> None:
    namen = ressourcen("beispieldaten")
    assert {"lueneburg_2012.xlsx", "lueneburg_2026.xlsx", "LIESMICH.md"} <= set(namen)
    assert namen == tuple(sorted(namen))
    assert ressource("beispieldaten", "lueneburg_2012.xlsx").startswith(b"PK")


def test_fehlende_ressource_ist_ein_fehler() -> None:
    with pytest.raises(FileNotFoundError):
        ressource("beispieldaten", "fehlt.xlsx")
    with pytest.raises(FileNotFoundError):
        ressourcen("fehlt")


def test_lizenz_ist_die_eupl() -> None:
    text = (WURZEL / "LICENSE").read_text(encoding="utf-8")
    assert "OPEN-SOURCE-LIZENZ FÜR DIE EUROPÄISCHE UNION v. 1.2" in text
    assert text.rstrip().endswith("Ausarbeitung einer neuen Version der EUPL.")
    projekt = tomllib.loads((WURZEL / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert projekt["license"] == "EUPL-1.2"


def test_jeder_eintrag_im_aenderungsprotokoll_sagt_ob_er_betraege_aendert() -> None:
    text = (WURZEL / "CHANGELOG.md").read_text(encoding="utf-8")
    eintraege = text.split("\n- ")[1:]
    assert eintraege
    assert all("rgebniswirksam: " in eintrag for eintrag in eintraege)
    ueberschriften = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    # Oben sammelt sich das nächste, darunter steht zuerst die Fassung, die das Paket nennt.
    assert ueberschriften[0] == "Unveröffentlicht"
    assert ueberschriften[1:2] in ([], [__version__])
