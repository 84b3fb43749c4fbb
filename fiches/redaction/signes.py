"""Les signes que le clavier n’a pas."""

INSECABLE = "\u00a0"
FINE = "\u202f"
MOINS = "\u2212"
