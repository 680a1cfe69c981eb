"""The regulation as data: an instrument is a folder of tables under ``data/``."""
