"""Der Rechenweg eines Sozialraums: jeder Schritt in Worten und als Rechnung zum Nachtippen."""
