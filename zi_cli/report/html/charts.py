"""Charts as inline SVG: pygal lays them out, the page's style sheet colours them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zi_cli.named_tuple import NamedTuple
from zi_cli.text import strip_controls

if TYPE_CHECKING:
    from markupsafe import Markup

#: Narrow, so that the lettering stays readable when a phone scales the chart down.
_WIDTH = 400
_FONT_SIZE = 14
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


def horizontal_bars(
    title: str,
    remark: str,
    label: Sequence[str],
    seri: Sequence[Seri],
    axis: Sumbu,
    *,
    tumpuk: bool = False,
    nilai: bool = False,
) -> Markup:
    """Horizontal bars, one group a label; *remark* is the text alternative.

    With *tumpuk* the series stand one after another in a bar; with *nilai* each bar shows its figure.
    """
    import pygal

    row = len(label) * (1 if tumpuk else len(seri))
    chart = (pygal.HorizontalStackedBar if tumpuk else pygal.HorizontalBar)(
        **_chart_settings(height=row * (34 if tumpuk else 22) + len(label) * 10 + 60),
        y_labels=[{"label": _format(g), "value": g} for g in axis.garis],
        range=(axis.minimal, axis.maksimal),
        print_values=nilai,
        print_values_position="top",
    )
    # pygal draws the first label at the bottom; a table reads from the top.
    chart.x_labels = [strip_controls(t) for t in reversed(label)]
    for s in seri:
        chart.add(strip_controls(s.nama), list(reversed(s.nilai)))
    return _chart_markup(chart, title, remark, [s.warna for s in seri])


def stacked_columns(title: str, remark: str, label: Sequence[str], seri: Sequence[Seri]) -> Markup:
    """Vertical stacked columns of whole numbers, for a distribution."""
    import pygal

    peak = max((sum(n or 0 for n in column) for column in zip(*(s.nilai for s in seri), strict=True)), default=0)
    chart = pygal.StackedBar(
        **_chart_settings(height=280),
        range=(0, max(peak, 1)),
        y_labels=sorted({0, round(peak / 2), round(peak)}),
    )
    chart.x_labels = list(label)
    for s in seri:
        chart.add(strip_controls(s.nama), list(s.nilai))
    return _chart_markup(chart, title, remark, [s.warna for s in seri])


def _format(nilai: float) -> str:
    return f"{nilai:g}".replace(".", ",")


def _chart_settings(height: int) -> dict[str, Any]:
    from pygal.style import Style

    letters = {
        f"{n}_font_size": _FONT_SIZE
        for n in ("label", "major_label", "legend", "value", "value_label", "title", "tooltip")
    }
    return {
        "style": Style(**letters),
        "width": _WIDTH,
        "height": height,
        "margin": 4,
        "spacing": 8,
        "js": (),
        "css": (),
        "no_prefix": True,
        "show_legend": False,
        "truncate_label": -1,
        "value_formatter": _format,
    }


def _chart_markup(chart: Any, title: str, remark: str, colours: Sequence[str]) -> Markup:
    """The chart without pygal's own styles, scripts, comments and ids, and with a text alternative."""
    from markupsafe import Markup
    from pygal.etree import etree

    # Not lxml where it is installed: the same bytes wherever the chart is drawn, and one import less.
    etree.to_etree()
    root = chart.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            if (
                not isinstance(child.tag, str)
                or _tag_name(child) in ("defs", "desc", "title")
                or "tooltip-overlay" in child.get("class", "")
            ):
                parent.remove(child)
    for plot in [e for e in root.iter() if e.get("class") == "plot"]:
        # Threshold lines belong in front of the bars, or a long bar hides the line it has passed.
        for axis in [e for e in plot if "always_show" in e.get("class", "")]:
            plot.remove(axis)
            plot.append(axis)
    for element in root.iter():
        element.attrib.pop("id", None)
        classes = element.get("class")
        if classes is not None:
            element.set("class", _css_class(classes, colours))
    root.set("role", "img")
    root.set("aria-label", strip_controls(f"{title}. {remark}"))
    root.set("class", "grafik")
    # Serialised with text and attributes escaped.
    return Markup(etree.tostring(root, encoding="unicode"))


def _tag_name(element: Any) -> str:
    return str(element.tag).removeprefix(_SVG)


def _css_class(classes: str, colours: Sequence[str]) -> str:
    names: list[str] = []
    for k in classes.split():
        number = k.removeprefix("color-")
        names.append(f"warna-{colours[int(number)]}" if k.startswith("color-") and number.isdigit() else k)
    return " ".join(names)
