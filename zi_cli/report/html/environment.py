"""The template environment of the HTML pages: escaping, filters, tables, embedded data, content policy."""

from __future__ import annotations

import base64
import hashlib
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.findings.record import TINGKAT_WORDS
from zi_cli.named_tuple import NamedTuple
from zi_cli.text import decimal_text, dotted, figure_text, record_number, short_figure, strip_controls
from zi_cli.version import PROGRAM
from zi_cli.views.table import Table, cell_text, shown_columns, tone_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


_TEMPLATE = Path(__file__).parent / "template"


def signed_text(nilai: float | int | Fraction | None, digit: int = 2) -> str:
    """A difference with its sign (a true minus); a dash for None."""
    if nilai is None:
        return "–"
    text = decimal_text(record_number(nilai), digit)
    return "−" + text[1:] if text.startswith("-") else "+" + text if record_number(nilai) > 0 else text


def sortable_number(text: str) -> str:
    """The figure in *text* with a decimal point, for sorting ("+1.234,5 %" gives "1234.5"); "" when none."""
    match = re.match(r"[+-]?[\d.]+(?:,\d+)?", text)
    return match[0].replace(".", "").replace(",", ".").lstrip("+") if match else ""


def embedded_json(content: object) -> Markup:
    """*content* as JSON that is inert inside a script element (``<``, ``>``, ``&`` and quotes escaped)."""
    from jinja2.utils import htmlsafe_json_dumps

    return htmlsafe_json_dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@cache
def _asset(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def tidy(nilai: Any) -> Any:
        return strip_controls(nilai) if isinstance(nilai, str) and not isinstance(nilai, Markup) else nilai

    env = Environment(
        loader=FileSystemLoader(_TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=tidy,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "angka": figure_text,
        "ringkas": short_figure,
        "selisih": signed_text,
        "ribuan": dotted,
        "bilangan": sortable_number,
        "data_sisip": embedded_json,
        "kata_tingkat": TINGKAT_WORDS.__getitem__,
    }
    return env


class SumberLain(NamedTuple):
    """Another file the page rests on (configuration, register), for its footer."""

    peran: str
    nama: str
    sha256: str


def make_page(template: str, **content: object) -> str:
    """Render the page *template*; a template field without a value raises.

    The page's policy forbids every request and every script but its own (known by its hash).
    """
    from markupsafe import Markup

    skrip = _asset("laporan.js")
    digest = base64.b64encode(hashlib.sha256(skrip.encode()).digest()).decode()
    kebijakan = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # Our own files, not data: safe to insert as they are.
    aset = {"gaya": Markup(_asset("gaya.css")), "skrip": Markup(skrip)}
    return _environment().get_template(template).render(program=PROGRAM, kebijakan=kebijakan, **aset, **content)


def table_view(t: Table) -> dict[str, Any]:
    """Heading, columns and rows of *t*: the text and the tone of each cell; ``tebal`` are rows that stand out."""
    columns, rows = shown_columns(t)
    return {
        "judul": t.judul,
        "kepala": [{"nama": k.judul, "angka": k.kanan, "arah": k.arah} for k in columns],
        "tebal": t.tebal,
        "baris": [[(cell_text(s, k), tone_of(s, k)) for s, k in zip(b, columns, strict=True)] for b in rows],
    }
