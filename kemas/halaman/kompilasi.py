"""Compile what the page carries, inside the page's own Python: ``/tempat/baku`` and ``/tempat/situs``."""

import py_compile
from pathlib import Path

for akar in (Path("/tempat/baku"), Path("/tempat/situs")):
    for p in sorted(akar.rglob("*.py")):
        jalur = p.relative_to(akar)
        if jalur.parts[0] == "pygal":
            continue
        # Help texts are docstrings of our own commands; nobody reads those of the libraries here.
        py_compile.compile(
            str(p),
            f"{p}c",
            str(jalur),
            doraise=True,
            optimize=0 if jalur.parts[0] == "zi_cli" else 2,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        p.unlink()
