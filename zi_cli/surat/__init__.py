"""Letters: their data, their fields, and DOCX rendering."""
