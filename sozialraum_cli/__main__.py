"""Einstieg: beantwortet --version sofort, ruft die Befehle und fängt ab, was sonst abstürzt."""

import errno
import gc
import os
import sys

from sozialraum_cli import __version__

ABGEBROCHEN = 130


def main() -> None:
    """Führt die Befehlszeile aus und beendet den Prozess mit ihrem Exit-Code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # geschlossen mit >&-
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    argumente = sys.argv[1:]
    if argumente[:1] != ["--version"]:  # die soll nichts laden
        from sozialraum_cli.ausgabe.stroeme import breite_berichtigen, stroeme_dulden
        from sozialraum_cli.befehle.prozess import prozess_vorbereiten

        breite_berichtigen()
        stroeme_dulden()
        prozess_vorbereiten()
    code = ausfuehren(argumente)
    # Vor dem Ende noch nach Kreisen zu suchen kostet bei einer kleinen Mappe ein Zehntel der Zeit.
    gc.freeze()
    sys.exit(code)


def ausfuehren(argumente: list[str]) -> int:
    """Führt einen Befehl aus, ohne je mit einem Traceback zu enden.

    Ergebnis: Exit-Code; 130 nach Strg+C, 0, wenn der Leser der Ausgabe genug hat.
    SOZIALRAUM_FEHLERSUCHE=1 zeigt zu einem unerwarteten Fehler den Traceback.
    """
    try:
        if argumente[:1] == ["--version"]:  # vor dem Import von typer: siebenmal schneller
            print(f"sozialraum {__version__}")
            code = 0
        else:
            from sozialraum_cli.ausgabe.zeichensatz import stroeme_vorbereiten

            stroeme_vorbereiten()
            from sozialraum_cli.cli import aufrufen

            code = aufrufen(argumente or ["--help"])
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return ABGEBROCHEN
    except BrokenPipeError:
        _verstummen()
        return 0
    except Exception as ausnahme:
        _unerwartet(ausnahme)
        return 1
    return code


def _unerwartet(ausnahme: Exception) -> None:
    # Auch dieser Text kann aus einer Datei stammen und darf das Terminal nicht steuern.
    from sozialraum_cli.ausgabe.zeichensatz import darstellbar

    def melden(text: str) -> None:
        print(darstellbar(text, sys.stderr.encoding or "utf-8"), file=sys.stderr)

    if os.environ.get("SOZIALRAUM_FEHLERSUCHE") == "1":
        import traceback

        melden("".join(traceback.format_exception(ausnahme)).rstrip())
    if isinstance(ausnahme, OSError):
        _verstummen()
        datei = f" ({ausnahme.filename!s})" if ausnahme.filename else ""
        text = f"Lesen oder Schreiben ist gescheitert{datei}: {_ursache(ausnahme)}"
    elif isinstance(ausnahme, MemoryError):
        text = (
            "Der Speicher reicht nicht. Nur die vier Eingabeblätter in der Mappe lassen oder das "
            "Programm auf einem Rechner mit mehr Speicher aufrufen."
        )
    else:
        text = (
            f"Unerwarteter Fehler, bitte melden: {type(ausnahme).__name__}: {ausnahme}\n"
            "Mit SOZIALRAUM_FEHLERSUCHE=1 in der Umgebung zeigt das Programm die Stelle."
        )
    melden(text)


def _ursache(ausnahme: OSError) -> str:
    """Warum und was zu tun ist; den Text des Betriebssystems gibt es oft nur englisch."""
    if ausnahme.errno == errno.ENOSPC:
        return "der Datenträger ist voll. Platz schaffen oder ein anderes Ziel wählen."
    if ausnahme.errno == errno.ENAMETOOLONG:
        return "der Name ist zu lang. Einen kürzeren wählen."
    if ausnahme.errno == errno.EBADF:
        return "die Ausgabe ist geschlossen. Sie in eine Datei oder ein Programm leiten."
    kennzeichen = errno.errorcode.get(ausnahme.errno or 0)
    grund = f"Fehler {kennzeichen}" if kennzeichen else str(ausnahme)
    return f"{grund}. Datei, Ordner und Rechte prüfen."


def _verstummen() -> None:
    """Leitet stdout ins Leere, damit das Leeren des Puffers am Ende nicht erneut scheitert."""
    leer = os.open(os.devnull, os.O_WRONLY)
    os.dup2(leer, sys.stdout.fileno())
    os.close(leer)


if __name__ == "__main__":
    main()
