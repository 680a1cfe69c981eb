"""Results for people and programs: terminal, JSON, CSV, Markdown, XLSX and HTML."""
