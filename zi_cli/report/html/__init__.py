"""HTML reports: one self-contained file each, no network, inert whatever the input holds."""
