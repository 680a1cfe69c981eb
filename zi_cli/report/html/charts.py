"""Charts as inline SVG: pygal lays them out, the page's style sheet colours them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import strip_controls

if TYPE_CHECKING:
    from markupsafe import Markup

#: Narrow, so that the lettering stays readable when a phone scales the chart down.
_LEBAR = 400
_HURUF = 14
_SVG = "{http://www.w3.org/2000/svg}"


class Seri(NamedTuple):
    """One series of a chart: its name, its values (None leaves a gap), and its colour class."""

    nama: str
    nilai: Sequence[float | None]
    warna: str


class Sumbu(NamedTuple):
    """The value axis: its range and where to draw a labelled line, in the values' unit."""

    minimal: float
    maksimal: float
    garis: Sequence[float]


def batang_mendatar(
    judul: str,
    keterangan: str,
    label: Sequence[str],
    seri: Sequence[Seri],
    sumbu: Sumbu,
    *,
    tumpuk: bool = False,
    nilai: bool = False,
) -> Markup:
    """Horizontal bars, one group a label; *keterangan* is the text alternative.

    With *tumpuk* the series stand one after another in a bar; with *nilai* each bar shows its figure.
    """
    import pygal

    baris = len(label) * (1 if tumpuk else len(seri))
    bagan = (pygal.HorizontalStackedBar if tumpuk else pygal.HorizontalBar)(
        **_pengaturan(tinggi=baris * (34 if tumpuk else 22) + len(label) * 10 + 60),
        y_labels=[{"label": _format(g), "value": g} for g in sumbu.garis],
        range=(sumbu.minimal, sumbu.maksimal),
        print_values=nilai,
        print_values_position="top",
    )
    # pygal draws the first label at the bottom; a table reads from the top.
    bagan.x_labels = [strip_controls(t) for t in reversed(label)]
    for s in seri:
        bagan.add(strip_controls(s.nama), list(reversed(s.nilai)))
    return _gambar(bagan, judul, keterangan, [s.warna for s in seri])


def stacked_columns(judul: str, keterangan: str, label: Sequence[str], seri: Sequence[Seri]) -> Markup:
    """Vertical stacked columns of whole numbers, for a distribution."""
    import pygal

    puncak = max((sum(n or 0 for n in kolom) for kolom in zip(*(s.nilai for s in seri), strict=True)), default=0)
    bagan = pygal.StackedBar(
        **_pengaturan(tinggi=280),
        range=(0, max(puncak, 1)),
        y_labels=sorted({0, round(puncak / 2), round(puncak)}),
    )
    bagan.x_labels = list(label)
    for s in seri:
        bagan.add(strip_controls(s.nama), list(s.nilai))
    return _gambar(bagan, judul, keterangan, [s.warna for s in seri])


def _format(nilai: float) -> str:
    return f"{nilai:g}".replace(".", ",")


def _pengaturan(tinggi: int) -> dict[str, Any]:
    from pygal.style import Style

    huruf = {
        f"{n}_font_size": _HURUF for n in ("label", "major_label", "legend", "value", "value_label", "title", "tooltip")
    }
    return {
        "style": Style(**huruf),
        "width": _LEBAR,
        "height": tinggi,
        "margin": 4,
        "spacing": 8,
        "js": (),
        "css": (),
        "no_prefix": True,
        "show_legend": False,
        "truncate_label": -1,
        "value_formatter": _format,
    }


def _gambar(bagan: Any, judul: str, keterangan: str, warna: Sequence[str]) -> Markup:
    """The chart without pygal's own styles, scripts, comments and ids, and with a text alternative."""
    from markupsafe import Markup
    from pygal.etree import etree

    # Not lxml where it is installed: the same bytes wherever the chart is drawn, and one import less.
    etree.to_etree()
    akar = bagan.render_tree()
    for induk in list(akar.iter()):
        for anak in list(induk):
            if (
                not isinstance(anak.tag, str)
                or _nama(anak) in ("defs", "desc", "title")
                or "tooltip-overlay" in anak.get("class", "")
            ):
                induk.remove(anak)
    for plot in [e for e in akar.iter() if e.get("class") == "plot"]:
        # Threshold lines belong in front of the bars, or a long bar hides the line it has passed.
        for sumbu in [e for e in plot if "always_show" in e.get("class", "")]:
            plot.remove(sumbu)
            plot.append(sumbu)
    for elemen in akar.iter():
        elemen.attrib.pop("id", None)
        kelas = elemen.get("class")
        if kelas is not None:
            elemen.set("class", _kelas(kelas, warna))
    akar.set("role", "img")
    akar.set("aria-label", strip_controls(f"{judul}. {keterangan}"))
    akar.set("class", "grafik")
    # Serialised with text and attributes escaped.
    return Markup(etree.tostring(akar, encoding="unicode"))


def _nama(elemen: Any) -> str:
    return str(elemen.tag).removeprefix(_SVG)


def _kelas(kelas: str, warna: Sequence[str]) -> str:
    nama: list[str] = []
    for k in kelas.split():
        nomor = k.removeprefix("color-")
        nama.append(f"warna-{warna[int(nomor)]}" if k.startswith("color-") and nomor.isdigit() else k)
    return " ".join(nama)
