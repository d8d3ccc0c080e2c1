"""Im Blatt Bestandsschutz: bei welchen Sozialräumen der Schutz die Richtung umkehrt."""

from sozialraum_cli.arbeitsmappe import stil
from sozialraum_cli.arbeitsmappe.formelmappe import Wert
from sozialraum_cli.arbeitsmappe.rechenblatt import Rechenblatt
from sozialraum_cli.bogen.zuordnung import Zuordnung
from sozialraum_cli.rechnen.berechnung import Ergebnis

# Die letzte Zelle der Aufzählung: alle, bei denen der Schutz die Richtung umkehrt.
WECHSEL = "vorzeichenwechsel_namen"
# Eingeklappt darf die Aufzählung keine Zeile höher machen.
_BREIT = 250


def vorzeichenwechsel_anlegen(
    tabelle: Rechenblatt, ergebnis: Ergebnis, zuordnung: Zuordnung
) -> None:
    """Hängt an: je Sozialraum „ja“, wo der Schutz umkehrt, und die Namen bis zu seiner Zeile."""

    def kehrt_um(zeile: int) -> str:
        bisher = zuordnung.zelle("budget_bisher", tabelle.index(zeile))
        neu = tabelle.z("budget_neu", zeile)
        ohne = tabelle.z("budget_indikatoren_gerundet", zeile)
        return (
            f'IF(ISNUMBER({bisher}),IF(ABS({neu}-{bisher})<rundung-0.000001,"",'
            f'IF(({ohne}-{bisher})*({neu}-{bisher})<0,"ja","")),"")'
        )

    zeilen = ergebnis.sozialraeume
    tabelle.spalte(
        "vorzeichenwechsel",
        "Schutz kehrt um",
        kehrt_um,
        ["ja" if zeile.vorzeichenwechsel else "" for zeile in zeilen],
        stil.TEXT,
        breite=10,
    )
    bis_hier: list[Wert] = []
    genannt: list[str] = []
    for zeile in zeilen:
        genannt += [zeile.sozialraum.name] if zeile.vorzeichenwechsel else []
        bis_hier.append(", ".join(genannt))

    def aufgezaehlt(zeile: int) -> str:
        davor = '""' if zeile == tabelle.zeilen[0] else tabelle.z("wechsel_bis_hier", zeile - 1)
        dieser = f'IF({davor}="","",", ")&{tabelle.z("sozialraum_schutz", zeile)}'
        return f'{davor}&IF({tabelle.z("vorzeichenwechsel", zeile)}="ja",{dieser},"")'

    tabelle.spalte(
        "wechsel_bis_hier", "aufgezählt bis hier", aufgezaehlt, bis_hier, stil.TEXT, breite=_BREIT
    )
    tabelle.einklappen("wechsel_bis_hier")
    blatt, bereich = tabelle.fremder_bereich("wechsel_bis_hier").split("!")
    tabelle.formelmappe.name(WECHSEL, f"{blatt}!{bereich.split(':')[1]}")
