"""zi-cli: evaluate an Indonesian Zona Integritas from its official LKE workbook."""

__version__ = "0.1.0"

#: Program identity as printed in every report, record and letter.
PROGRAM = f"zi {__version__}"
