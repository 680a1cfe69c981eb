"""Libraries that not every machine has: one module each, which takes the real one or what stands in for it.

Besides, those that are loaded when they are first used (:mod:`zi_cli.libraries.deferred`).

In a browser (see docs/peramban.md) there are no processes and few compiled extensions. Each module here chooses at
import and offers the same names with the same results either way; the rest of the house never asks where it runs.
"""

import sys

#: Whether this system can start processes at all; a browser can't, though it has the functions.
HAS_PROCESSES = sys.platform not in ("emscripten", "wasi")
