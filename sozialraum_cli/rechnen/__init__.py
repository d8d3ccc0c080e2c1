"""Die reine Formel: keine Dateien, keine Uhr, kein Bildschirm."""
