"""Bytes to cells, within limits: one module a file format."""
