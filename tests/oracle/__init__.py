"""LibreOffice as the judge of our arithmetic: random forms, recalculated, against the exact scores."""
