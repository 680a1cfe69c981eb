"""The page of what a command says: its document, a card for each heading."""

from collections.abc import Sequence
from typing import Any

from zi_cli.report.html.environment import make_page
from zi_cli.views.document import Document, Fields, Heading, Lines
from zi_cli.views.table import Cell, Column, Table, cell_text, tone_of

_TITLE = "Hasil pemeriksaan Zona Integritas"


def render_page(dokumen: Document) -> str:
    """HTML of the whole of *dokumen*; its first heading is the title."""
    kartu: list[dict[str, Any]] = []
    for blok in dokumen:
        judul = blok.teks if isinstance(blok, Heading) else blok.judul if isinstance(blok, Table) else ""
        if judul or not kartu:
            kartu.append({"judul": judul, "isi": []})
        if not isinstance(blok, Heading):
            kartu[-1]["isi"].append(_block(blok))
    judul = next((b.teks for b in dokumen if isinstance(b, Heading)), _TITLE)
    return make_page("dokumen.html.j2", judul=judul, kartu=kartu, sumber_lain=())


def _block(blok: Fields | Lines | Table) -> dict[str, Any]:
    if isinstance(blok, Fields):
        return {"jenis": "isian", "isi": blok.isi}
    if isinstance(blok, Lines):
        return {"jenis": "baris", "isi": blok.baris}
    kolom = [(i, k) for i, k in enumerate(blok.kolom) if not k.batang]
    return {
        "jenis": "tabel",
        "kepala": [{"nama": k.judul, "angka": k.kanan} for _, k in kolom],
        "baris": [[_cell(isi[i], k) for i, k in kolom] for isi in blok.baris],
        "tebal": blok.tebal,
        "sisa": blok.sisa,
    }


def _cell(sel: Cell, kolom: Column) -> Sequence[str]:
    return cell_text(sel, kolom), tone_of(sel, kolom)
