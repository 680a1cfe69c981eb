"""Letters: golden texts, refusals, hostile templates and data, PDF."""
