"""One package a satker, as its proposal needs it: pieces, checksums, archive, and the look at one that came back."""
