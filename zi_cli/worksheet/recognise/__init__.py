"""Headings, rows and columns: where a sheet holds which answer of which assessor."""
