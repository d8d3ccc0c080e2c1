"""Der Vorschlag einer Zuordnung als TOML: vollständig, mit einer Erklärung an jeder Zeile."""

from collections.abc import Iterator, Sequence

from sozialraum_cli.quellen.bestand import Quelle
from sozialraum_cli.quellen.gebietsvorschlag import Gebiet, Raumvorschlag
from sozialraum_cli.quellen.spaltenvorschlag import Spaltenvorschlag
from sozialraum_cli.quellen.tomltext import kommentar, zeichenkette

BITTE = "BITTE AUSFÜLLEN:"
PRUEFEN = "BITTE PRÜFEN:"
_JE_ZEILE = 3


def zuordnung_vorschlagen(
    quellen: Sequence[Quelle],
    raeume: Sequence[Raumvorschlag],
    uebrige: Sequence[Gebiet],
    spalten: Sequence[Spaltenvorschlag],
) -> str:
    """Die Zuordnung als Text; was sicher ist, gilt, was ein Mensch entscheiden muss, steht dabei.

    Eingang: uebrige sind Gebiete der Quellen, die keinem Sozialraum zugeordnet sind.
    """
    return "\n".join(
        [*_kopf(quellen), *_gebiete(raeume, uebrige), *(z for s in spalten for z in _spalte(s))]
    )


def offene_stellen(text: str) -> list[str]:
    """Die Zeilen eines Vorschlags, die ein Mensch ausfüllen oder prüfen muss."""
    return [
        zeile.partition("#")[2].strip()
        for zeile in text.splitlines()
        if BITTE in zeile or PRUEFEN in zeile
    ]


def _kopf(quellen: Sequence[Quelle]) -> Iterator[str]:
    yield kommentar("Zuordnung: aus welchen Gebieten ein Sozialraum besteht und aus welchen Zahlen")
    yield kommentar("die Spalten des Blatts Indikatoren entstehen. Vorgeschlagen aus:")
    for quelle in quellen:
        yield kommentar(f"  {quelle.anzeige}: {quelle.format.name}")
    yield kommentar(f"Alles mit „{BITTE[:-1]}“ oder „{PRUEFEN[:-1]}“ muss ein Mensch entscheiden.")
    yield kommentar("Was nicht gebraucht wird, löschen. Danach:")
    yield kommentar("  sozialraum einlesen QUELLE... --zuordnung DIESE_DATEI --ausgabe daten.xlsx")
    yield ""


def _gebiete(raeume: Sequence[Raumvorschlag], uebrige: Sequence[Gebiet]) -> Iterator[str]:
    yield kommentar("Sozialraum = amtliche Schlüssel seiner Gebiete, in Anführungszeichen, damit")
    yield kommentar("führende Nullen bleiben. Jedes Gebiet gehört zu höchstens einem Sozialraum.")
    yield "[gebiete]"
    for raum in raeume:
        if raum.offen:
            yield kommentar(f"{BITTE} {raum.name}: {raum.offen}")
        if not raum.gebiete:
            yield kommentar(f'{zeichenkette(raum.name)} = ["", ""]')
        elif len(raum.gebiete) == 1:
            einziges = raum.gebiete[0]
            schluessel = zeichenkette(einziges.geschrieben)
            yield f"{zeichenkette(raum.name)} = [{schluessel}] {kommentar(einziges.name)}"
        else:
            yield f"{zeichenkette(raum.name)} = ["
            for gebiet in raum.gebiete:
                yield f"    {zeichenkette(gebiet.geschrieben)}, {kommentar(gebiet.name)}"
            yield "]"
    if uebrige:
        yield kommentar("Keinem Sozialraum zugeordnet:")
        for gebiet in uebrige:
            yield kommentar(f'    "{gebiet.geschrieben}", {gebiet.name}')
    yield ""


def _spalte(spalte: Spaltenvorschlag) -> Iterator[str]:
    quote = spalte.quote
    vor = "# " if quote else ""
    if spalte.statistik:
        yield kommentar(spalte.statistik)
    if quote:
        yield kommentar(
            f"{BITTE} „{spalte.name}“ ist eine Quote ({spalte.einheit or 'Einheit nicht genannt'})."
        )
        yield kommentar("Quoten werden nie gemittelt: zaehler und nenner angeben und die # vorn")
        yield kommentar("entfernen. Nur wo jeder Sozialraum ein einziges Gebiet ist, reicht wert.")
    yield f"{vor}[[indikator]]"
    yield f"{vor}name = {zeichenkette(spalte.name)} # so heißt die Spalte im Blatt Indikatoren"
    if spalte.datei is not None:
        muster = _als_muster(spalte.datei)
        yield f"{vor}datei = {zeichenkette(muster)} # nur aus dieser Datei; * steht für alles"
    if quote:
        yield f'{vor}zaehler = {{ wert = "", filter = {{ }} }} # Code der Fälle'
        yield f'{vor}nenner = {{ wert = "", filter = {{ }} }} # Code aller'
    else:
        yield f"wert = {zeichenkette(spalte.wert)} # Code der Messgröße oder Überschrift der Spalte"
    if spalte.zeit:
        auch = f"; vorhanden auch {spalte.zeiten}" if spalte.zeiten else ""
        yield f"{vor}zeit = {zeichenkette(spalte.zeit)} {kommentar(f'Stichtag oder Jahr{auch}')}"
    else:
        yield kommentar(f'{BITTE} zeit = "JJJJ-MM-TT"; die Quelle nennt keinen Stichtag')
    if spalte.filter:
        yield from _filter(spalte, vor)
    art = "Quote" if quote else "Anzahl"
    hinweis = "Prozent der Bezugsgröße" if quote else "Personen oder Fälle; sie werden summiert"
    if not spalte.sicher and not quote:
        genannt = f"misst in „{spalte.einheit}“" if spalte.einheit else "nennt keine Einheit"
        hinweis = f"{PRUEFEN} die Quelle {genannt}; summiert werden nur Anzahlen"
    yield f'{vor}art = "{art}" {kommentar(hinweis)}'
    if quote and not spalte.sicher:
        yield kommentar('einheit = "je 1.000"   # oder "%", wie in den Metadaten der Quelle')
    yield kommentar("gewicht = 40          # nur für Indikatoren; Bezugsgrößen haben keines")
    yield kommentar('bezugsgroesse = "Einwohner"   # Spalte, auf die sich der Indikator bezieht')
    yield ""


def _filter(spalte: Spaltenvorschlag, vor: str) -> Iterator[str]:
    for einer in spalte.filter:
        wahl = ", ".join(einer.andere[: _JE_ZEILE * 4])
        if einer.offen:
            yield kommentar(
                f"{PRUEFEN} {einer.merkmal} hat kein Insgesamt; gewählt ist "
                f"„{einer.auspraegung}“, möglich: {wahl}"
            )
        elif wahl:
            yield kommentar(f'{einer.merkmal}: "" heißt Insgesamt; möglich auch: {wahl}')
    inhalt = ", ".join(
        f"{zeichenkette(einer.merkmal)} = {zeichenkette(einer.auspraegung)}"
        for einer in spalte.filter
    )
    yield f"{vor}filter = {{ {inhalt} }}"


def _als_muster(name: str) -> str:
    """Der Dateiname als Muster, das nur ihn meint."""
    return "".join(f"[{zeichen}]" if zeichen in "*?[" else zeichen for zeichen in name)
