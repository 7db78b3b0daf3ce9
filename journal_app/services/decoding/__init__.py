"""Everything that decodes a foreign format: runs only in a locked child process."""
