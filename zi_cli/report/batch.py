"""The recap of a folder as JSON, CSV, Markdown, and on the terminal."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zi_cli.batch.recap import Rekap, Satker
from zi_cli.files import Angka, Styled, csv_text, result_stream
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.records.score import DIGIT
from zi_cli.report.console import console
from zi_cli.report.escape import md
from zi_cli.scoring.result import BELUM_PASTI, MEMENUHI
from zi_cli.scoring.words import PENGUNGKIT_MEMENUHI, PENGUNGKIT_TERBUKA
from zi_cli.text import desimal, one_line, tanggal

if TYPE_CHECKING:
    from rich.table import Table


_LEBAR = 140
_PERINGKAT_TAMPIL = 40
_GAGAL_TAMPIL = 10


def json_ascii(teks: str) -> str:
    """JSON text for a stream that is not Unicode: the same document in ASCII."""
    return re.sub(r"[^\x00-\x7f]", lambda m: json.dumps(m[0])[1:-1], teks)


def write_csv(rekap: Rekap, tujuan: Path, *, indonesia: bool) -> None:
    """rekap.csv: one row a satker, in rank order."""
    baris = ([_sel_csv(x) for x in r] for r in rekap.baris())
    tujuan.write_bytes(csv_text(rekap.kolom, baris, indonesia=indonesia).encode("utf-8-sig"))


def _sel_csv(isi: Any) -> object:
    # Rounded to these decimals already; adding 0 takes the sign off a zero.
    return Angka(f"{isi + 0:.{DIGIT}f}".rstrip("0").rstrip(".")) if isinstance(isi, float) else isi


def markdown(rekap: Rekap) -> str:
    """Groups, ranking and unreadable files as Markdown, uncut."""
    baris = ["# Rekap evaluasi Zona Integritas", "", *(f"- {md(x)}" for x in ikhtisar(rekap)), ""]
    for kepala, isi in ((_KEPALA_GRUP, _isi_grup(rekap)), (_KEPALA_SATKER, _isi_satker(rekap))):
        baris += [f"| {' | '.join(kepala)} |", "|" + "---|" * len(kepala)]
        baris += [f"| {' | '.join(md(x) for x in r)} |" for r in isi]
        baris.append("")
    if rekap.gagal:
        baris += ["Gagal dibaca:", "", *(f"- {md(_satu_baris(g.nama, g.temuan))}" for g in rekap.gagal)]
    return "\n".join(baris)


_KEPALA_GRUP = ("Grup", "Satker", "WBK", "WBBM", "Diteruskan", "Pengungkit", "Hasil", "Total", "Galat", "Gagal dibaca")
_KEPALA_SATKER = ("No.", "Satker", "Grup", "Penilai", "Pengungkit", "Hasil", "Total", "WBK", "WBBM", "Galat")


def tabel(rekap: Rekap, folder_keluaran: str) -> str:
    """Group summary and ranking for a person; coloured when standard output is a terminal that wants it."""
    from rich.text import Text

    penampung = io.StringIO()
    layar = result_stream().isatty()
    papan = console(penampung, layar=layar, lebar=_LEBAR)
    for x in ikhtisar(rekap):
        papan.print(Text(x))
    papan.print()
    papan.print(_tabel_rich(_KEPALA_GRUP, list(_isi_grup(rekap)), kiri={0}))
    papan.print()
    isi = list(_isi_satker(rekap))
    papan.print(_tabel_rich(_KEPALA_SATKER, isi[:_PERINGKAT_TAMPIL], kiri={1, 2, 3, 7, 8}))
    if len(isi) > _PERINGKAT_TAMPIL:
        papan.print(Text(f"… dan {len(isi) - _PERINGKAT_TAMPIL} satker lagi di rekap.xlsx", style="dim"))
    if rekap.gagal:
        papan.print()
        papan.print(Text(f"Gagal dibaca: {len(rekap.gagal)} berkas", style="bold red"))
        for g in rekap.gagal[:_GAGAL_TAMPIL]:
            papan.print(Text(f"  {_satu_baris(g.nama, g.temuan)}"))
        if len(rekap.gagal) > _GAGAL_TAMPIL:
            papan.print(Text(f"  … dan {len(rekap.gagal) - _GAGAL_TAMPIL} lagi di rekap.xlsx", style="dim"))
    if rekap.versi:
        papan.print()
        papan.print(Text(f"Satker dengan beberapa berkas: {len(rekap.versi)}", style="bold yellow"))
        for v, _ in rekap.versi[:_GAGAL_TAMPIL]:
            papan.print(Text(f"  {v.temuan.line}"))
        if len(rekap.versi) > _GAGAL_TAMPIL:
            papan.print(Text(f"  … dan {len(rekap.versi) - _GAGAL_TAMPIL} lagi di rekap.xlsx", style="dim"))
    papan.print()
    papan.print(Text(f"Ditulis ke {folder_keluaran}: rekap.xlsx, rekap.csv, rekap.json"))
    return Styled(penampung.getvalue())


def ikhtisar(rekap: Rekap) -> list[str]:
    """What was done, under which thresholds, and what was passed over, one line each."""
    a = rekap.ambang
    baris = [
        f"{rekap.jumlah_berkas} berkas: {len(rekap.satker)} satker dinilai, {rekap.jumlah_tak_dipakai} versi lain, "
        f"{len(rekap.gagal)} gagal dibaca",
        f"Instrumen {rekap.instrumen.nama}; ambang {a.nama}, {a.diverifikasi}"
        + (f"; diperketat: {', '.join(a.diubah)}" if a.diubah else ""),
    ]
    if rekap.konfigurasi.berkas is not None:
        baris.append(f"Konfigurasi {one_line(str(rekap.konfigurasi.berkas))}")
    if rekap.kelayakan is not None:
        k = rekap.kelayakan
        layak = ", ".join(f"{len(rekap.calon(p))} layak {p}" for p in PREDIKAT)
        berkas = one_line(str(k.daftar.berkas))
        baris.append(f"Daftar satker {berkas}, syarat per {tanggal(k.tanggal)}: {layak}, {len(k.tanpa_lke)} tanpa LKE")
    if rekap.pendahuluan:
        baris.append("Tahap pendahuluan: hanya Pengungkit yang menentukan")
    baris += [f"Dilewati {x.jumlah}: {alasan}" for alasan, x in rekap.dilewati.items()]
    return baris


def _isi_grup(rekap: Rekap) -> Iterator[list[str]]:
    for g in rekap.grup:
        cacah = [g.satker, *g.memenuhi.values(), g.diteruskan]
        rata = ["–" if n is None else _dua(n) for n in g.rata_rata.values()]
        yield [g.nama, *map(str, cacah), *rata, str(g.galat), str(g.gagal)]


def _isi_satker(rekap: Rekap) -> Iterator[list[str]]:
    for s in rekap.satker:
        r = s.ringkas
        yield [
            *(str(s.peringkat), s.sebutan, r.grup, r.penilai),
            *(_dua(x) for x in (r.pengungkit, r.hasil, r.total)),
            *(_putusan(rekap, s, i) for i in range(len(PREDIKAT))),
            str(s.jumlah_temuan()[0]),
        ]


def _putusan(rekap: Rekap, s: Satker, i: int) -> str:
    return rekap.putusan(s, PREDIKAT[i])


def _dua(nilai: float) -> str:
    return desimal(Fraction(repr(nilai)))


def _satu_baris(nama: str, t: Any) -> str:
    return f"{nama}: {t.line}"


def _tabel_rich(kepala: tuple[str, ...], isi: list[list[str]], *, kiri: set[int]) -> Table:
    from rich.table import Table
    from rich.text import Text

    t = Table(box=None, padding=(0, 1), header_style="bold")
    for k, nama in enumerate(kepala):
        t.add_column(nama, justify="left" if k in kiri else "right", overflow="fold")
    gaya = {MEMENUHI: "green", PENGUNGKIT_MEMENUHI: "green", BELUM_PASTI: "yellow", PENGUNGKIT_TERBUKA: "yellow"}
    for r in isi:
        t.add_row(*(Text(x, style=gaya.get(x, "")) for x in r))
    return t
