"""The parts of the recipient's check; needs no journal, no network and no window."""
