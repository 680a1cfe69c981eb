"""Lengths as drawings write them: in English Metric Units, or with a unit."""

import re

#: A whole number, or a length in some unit; the units in EMU.
_LENGTH = r"([-+]?[0-9]{1,11})|([-+]?[0-9]{1,9}(?:\.[0-9]{1,9})?)(mm|cm|in|pt|pc|pi)"
_UNITS = {"mm": 36_000, "cm": 360_000, "in": 914_400, "pt": 12_700, "pc": 152_400, "pi": 152_400}


def whole(text: str) -> int:
    """A whole number, a length with its unit in EMU; 0 for what is neither, or beyond what any sheet measures."""
    m = re.fullmatch(_LENGTH, text.strip())
    if m is None:
        return 0
    return int(m[1]) if m[2] is None else int(float(m[2]) * _UNITS[m[3]])
