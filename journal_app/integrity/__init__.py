"""How sameness and order are shown: pure functions."""
