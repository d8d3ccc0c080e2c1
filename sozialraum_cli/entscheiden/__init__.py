"""Was vor einer Entscheidung zu wissen ist: Varianten, Kennzahlen, Empfindlichkeit; alles rein."""
