"""Die Verfahren des Bestandsschutzes; `verzeichnis` führt alle auf."""
