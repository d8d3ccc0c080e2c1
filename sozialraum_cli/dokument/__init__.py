"""Texte zum Weitergeben: erst ein Inhalt ohne Form, dann Word oder Markdown daraus."""
