"""Name and version of the program, as printed in every report, record and letter."""

__version__ = "0.1.0"

#: Program identity.
PROGRAM = f"zi {__version__}"
