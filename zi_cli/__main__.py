"""The program's entry point: ``zi`` and ``python -m zi_cli``."""

import gc
import os
import sys

#: What the parser of the command line, and what it needs of Python, imports for what a command seldom does.
_SELDOM_USED = (
    "difflib",
    "gettext",
    "linecache",
    "platform",
    "shutil",
    "subprocess",
    "textwrap",
    "tokenize",
    "traceback",
    "urllib.parse",
    "uuid",
)


def main() -> None:
    """Load the command line and run it; Ctrl-C says so in one line at any moment, also while modules load."""
    # Looking for cyclic garbage while modules load, where there is none, takes a sixth of a short command's time.
    gc.set_threshold(100_000)
    try:
        from zi_cli.libraries.deferred import deferred

        with deferred(*_SELDOM_USED):
            from zi_cli.cli import main as jalankan

        jalankan()
    except KeyboardInterrupt:
        # What the parser's library or a second Ctrl-C lets through; the code is EXIT_INTERRUPTED, not loaded yet.
        if sys.stderr is not None:
            sys.stderr.write("zi: dihentikan\n")
            sys.stderr.flush()
        # Not sys.exit: where Ctrl-C met a string that was being compiled, the interpreter ends itself by the signal.
        os._exit(130)


if __name__ == "__main__":
    main()
