"""Bar chart of the areas on the summary sheet."""

from collections.abc import Sequence
from itertools import cycle

from xlsxwriter import Workbook
from xlsxwriter.chart_bar import ChartBar

from zi_cli.forms.addresses import RINGKASAN

_WARNA_SERI = ("#2F5597", "#ED7D31", "#70AD47", "#7030A0", "#00B0F0", "#A5A5A5", "#C00000", "#806000")
_GARIS = {"visible": True, "line": {"color": "#D9D9D9"}}


def grafik_area(
    buku: Workbook, seri: Sequence[tuple[str, int]], baris: tuple[int, int], ukuran: tuple[int, int]
) -> ChartBar:
    """The chart, one series per (name, column) of *seri*, over the rows *baris* (first, last) of the summary.

    *ukuran* is width and height in pixels. Values are shares of each area's weight.
    """
    grafik = buku.add_chart({"type": "bar"})
    pertama, akhir = baris
    for (nama, kolom), warna in zip(seri, cycle(_WARNA_SERI), strict=False):
        grafik.add_series(
            {
                "name": nama,
                "categories": [RINGKASAN, pertama, 0, akhir, 0],
                "values": [RINGKASAN, pertama, kolom, akhir, kolom],
                "fill": {"color": warna},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "0%", "font": {"size": 8}},
            }
        )
    grafik.set_title({"name": "Capaian area pengungkit (% dari bobot area)", "name_font": {"size": 11}})
    grafik.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": _GARIS})
    grafik.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    grafik.set_legend({"position": "bottom"} if len(seri) > 1 else {"none": True})
    grafik.set_size({"width": ukuran[0], "height": ukuran[1]})
    return grafik
