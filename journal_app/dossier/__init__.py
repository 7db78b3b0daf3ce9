"""The complaint dossier: content first, layout after."""
