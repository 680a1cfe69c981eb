"""What the formulas of a worksheet compute: read, worked out exactly, and held against the official computation."""
