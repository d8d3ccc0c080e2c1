"""Was vor einer Entscheidung zu wissen ist: Varianten, Kennzahlen und was sie bewegt, alles rein."""
