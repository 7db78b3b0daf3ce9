"""What a person can do with a journal: one call, one transaction, one result."""
