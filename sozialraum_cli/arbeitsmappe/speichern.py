"""Arbeitsmappen so speichern, dass gleicher Inhalt gleiche Bytes ergibt."""

import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook

_EIGENSCHAFTEN = "docProps/core.xml"
_ZEITPUNKT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_AELTESTES_ZIPDATUM = datetime(1980, 1, 1, tzinfo=UTC)


def bytegleich(mappe: Workbook, stand: datetime) -> bytes:
    """Speichert eine Arbeitsmappe ohne Spuren der Uhr und des Rechners.

    Eingang: Mappe und Stand; ohne Zeitzone gilt er als UTC. Ergebnis: eine .xlsx-Datei, deren
    Erstellungs-, Änderungs- und Zipdatum der Stand ist (Zip kennt nichts vor 1980).
    """
    return packen(teile(mappe, stand), stand)


def teile(mappe: Workbook, stand: datetime) -> dict[str, bytes]:
    """Die Teile der .xlsx-Datei in ihrer Reihenfolge, Erstellungs- und Änderungsdatum = Stand."""
    roh = BytesIO()
    mappe.save(roh)
    return mit_stand(entpacken(roh.getvalue()), stand)


def entpacken(datei: bytes) -> dict[str, bytes]:
    """Die Teile einer Zip-Datei unter ihren Namen; der Inhalt muss vertrauenswürdig sein."""
    with zipfile.ZipFile(BytesIO(datei)) as archiv:
        return {name: archiv.read(name) for name in archiv.namelist() if not name.endswith("/")}


def mit_stand(teile: Mapping[str, bytes], stand: datetime) -> dict[str, bytes]:
    """Dieselben Teile mit dem Stand als Erstellungs- und Änderungsdatum."""
    if _EIGENSCHAFTEN not in teile:
        return dict(teile)
    zeitpunkt = _in_utc(stand).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    eigenschaften = _ZEITPUNKT.sub(rb"\g<1>" + zeitpunkt + rb"\g<3>", teile[_EIGENSCHAFTEN])
    return {**teile, _EIGENSCHAFTEN: eigenschaften}


def packen(teile: Mapping[str, bytes], stand: datetime) -> bytes:
    """Packt Teile in gegebener Reihenfolge zu einer Zip-Datei, die nur vom Inhalt abhängt."""
    zipdatum = max(_in_utc(stand), _AELTESTES_ZIPDATUM).timetuple()[:6]
    fertig = BytesIO()
    with zipfile.ZipFile(fertig, "w") as datei:
        for name, inhalt in teile.items():
            teil = zipfile.ZipInfo(name, zipdatum)
            teil.create_system = 0
            datei.writestr(teil, inhalt, zipfile.ZIP_DEFLATED)
    return fertig.getvalue()


def _in_utc(stand: datetime) -> datetime:
    return stand.astimezone(UTC) if stand.tzinfo else stand.replace(tzinfo=UTC)
