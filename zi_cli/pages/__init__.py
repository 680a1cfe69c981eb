"""Results with a layout of their own: pages of a satker, a folder, a comparison, a survey, and rekap.xlsx."""
