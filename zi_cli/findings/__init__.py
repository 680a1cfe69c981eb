"""Coded findings: one catalogue, one record type."""
