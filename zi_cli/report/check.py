"""A check as a terminal table, Markdown, or CSV: one checklist a satker, one table a folder."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from zi_cli.files import Angka, Styled
from zi_cli.instrumen.tree import Instrumen
from zi_cli.pengajuan.check import HasilPeriksa
from zi_cli.pengajuan.eligibility import HasilSatker
from zi_cli.report.console import console
from zi_cli.report.escape import md
from zi_cli.text import titik
from zi_cli.views.check import (
    Laporan,
    SatkerFinding,
    baris_nilai,
    catatan_umum,
    finding_line,
    kalender_kata,
    kepala,
    kurang_kata,
    memenuhi_kata,
    putusan_kata,
    ringkasan,
    satker_findings,
)
from zi_cli.views.score import baris_temuan
from zi_cli.views.table import DataTable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_TEMUAN_DITAMPILKAN = 20
_GAYA = {True: "green", None: "yellow", False: "red"}


def tabel(laporan: Laporan, *, rinci: bool, kalender: bool, layar: bool, semua: bool) -> str:
    """The check as text for a person; *layar*: for a terminal, with its colours and width.

    *semua*: every finding, whatever its severity, as a file holds them.
    """
    from rich.text import Text

    penampung = io.StringIO()
    papan = console(penampung, layar=layar)
    hasil = laporan.hasil
    for label, isi in kepala(laporan):
        papan.print(Text(f"{label:<12}", style="dim") + Text(isi), soft_wrap=True)
    papan.print()
    if kalender:
        _cetak_kalender(papan, hasil)
    elif len(hasil.satker) == 1:
        _cetak_satker(papan, hasil.satker[0], laporan.instrumen)
    else:
        papan.print(_tabel_satker(hasil.satker))
        papan.print(Text(ringkasan(hasil), style="bold"), soft_wrap=True)
        if rinci:
            for h in hasil.satker:
                papan.print()
                _cetak_satker(papan, h, laporan.instrumen)
                _cetak_temuan(papan, [SatkerFinding(t, h.nama) for t in h.temuan], semua=True)
    papan.print()
    for baris in catatan_umum(hasil):
        papan.print(Text(baris), soft_wrap=True)
    _cetak_temuan(papan, _page_findings(hasil, rinci=rinci, kalender=kalender, semua=semua), semua=semua)
    return Styled(penampung.getvalue())


def _page_findings(hasil: HasilPeriksa, *, rinci: bool, kalender: bool, semua: bool) -> list[SatkerFinding]:
    """Findings that the page has not shown yet: all of a single satker, of a table the gravest unless *semua*."""
    daftar = satker_findings(hasil)
    if rinci and len(hasil.satker) > 1 and not kalender:
        return [t for t in daftar if t.satker is None]
    if semua or len(hasil.satker) == 1:
        return daftar
    return [t for t in daftar if t.satker is None or (t.temuan.temuan.tingkat == "galat" and not kalender)]


def _tabel_satker(satker: Sequence[HasilSatker]) -> Table:
    from rich.table import Table
    from rich.text import Text

    t = Table(box=None, padding=(0, 1), header_style="bold")
    t.add_column("Kode", no_wrap=True)
    t.add_column("Satker", max_width=34)
    t.add_column("Usulan", no_wrap=True)
    t.add_column("Penilai", no_wrap=True)
    t.add_column("Putusan", no_wrap=True)
    t.add_column("Yang kurang", overflow="fold")
    for h in satker:
        putusan = Text(putusan_kata(h.layak), style=_GAYA[h.layak])
        isi = [Text(x) for x in (h.kode or "–", h.nama, h.usulan or "–", h.penilai or "–")]
        t.add_row(*isi, putusan, Text(kurang_kata(h)))
    return t


def _cetak_satker(papan: Console, h: HasilSatker, instrumen: Instrumen) -> None:
    from rich.table import Table
    from rich.text import Text

    kode = f" ({h.kode})" if h.kode else ""
    papan.print(Text(f"{h.nama}{kode}, usulan {h.usulan or 'belum diisi'}", style="bold"), soft_wrap=True)
    papan.print(Text(f"{putusan_kata(h.layak).upper()}", style=f"bold {_GAYA[h.layak]}"))
    for a in h.alasan:
        papan.print(Text(f"  – {a}"), soft_wrap=True)
    papan.print()
    t = Table(box=None, padding=(0, 1), header_style="bold")
    for nama in ("Syarat", "Keadaan", "Minimal", "Hasil", "Sumber"):
        t.add_column(nama, overflow="fold", max_width=46 if nama == "Syarat" else None)
    nilai = baris_nilai(h, instrumen)
    t.add_row(*(Text(x) for x in nilai[:3]), _hasil(h.nilai_memenuhi), Text(nilai[4]))
    for s in h.syarat:
        isi = (Text(s.label), Text(s.nilai_teks), Text(s.minimal_teks))
        t.add_row(*isi, _hasil(s.memenuhi), Text(s.sumber or "–"))
    papan.print(t)
    tindakan = [f"{s.kode}: {s.tindakan}" for s in h.syarat if s.tindakan]
    if tindakan:
        papan.print()
        papan.print(Text("Yang perlu dilakukan", style="bold"))
        for baris in tindakan:
            papan.print(Text(f"  {baris}"), soft_wrap=True)


def _hasil(memenuhi: bool | None) -> Text:
    from rich.text import Text

    return Text(memenuhi_kata(memenuhi), style=_GAYA[memenuhi])


def _cetak_temuan(papan: Console, temuan: Sequence[SatkerFinding], *, semua: bool) -> None:
    from rich.text import Text

    if not temuan:
        return
    papan.print()
    papan.print(Text("Temuan", style="bold"))
    tampil = temuan if semua else temuan[:_TEMUAN_DITAMPILKAN]
    for t in tampil:
        papan.print(Text(f"  {finding_line(t)}"), soft_wrap=True)
    if len(temuan) > len(tampil):
        sisa = len(temuan) - len(tampil)
        papan.print(Text(f"  … dan {sisa} lagi (semuanya ada di --format json, atau di berkas dengan -o)"))


def _cetak_kalender(papan: Console, hasil: HasilPeriksa) -> None:
    from rich.text import Text

    for baris in kalender_kata(hasil):
        papan.print(Text(baris), soft_wrap=True)


def markdown(laporan: Laporan, *, kalender: bool) -> str:
    """The check as Markdown: the table, then every satker's checklist."""
    hasil = laporan.hasil
    baris = ["# Pemeriksaan syarat pengajuan", "", *(f"- {k}: {md(v)}" for k, v in kepala(laporan))]
    baris += [f"- {md(x)}" for x in catatan_umum(hasil)]
    baris.append("")
    if kalender:
        baris += [f"{'  ' if x.startswith('  ') else ''}- {md(x)}" for x in kalender_kata(hasil)]
    else:
        baris += [f"**{ringkasan(hasil)}**", ""]
        baris += ["| Kode | Satker | Usulan | Penilai | Putusan | Yang kurang |", "|---|---|---|---|---|---|"]
        for h in hasil.satker:
            sel = (h.kode or "–", h.nama, h.usulan or "–", h.penilai or "–", putusan_kata(h.layak), kurang_kata(h))
            baris.append(f"| {' | '.join(md(x) for x in sel)} |")
        for h in hasil.satker:
            baris += ["", *_markdown_satker(h, laporan.instrumen)]
    umum = [t for t in satker_findings(hasil) if t.satker is None]
    if umum:
        baris += ["", "## Temuan umum", ""]
        baris += [f"- {md(finding_line(t))}" for t in umum]
    return "\n".join([*baris, ""])


def _markdown_satker(h: HasilSatker, instrumen: Instrumen) -> Iterable[str]:
    yield f"## {md(h.nama)}: {putusan_kata(h.layak)}"
    yield ""
    yield from (f"- {md(a)}" for a in h.alasan)
    if h.alasan:
        yield ""
    yield "| Syarat | Keadaan | Minimal | Hasil | Sumber | Tindakan |"
    yield "|---|---|---|---|---|---|"
    yield f"| {' | '.join(md(x) for x in baris_nilai(h, instrumen))} | |"
    for s in h.syarat:
        sel = (s.label, s.nilai_teks, s.minimal_teks, memenuhi_kata(s.memenuhi), s.sumber or "–", s.tindakan or "")
        yield f"| {' | '.join(md(x) for x in sel)} |"
    if h.temuan:
        yield ""
        yield from (f"- {md(baris_temuan(t.temuan, t.berkas or 'usulan'))}" for t in h.temuan)


def check_table(hasil: HasilPeriksa) -> DataTable:
    """One row a satker and requirement, the score first; ``memenuhi`` blank where there are no data."""
    kolom = (
        "kode",
        "nama",
        "usulan",
        "layak",
        "penilai",
        "syarat",
        "nilai",
        "minimal",
        "memenuhi",
        "sumber",
        "tindakan",
    )
    baris: list[list[object]] = []
    for h in hasil.satker:
        awal = [h.kode, h.nama, h.usulan, h.layak, h.penilai]
        simpulan = h.bahan.simpulan[h.usulan] if h.bahan and h.usulan else None
        total = Angka(titik(simpulan.total, 6)) if simpulan else None
        minimal = Angka(titik(simpulan.minimal, 6)) if simpulan else None
        sumber = h.bahan.nama if h.bahan else None
        gagal = "; ".join(simpulan.gagal) if simpulan and not h.nilai_memenuhi else None
        baris.append([*awal, "nilai-lke", total, minimal, h.nilai_memenuhi, sumber, gagal])
        for s in h.syarat:
            baris.append([*awal, s.kode, _sel(s.nilai), _sel(s.minimal), s.memenuhi, s.sumber, s.tindakan])
    return DataTable("Syarat", kolom, baris)


def _sel(nilai: str | Fraction | bool | int | date | None) -> object:
    if isinstance(nilai, Fraction):
        return Angka(titik(nilai, 6))
    return nilai.isoformat() if isinstance(nilai, date) else nilai
