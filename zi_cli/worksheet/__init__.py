"""A file becomes a Worksheet: open, find the layout, read the answers, write forms."""
