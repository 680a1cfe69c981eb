"""The zi.* records as types: JSON Schema and strict reading back are made from them.

Builders only name these types for the type checker, so that msgspec is loaded by ``zi schema``, by the
reading of our own JSON, and by ``zi batch``, never by a command that only prints a record.
"""
