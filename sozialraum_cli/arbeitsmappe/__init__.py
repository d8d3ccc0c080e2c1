"""Arbeitsmappe: Formeln mit Werten, Stile, Vorlagenpakete und bytegleiches Speichern."""
