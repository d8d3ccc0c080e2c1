"""Wie lange eine Mappe zu lesen dauert, gemessen an openpyxl: ganze Prozesse, Median.

Aufruf: python benchmarks/lesen.py [LÄUFE]

Drei Mappen, je schlicht und „schwer“: mit formatierten Leerzeilen bis zur letzten Zeile und einer
Zelle in XFD1048576. Ausgegeben werden Verhältnisse, denn Sekunden hängen vom Rechner ab.
"""

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

BEISPIEL = Path(__file__).parents[1] / "beispieldaten" / "lueneburg_2012.xlsx"
SPALTEN = "ABCDEFGHIJKLMNOPQRST"
LETZTE_ZEILE = 1_048_576
# openpyxl legt für jede formatierte Zeile ein Objekt an und braucht sonst Minuten.
HOECHSTENS_SEKUNDEN = 60

LESER: Mapping[str, str] = {
    "sozialraum (laden)": (
        "from pathlib import Path; from sozialraum_cli.lesen.mappendatei import mappe_lesen; "
        "mappe_lesen(Path(sys.argv[1]))"
    ),
    "openpyxl": "import openpyxl; openpyxl.load_workbook(sys.argv[1], data_only=True)",
    # Ohne reset_dimensions glaubt openpyxl der Mappe, wie groß sie ist, und ließe Zeilen weg.
    "openpyxl read_only": (
        "import openpyxl; mappe = openpyxl.load_workbook(sys.argv[1], read_only=True)\n"
        "for blatt in mappe: blatt.reset_dimensions(); [None for _ in blatt.iter_rows()]"
    ),
    "python-calamine": (
        "import python_calamine as c; mappe = c.CalamineWorkbook.from_path(sys.argv[1])\n"
        "[mappe.get_sheet_by_name(name).to_python() for name in mappe.sheet_names]"
    ),
}


def gefuellt(zeilen: int) -> bytes:
    """Die Beispielmappe, deren Blatt Indikatoren so viele Zeilen mit 20 Zahlen hat."""
    daten = (zeile(nummer).encode() for nummer in range(100, 100 + zeilen))
    return ergaenzt(BEISPIEL.read_bytes(), b"".join(daten))


def zeile(nummer: int) -> str:
    """Eine Zeile mit 20 Zahlen."""
    zellen = (
        f'<c r="{spalte}{nummer}"><v>{nummer + stelle / 7}</v></c>'
        for stelle, spalte in enumerate(SPALTEN)
    )
    return f'<row r="{nummer}">{"".join(zellen)}</row>'


def schwer(mappe: bytes, ab: int) -> bytes:
    """Dieselbe Mappe mit formatierten Leerzeilen ab einer Zeile und einer Zelle am Rand."""
    leer = (f'<row r="{n}" s="1" customFormat="1" ht="15"/>' for n in range(ab, LETZTE_ZEILE))
    rand = f'<row r="{LETZTE_ZEILE}"><c r="XFD{LETZTE_ZEILE}"><v>7</v></c></row>'
    return ergaenzt(mappe, "".join(leer).encode() + rand.encode())


def ergaenzt(mappe: bytes, zeilen: bytes) -> bytes:
    """Hängt XML-Zeilen an das zweite Blatt."""
    fertig = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(mappe)) as alt,
        zipfile.ZipFile(fertig, "w", zipfile.ZIP_DEFLATED) as neu,
    ):
        for name in alt.namelist():
            inhalt = alt.read(name)
            if name == "xl/worksheets/sheet2.xml":
                inhalt = inhalt.replace(b"</sheetData>", zeilen + b"</sheetData>")
            neu.writestr(name, inhalt)
    return fertig.getvalue()


def mappen() -> Iterator[tuple[str, bytes, int]]:
    """Name, Bytes und erste freie Zeile jeder schlichten Mappe."""
    yield "Beispiel, 10 Sozialräume", BEISPIEL.read_bytes(), 100
    yield "2.000 × 20 Zahlen", gefuellt(2_000), 2_100
    yield "8.000 × 20 Zahlen", gefuellt(8_000), 8_100


def sekunden(befehl: Sequence[str], laeufe: int) -> float | None:
    """Der Median ganzer Prozesse; None, wenn einer zu lange braucht oder abbricht."""
    zeiten = []
    for _ in range(laeufe):
        beginn = time.perf_counter()
        try:
            ende = subprocess.run(
                befehl, stdout=subprocess.DEVNULL, timeout=HOECHSTENS_SEKUNDEN, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        # „pruefen“ endet mit 1, wenn es Fehler findet; alles andere ist ein Abbruch.
        if ende.returncode not in (0, 1):
            return None
        zeiten.append(time.perf_counter() - beginn)
    return statistics.median(zeiten)


def main() -> None:
    """Misst alle Leser an allen Mappen und gibt je Mappe eine Tabelle aus."""
    laeufe = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    leser = {
        name: [sys.executable, "-c", f"import sys; {programm}"]
        for name, programm in LESER.items()
        if name != "python-calamine" or find_spec("python_calamine")
    }
    leser["sozialraum pruefen"] = [sys.executable, "-m", "sozialraum_cli", "pruefen"]
    ordner = Path(tempfile.mkdtemp())
    try:
        for name, mappe, frei in mappen():
            schlicht, voll = ordner / "schlicht.xlsx", ordner / "schwer.xlsx"
            schlicht.write_bytes(mappe)
            voll.write_bytes(schwer(mappe, frei))
            print(f"\n{name} (Median aus {laeufe})")
            print(
                f"{'':22}{'schlicht':>10}{'zu openpyxl':>13}{'schwer':>10}{'schwer/schlicht':>17}"
            )
            zeiten = {
                wer: [sekunden([*befehl, str(pfad)], laeufe) for pfad in (schlicht, voll)]
                for wer, befehl in leser.items()
            }
            bezug = zeiten["openpyxl"][0] or float("nan")
            for wer, (a, b) in zeiten.items():
                eins = f"{a:9.2f}s{a / bezug:13.2f}" if a else f"{'-':>10}{'-':>13}"
                zwei = f"{b:9.2f}s" if b else f"{'-':>10}"
                drei = f"{b / a:17.2f}" if a and b else f"{'-':>17}"
                print(f"{wer:22}{eins}{zwei}{drei}", flush=True)
    finally:
        shutil.rmtree(ordner)


if __name__ == "__main__":
    main()
