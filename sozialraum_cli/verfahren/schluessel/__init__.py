"""Die Schlüsselverfahren; `verzeichnis` führt alle auf."""
