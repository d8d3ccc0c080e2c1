"""Warum eine Datei als Ganzes keine lesbare Mappe ist."""

NEU_SPEICHERN = (
    "Die Datei in Excel oder LibreOffice öffnen und neu als Excel-Arbeitsmappe (.xlsx) speichern."
)
NEU_ANFORDERN = "Die Datei noch einmal herunterladen oder anfordern."


class Dateifehler(Exception):
    """Die Datei ist nicht lesbar: text sagt warum, abhilfe was zu tun ist."""

    def __init__(self, text: str, abhilfe: str = NEU_SPEICHERN) -> None:
        self.text = text
        self.abhilfe = abhilfe
        super().__init__(text)


class Blattschaden(Dateifehler):
    """Ein Blatt ist beschädigt; die anderen sind lesbar."""

    def __init__(self, was: str) -> None:
        """Was beschädigt ist, als Satz ohne Punkt."""
        super().__init__(f"Die Datei ist beschädigt: {was}.", NEU_ANFORDERN)
