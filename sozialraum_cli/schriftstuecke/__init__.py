"""Schriftstücke zum Weitergeben: was in ihnen steht, kommt allein aus den Ergebnissen."""
