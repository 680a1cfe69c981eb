"""A folder of worksheets: find the files, run one function over them in workers, keep what came out."""
