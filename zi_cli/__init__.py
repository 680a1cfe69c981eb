"""zi-cli: evaluate an Indonesian Zona Integritas from its official LKE workbook."""
