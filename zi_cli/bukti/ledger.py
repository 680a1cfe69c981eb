"""``bukti.xlsx``: one row a document, written for a person to fill and read back by its headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zi_cli.bukti.rules import load_rules
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import safe_cell
from zi_cli.text import canonical_name, cuplik, path_text

if TYPE_CHECKING:
    from zi_cli.worksheet.formats.links import SheetLinks
    from zi_cli.worksheet.model import NilaiSel

LEMBAR = "Bukti"
INDIKATOR, PERTANYAAN, JAWABAN, DOKUMEN, JUDUL, TAHUN, TRIWULAN, PIC, STATUS, CATATAN = KOLOM = (
    "Indikator", "Pertanyaan", "Jawaban", "Berkas atau tautan", "Judul", "Tahun", "Triwulan", "PIC", "Status",
    "Catatan",
)  # fmt: skip
_LEBAR = (13, 44, 9, 46, 34, 8, 10, 18, 12, 36)
#: Other headings under which a column is found.
_SEBUTAN = {"berkas": DOKUMEN, "tautan": DOKUMEN, "berkas / tautan": DOKUMEN, "link": DOKUMEN, "kode": INDIKATOR}
_DIISI = frozenset({DOKUMEN, JUDUL, TAHUN, TRIWULAN, PIC, STATUS, CATATAN})
_BARIS_JUDUL = 20
_DIBUAT = datetime(2000, 1, 1)


class LedgerRow(NamedTuple):
    """One row as it was typed: what it says of one document, where it stands, and where the document's cell leads."""

    sel: Sel
    tautan: tuple[str, ...]
    indikator: str
    dokumen: str = ""
    judul: str = ""
    tahun: str = ""
    triwulan: str = ""
    pic: str = ""
    status: str = ""
    catatan: str = ""


class NewRow(NamedTuple):
    """A row to write: the indicator, and what the worksheet already says of a document."""

    kode: str
    jawaban: str = ""
    dokumen: str = ""
    judul: str = ""
    catatan: str = ""


def ledger_workbook(instrumen: Instrumen, baris: Sequence[NewRow], tahun: int | None) -> bytes:
    """The table as a workbook; the same input gives the same bytes."""
    import xlsxwriter

    wadah = io.BytesIO()
    opsi = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    buku = xlsxwriter.Workbook(wadah, opsi)
    buku.set_properties({"title": "Daftar bukti", "created": _DIBUAT})
    lembar = buku.add_worksheet(LEMBAR)
    dasar = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
    kepala = buku.add_format({**dasar, "bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF"})
    teks = buku.add_format({**dasar, "quote_prefix": True})
    isian = buku.add_format({**dasar, "bg_color": "#FFF9E5", "num_format": "@"})
    for k, (judul, lebar) in enumerate(zip(KOLOM, _LEBAR, strict=True)):
        lembar.write_string(0, k, judul, kepala)
        lembar.set_column(k, k, lebar)
    for r, b in enumerate(baris, 1):
        isi = {
            INDIKATOR: b.kode,
            PERTANYAAN: instrumen.per_kode[b.kode].teks,
            JAWABAN: b.jawaban,
            DOKUMEN: b.dokumen,
            JUDUL: b.judul,
            TAHUN: str(tahun) if tahun and b.dokumen else "",
            STATUS: "unggah" if b.dokumen else "belum",
            CATATAN: b.catatan,
        }
        for k, judul in enumerate(KOLOM):
            lembar.write_string(r, k, safe_cell(isi.get(judul, "")), isian if judul in _DIISI else teks)
    akhir = max(1, len(baris)) + 2000
    pilihan = {STATUS: list(load_rules().status), TRIWULAN: ["1", "2", "3", "4"]}
    for judul, daftar in pilihan.items():
        k = KOLOM.index(judul)
        aturan = {"validate": "list", "source": daftar, "ignore_blank": True, "error_title": judul}
        lembar.data_validation(1, k, akhir, k, aturan | {"error_message": f"Pilih {', '.join(daftar)}."})
    lembar.freeze_panes(1, 1)
    lembar.autofilter(0, 0, max(1, len(baris)), len(KOLOM) - 1)
    lembar.set_landscape()
    lembar.set_paper(9)
    lembar.fit_to_pages(1, 0)
    lembar.repeat_rows(0)
    buku.close()
    return wadah.getvalue()


def read_ledger(berkas: Path) -> tuple[LedgerRow, ...]:
    """The rows of the table that name an indicator or a document.

    Raises ``UnreadableInput`` (BKT837) for a file that can't be read or has none of our headings.
    """
    from zi_cli.worksheet.formats.open import open_with_links

    nama = path_text(berkas.name)
    try:
        buku, tautan = open_with_links(berkas)
    except UnreadableInput as e:
        raise UnreadableInput(make_temuan("BKT837", berkas=nama, sebab=cuplik(e.temuan.pesan, 200))) from None
    for lembar, isi in buku.lembar:
        for nomor, sel in enumerate(isi[:_BARIS_JUDUL]):
            kolom = _headings(sel)
            if INDIKATOR in kolom and DOKUMEN in kolom:
                return tuple(_rows(lembar, isi, nomor, kolom, tautan[lembar]))
    raise UnreadableInput(make_temuan("BKT837", berkas=nama, sebab=f"kolom {INDIKATOR} dan {DOKUMEN} tidak ada"))


def _headings(sel: Iterable[NilaiSel]) -> dict[str, int]:
    dikenal = {canonical_name(k): k for k in KOLOM} | {canonical_name(k): v for k, v in _SEBUTAN.items()}
    hasil: dict[str, int] = {}
    for k, isi in enumerate(sel):
        judul = dikenal.get(canonical_name(isi)) if isinstance(isi, str) else None
        if judul is not None:
            hasil.setdefault(judul, k)
    return hasil


def _rows(
    lembar: str, isi: Sequence[Sequence[NilaiSel]], kepala: int, kolom: dict[str, int], tautan: SheetLinks
) -> Iterator[LedgerRow]:
    urutan = (INDIKATOR, DOKUMEN, JUDUL, TAHUN, TRIWULAN, PIC, STATUS, CATATAN)
    from zi_cli.worksheet.formats.links import values_of

    value = values_of(isi)
    for nomor, sel in enumerate(isi[kepala + 1 :], kepala + 2):
        teks = [cell_words(sel[kolom[j]]) if j in kolom and kolom[j] < len(sel) else "" for j in urutan]
        if teks[0] or teks[1]:
            tujuan = tautan.at((nomor, kolom[DOKUMEN]), value) if teks[1] else ()
            yield LedgerRow(Sel(lembar, nomor, kolom[DOKUMEN]), tujuan, *teks)


def cell_words(nilai: NilaiSel) -> str:
    """A cell as a person typed it: whole numbers without decimals, no apostrophe of ours in front."""
    if isinstance(nilai, float) and nilai.is_integer():
        return str(int(nilai))
    teks = str(nilai).strip()
    return teks[1:] if teks[:1] == "'" and teks[1:2] in tuple("=+-@") else teks
