"""Where results go: whole files or nothing, and text that can't turn into a formula."""

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, cast

from zi_cli.errors import UnwritableOutput
from zi_cli.text import bersih, escaped

#: A text cell that starts with one of these would be run as a formula by a spreadsheet.
_AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_file(tujuan: Path, isi: bytes, *, timpa: bool, masukan: Iterable[Path] = ()) -> None:
    """Write *isi* to *tujuan* whole or not at all (temporary file beside it, then replace).

    Never over one of *masukan*; over an existing file only when *timpa*. Raises
    :class:`UnwritableOutput`.
    """
    with whole_file(tujuan, timpa=timpa, masukan=masukan) as sementara:
        sementara.write_bytes(isi)


@contextlib.contextmanager
def whole_file(tujuan: Path, *, timpa: bool, masukan: Iterable[Path] = ()) -> Iterator[Path]:
    """A temporary file beside *tujuan* that replaces it when the block ends well, else disappears.

    For outputs too large to hold in memory; the rules and errors are those of :func:`write_file`.
    """
    import tempfile

    check_target(tujuan, timpa=timpa, masukan=masukan)
    sementara: Path | None = None
    try:
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        pegangan, nama = tempfile.mkstemp(prefix=".zi-", dir=tujuan.parent)
        os.close(pegangan)
        sementara = Path(nama)
        yield sementara
        _samakan_hak(sementara, tujuan)
        sementara.replace(tujuan)
        sementara = None
    except OSError as e:
        raise UnwritableOutput(f"“{tujuan}” tidak dapat ditulis: {os_reason(e)}") from e
    finally:
        if sementara is not None:
            with contextlib.suppress(OSError):
                sementara.unlink()


def repacked(paket: bytes) -> bytes:
    """The same ZIP package with entries sorted and without times, so that equal contents are equal bytes."""
    import zipfile

    hasil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paket)) as masuk, zipfile.ZipFile(hasil, "w", zipfile.ZIP_DEFLATED) as keluar:
        for nama in sorted(masuk.namelist()):
            info = zipfile.ZipInfo(nama, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            keluar.writestr(info, masuk.read(nama))
    return hasil.getvalue()


def check_target(tujuan: Path, *, timpa: bool, masukan: Iterable[Path] = ()) -> None:
    """Refuse (:class:`UnwritableOutput`) an output that is an input, no ordinary file, or exists without *timpa*."""
    if tujuan.is_dir():
        raise UnwritableOutput(f"“{tujuan}” adalah folder, bukan nama berkas")
    if not tujuan.exists():
        return
    if not tujuan.is_file():
        raise UnwritableOutput(f"“{tujuan}” bukan berkas biasa; pilih nama keluaran yang lain")
    for m in masukan:
        if m.exists() and tujuan.samefile(m):
            raise UnwritableOutput(f"“{tujuan}” adalah berkas masukan; pilih nama keluaran yang lain")
    if not timpa:
        raise UnwritableOutput(f"“{tujuan}” sudah ada; tambahkan --timpa untuk menggantinya")


def _samakan_hak(sementara: Path, tujuan: Path) -> None:
    # mkstemp gives 0600; a result should be as readable as any other new file of the user.
    if os.name == "posix":
        topeng = os.umask(0)
        os.umask(topeng)
        sementara.chmod(tujuan.stat().st_mode & 0o777 if tujuan.exists() else 0o666 & ~topeng)


def os_reason(e: OSError) -> str:
    """Short Indonesian reason of an operating system error."""
    if isinstance(e, PermissionError):
        return "hak akses ditolak atau berkas sedang dibuka program lain"
    if isinstance(e, FileNotFoundError):
        return "folder tidak ada"
    if isinstance(e, NotADirectoryError):
        return "salah satu bagian jalurnya bukan folder"
    return e.strerror or type(e).__name__


class Styled(str):
    """Text for a terminal whose colours are meant: whoever drew it has cleaned what came from files."""

    __slots__ = ()


class _CleanStream:
    """A standard stream whose text is for people: "?" for escape, control and direction characters."""

    def __init__(self, asli: TextIO) -> None:
        self.asli = asli

    def write(self, teks: str) -> int:
        return self.asli.write(teks if isinstance(teks, Styled) else bersih(teks, "?"))

    def __getattr__(self, nama: str) -> Any:
        return getattr(self.asli, nama)


def raw_stream(stream: TextIO) -> TextIO:
    """*stream* itself, for what draws with escape sequences of its own (a progress bar)."""
    return stream.asli if isinstance(stream, _CleanStream) else stream


@contextlib.contextmanager
def clean_streams() -> Iterator[None]:
    """While the block runs, whatever name or cell a command prints, nothing in it commands the terminal.

    The one place where text leaves for a person: standard output and standard error alike.
    """
    stdout, stderr = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", _CleanStream(raw_stream(s))) for s in (stdout, stderr))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = stdout, stderr


_results: TextIO | None = None


def result_stream() -> TextIO:
    """Where results go: standard output, also while :func:`results_only` keeps everything else off it."""
    return sys.stdout if _results is None else _results


@contextlib.contextmanager
def results_only() -> Iterator[None]:
    """While the block runs, whatever a library prints goes to standard error; only results reach standard output."""
    global _results
    outer, stdout = _results, sys.stdout
    _results = stdout if outer is None else outer
    sys.stdout = sys.stderr
    try:
        yield
    finally:
        sys.stdout, _results = stdout, outer


def reserve_stdout() -> None:
    """Keep standard output for results, also from libraries that print from C: their descriptor 1 is standard error.

    For the whole process, once, before any command runs. Without real descriptors it does nothing.
    """
    try:
        ours = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), 1)
    except (OSError, AttributeError, ValueError):
        return
    sys.stdout.flush()
    line_buffering = sys.stdout.isatty()
    sys.stdout = open(ours, "w", encoding=sys.stdout.encoding, errors="replace", buffering=1 if line_buffering else -1)  # noqa: PTH123, SIM115


def safe_cell(teks: str) -> str:
    """*teks* as spreadsheet text: a leading formula sign gets an apostrophe, what no reader sees goes."""
    tampak = bersih(teks).replace("\r\n", "\n")
    return "'" + tampak if tampak.startswith(_AWAL_RUMUS) else tampak


def csv_text(kepala: Sequence[str], baris: Iterable[Sequence[object]], *, indonesia: bool = False) -> str:
    """A CSV table; numbers must come as text already, or as int.

    With *indonesia*: semicolons, and the decimal points of :class:`Angka` cells become commas.
    The byte order mark is added when the text is encoded (``utf-8-sig``).
    """
    import csv

    penampung = io.StringIO()
    penulis = csv.writer(penampung, delimiter=";" if indonesia else ",", lineterminator="\r\n")
    penulis.writerow(kepala)
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
            teks = "\ufeff" + teks
        if isinstance(raw_stream(stream), io.TextIOWrapper):
            # Line ends must reach the pipe as they are: Windows would make CR CR LF of those of a CSV.
            raw_stream(stream).reconfigure(newline="")  # type: ignore[attr-defined]
        stream.write(teks)
        return
    isi = bersih(teks, "?").encode("utf-8-sig" if bom else "utf-8", "replace")
    write_file(keluaran, isi, timpa=timpa, masukan=masukan)
