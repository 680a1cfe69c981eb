"""What leaves the program as text: cells of a table, a line of JSON, standard output."""

import io
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from zi_cli.files import write_file
from zi_cli.streams import Styled, raw_stream, result_stream
from zi_cli.text import escaped, strip_controls

#: A text cell that starts with one of these would be run as a formula by a spreadsheet.
_AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(teks: str) -> str:
    """*teks* as spreadsheet text: a leading formula sign gets an apostrophe, what no reader sees goes."""
    tampak = strip_controls(teks).replace("\r\n", "\n")
    return "'" + tampak if tampak.startswith(_AWAL_RUMUS) else tampak


def csv_text(kepala: Sequence[str], baris: Iterable[Sequence[object]], *, indonesia: bool = False) -> str:
    """A CSV table; numbers must come as text already, or as int.

    With *indonesia*: semicolons, and the decimal points of :class:`Angka` cells become commas.
    The byte order mark is added when the text is encoded (``utf-8-sig``).
    """
    import csv

    penampung = io.StringIO()
    penulis = csv.writer(penampung, delimiter=";" if indonesia else ",", lineterminator="\r\n")
    penulis.writerow([safe_cell(k) for k in kepala])
    for sel in baris:
        penulis.writerow([_sel_csv(s, indonesia) for s in sel])
    return penampung.getvalue()


class Angka(str):
    """A number already written with a decimal point, to tell it from free text in a CSV row."""

    __slots__ = ()


def _sel_csv(sel: object, indonesia: bool) -> object:
    if sel is None:
        return ""
    if isinstance(sel, Angka):
        return sel.replace(".", ",") if indonesia else str(sel)
    if isinstance(sel, bool):
        return "ya" if sel else "tidak"
    return safe_cell(sel) if isinstance(sel, str) else sel


def ascii_json(teks: str) -> str:
    """JSON text for a stream that is not Unicode: the same document in ASCII."""
    return re.sub(r"[^\x00-\x7f]", lambda m: json.dumps(m[0])[1:-1], teks)


def json_line(dokumen: object) -> str:
    """One JSON document on one line; plain ASCII when standard output is not Unicode, nothing invisible raw ever."""
    ascii_saja = "utf" not in (result_stream().encoding or "utf-8").lower()
    return escaped(json.dumps(dokumen, ensure_ascii=ascii_saja, allow_nan=False, separators=(", ", ": ")))


def present(teks: str, keluaran: Path | None, *, timpa: bool, masukan: Iterable[Path] = (), bom: bool = False) -> None:
    """Send *teks* to standard output, or to the file *keluaran* (UTF-8, with BOM for CSV)."""
    if not teks.endswith("\n"):
        teks = type(teks)(f"{teks}\n")
    if keluaran is None:
        stream = result_stream()
        if stream.isatty():
            stream.write(teks if isinstance(teks, Styled) else teks.replace("\r\n", "\n"))
            return
        if bom and "utf" in (stream.encoding or "").lower():
            # The mark of the encoding is ours; as a part of a text it would be one that nobody sees.
            teks = Styled("\ufeff" + strip_controls(teks, "?"))
        if isinstance(raw_stream(stream), io.TextIOWrapper):
            # Line ends must reach the pipe as they are: Windows would make CR CR LF of those of a CSV.
            raw_stream(stream).reconfigure(newline="")  # type: ignore[attr-defined]
        stream.write(teks)
        return
    isi = strip_controls(teks, "?").encode("utf-8-sig" if bom else "utf-8", "replace")
    write_file(keluaran, isi, timpa=timpa, masukan=masukan)
