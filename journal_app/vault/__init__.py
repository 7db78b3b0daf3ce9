"""Keys and ciphers live only here."""
