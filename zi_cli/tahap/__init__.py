"""Where every satker stands: follow-up of what assessors noted, stages, kawasan, quarterly reports."""
