"""Our own files, damaged: a world that holds one of each, the damages by kind, and who reads what (``berkas.csv``)."""
