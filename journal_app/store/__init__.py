"""SQL lives only here."""
