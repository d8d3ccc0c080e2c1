"""Die Verfahren: je eines ein Modul mit Regel, Formel, Sätzen, Eigenschaften und Grenzen."""
