"""The zi.* records: what other programs read, and what is read back."""
