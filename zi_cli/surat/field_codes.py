"""The codes of a document's fields: what Word would do when it brings them up to date."""

import re
from collections.abc import Iterator
from typing import Any

#: Namespace of WordprocessingML.
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Field codes that only number and refer inside the document.
_FIELD_CODES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "SEQ", "REF", "PAGEREF", "STYLEREF", "TOC"})
_FIELD_CODE = re.compile(r"\s*([A-Za-z]+)(?=[\s\\]|$)")


class FieldCodes:
    """The codes of all fields of a part, put together as Word does: over runs, each at its own depth."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        #: Code so far of every open field, the outermost first; None once its result has begun.
        self._open: list[list[str] | None] = []

    def take(self, e: Any, name: str) -> None:
        """Note one element of WordprocessingML, in document order."""
        if name == "fldSimple":
            self._codes.append(e.get(f"{{{WORD}}}instr", ""))
        elif name == "instrText":
            inside = self._open[-1] if self._open else None
            text = "".join(e.itertext())
            if inside is None:
                self._codes.append(f"di luar bidang: {text}")
            else:
                inside.append(text)
        elif name == "fldChar":
            kind = e.get(f"{{{WORD}}}fldCharType", "")
            if kind == "begin":
                # A field inside the code of another would change what that one does.
                if self._open and self._open[-1] is not None:
                    self._codes.append("di dalam kode bidang")
                self._open.append([])
            elif self._open:
                self._close(keep=kind == "separate")

    def _close(self, *, keep: bool) -> None:
        code = self._open.pop()
        if code is not None:
            self._codes.append("".join(code))
        if keep:
            self._open.append(None)

    def forbidden(self) -> Iterator[str]:
        """The codes that do more than number and refer; a field without an end counts as it stands."""
        while self._open:
            self._close(keep=False)
        for code in self._codes:
            m = _FIELD_CODE.match(code)
            if m is None or m[1].upper() not in _FIELD_CODES:
                yield code
