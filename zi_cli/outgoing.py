"""What leaves the program: cells of a table, a line of JSON, a package; and standard output."""

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from zi_cli.errors import EXIT_USAGE, UnwritableOutput, UserError
from zi_cli.files import is_there, write_file
from zi_cli.streams import Styled, raw_stream, result_stream
from zi_cli.text import escaped, strip_controls

#: A text cell that starts with one of these would be run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Endings by which people know documents.
DOCUMENT_ENDINGS = frozenset((".xlsx", ".csv", ".json", ".md", ".html", ".htm", ".txt", ".pdf", ".zip")) | frozenset(
    (".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsm", ".xlsb", ".ods", ".pptx")
)


def output_folder(folder: Path) -> Path:
    """*folder*, which results are written to: a folder, or a name that is free and not a document's.

    Raises ``UnwritableOutput`` when it is a file, and ``UserError`` (exit 2) for the name of a document.
    """
    if folder.is_dir():
        return folder
    if is_there(folder):
        raise UnwritableOutput(f"“{folder}” adalah berkas, bukan folder keluaran")
    if folder.suffix.lower() in DOCUMENT_ENDINGS:
        raise UserError(f"“{folder}” bernama seperti berkas; sebut folder keluaran", EXIT_USAGE)
    return folder


def safe_cell(text: str) -> str:
    """*text* as spreadsheet text: a leading formula sign gets an apostrophe, what no reader sees goes."""
    visible = strip_controls(text).replace("\r\n", "\n")
    return "'" + visible if visible.startswith(_FORMULA_STARTS) else visible


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[object]], *, indonesia: bool = False) -> str:
    """A CSV table; numbers must come as text already, or as int.

    With *indonesia*: semicolons, and the decimal points of :class:`Angka` cells become commas.
    The byte order mark is added when the text is encoded (``utf-8-sig``).
    """
    import csv

    penampung = io.StringIO()
    writer = csv.writer(penampung, delimiter=";" if indonesia else ",", lineterminator="\r\n")
    writer.writerow([safe_cell(k) for k in headers])
    for cell in rows:
        writer.writerow([_csv_cell(s, indonesia) for s in cell])
    return penampung.getvalue()


class Angka(str):
    """A number already written with a decimal point, to tell it from free text in a CSV row."""

    __slots__ = ()


def _csv_cell(cell: object, indonesia: bool) -> object:
    if cell is None:
        return ""
    if isinstance(cell, Angka):
        return cell.replace(".", ",") if indonesia else str(cell)
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    return safe_cell(cell) if isinstance(cell, str) else cell


def ascii_json(text: str) -> str:
    """JSON text for a stream that is not Unicode: the same document in ASCII."""
    return re.sub(r"[^\x00-\x7f]", lambda m: json.dumps(m[0])[1:-1], text)


def json_line(dokumen: object) -> str:
    """One JSON document on one line; plain ASCII when standard output is not Unicode, nothing invisible raw ever."""
    ascii_saja = "utf" not in (result_stream().encoding or "utf-8").lower()
    return escaped(json.dumps(dokumen, ensure_ascii=ascii_saja, allow_nan=False, separators=(", ", ": ")))


def present(text: str, output: Path | None, *, overwrite: bool, inputs: Iterable[Path] = (), bom: bool = False) -> None:
    """Send *text* to standard output, or to the file *output* (UTF-8, with BOM for CSV)."""
    if not text.endswith("\n"):
        text = type(text)(f"{text}\n")
    if output is None:
        stream = result_stream()
        if stream.isatty():
            stream.write(text if isinstance(text, Styled) else text.replace("\r\n", "\n"))
            return
        if bom and "utf" in (stream.encoding or "").lower():
            # The mark of the encoding is ours; as a part of a text it would be one that nobody sees.
            text = Styled("\ufeff" + strip_controls(text, "?"))
        if isinstance(raw_stream(stream), io.TextIOWrapper):
            # Line ends must reach the pipe as they are: Windows would make CR CR LF of those of a CSV.
            raw_stream(stream).reconfigure(newline="")  # type: ignore[attr-defined]
        stream.write(text)
        return
    content = strip_controls(text, "?").encode("utf-8-sig" if bom else "utf-8", "replace")
    write_file(output, content, overwrite=overwrite, inputs=inputs)


def repacked(paket: bytes) -> bytes:
    """The same ZIP package with entries sorted and without times, so that equal contents are equal bytes."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(paket)) as masuk:
        return packed({name: masuk.read(name) for name in masuk.namelist()})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP package of *parts* by name, sorted and without times: equal parts give equal bytes."""
    import zipfile

    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as keluar:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            keluar.writestr(info, parts[name])
    return result.getvalue()
