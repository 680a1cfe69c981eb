"""Plain facts from evidence: a tree of documents by indicator, its table, and what is wrong with it. No network."""
