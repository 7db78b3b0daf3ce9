"""Daybook: a private journal whose entries can become a complaint dossier."""

__version__ = "0.1.0"
