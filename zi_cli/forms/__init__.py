"""The official worksheet as a form to fill in: one module a sheet, all drawn from instrument data."""
