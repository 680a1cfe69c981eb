"""A folder of worksheets becomes one set of results: find, score in parallel, keep, recap."""
