"""A plan on the terminal and as Markdown."""

import io
from fractions import Fraction
from textwrap import fill

from zi_cli.files import Angka, Styled
from zi_cli.records.plan import Dokumen
from zi_cli.records.score import DIGIT
from zi_cli.report.console import console
from zi_cli.report.escape import md
from zi_cli.text import titik
from zi_cli.views.plan import TeksLangkah, baris_capaian, kepala, ringkasan, teks_langkah
from zi_cli.views.table import DataTable

_JUDUL_CAPAIAN = ("Ambang", "", "Awal", "Akhir", "Minimal", "")


def tabel(d: Dokumen, *, layar: bool) -> str:
    """The plan as text for a person; coloured and as wide as the terminal when *layar*."""
    from rich.table import Table
    from rich.text import Text

    penampung = io.StringIO()
    papan = console(penampung, layar=layar)
    identitas = Table.grid(padding=(0, 2))
    for label, isi in kepala(d):
        identitas.add_row(Text(label, style="dim"), Text(isi))
    papan.print(identitas)
    papan.print()
    utama, *lain = ringkasan(d)
    papan.print(Text(utama, style="bold green" if d.rencana.tercapai else "bold red"))
    for kalimat in lain:
        papan.print(Text(fill(kalimat, papan.width, subsequent_indent="  " if kalimat.startswith("– ") else "")))
    if d.rencana.langkah:
        papan.print()
        t = Table(box=None, padding=(0, 1), header_style="bold")
        for judul in _judul_langkah(d):
            kanan = judul in ("No.", "Baris", "Poin", "Biaya")
            t.add_column(judul, justify="right" if kanan else "left", no_wrap=not judul.startswith("Uraian"))
        for s in teks_langkah(d.rencana, d.instrumen, d.kriteria):
            t.add_row(*(Text(x) for x in _sel_langkah(d, s, "\n")))
        papan.print(t)
    papan.print()
    t = Table(box=None, padding=(0, 1), header_style="bold")
    for i, judul in enumerate(_JUDUL_CAPAIAN):
        t.add_column(judul, justify="right" if 2 <= i <= 4 else "left", no_wrap=i != 1)
    for baris in baris_capaian(d):
        gaya = "red" if baris[-1] == "belum" else "dim" if baris[-1] != "memenuhi" else ""
        t.add_row(*(Text(x, style=gaya) for x in baris))
    papan.print(t)
    return Styled(penampung.getvalue())


def markdown(d: Dokumen) -> str:
    """The plan as Markdown."""
    baris = [f"## Rencana menuju {d.rencana.target}: {md(d.ws.satker or d.ws.nama)}", ""]
    baris += [f"- {k}: {md(v)}" for k, v in kepala(d)]
    baris += ["", *(f"{md(k)}\n" for k in ringkasan(d))]
    if d.rencana.langkah:
        judul = _judul_langkah(d)
        baris += [_baris_md(judul), "|" + "---|" * len(judul)]
        baris += [
            _baris_md([md(x) for x in _sel_langkah(d, s, " ")])
            for s in teks_langkah(d.rencana, d.instrumen, d.kriteria)
        ]
        baris.append("")
    baris += [_baris_md(("Ambang", "Uraian", "Awal", "Akhir", "Minimal", "Keadaan")), "|---|---|---:|---:|---:|---|"]
    baris += [_baris_md([md(x) for x in b]) for b in baris_capaian(d)]
    return "\n".join(baris) + "\n"


def _judul_langkah(d: Dokumen) -> tuple[str, ...]:
    biaya = ("Biaya",) if d.permintaan.biaya is not None else ()
    return ("No.", "Baris", "Indikator", "Uraian dan yang dituntut", "Dari", "Ke", "Poin", *biaya)


def _sel_langkah(d: Dokumen, s: TeksLangkah, pemisah: str) -> tuple[str, ...]:
    biaya = (s.biaya,) if d.permintaan.biaya is not None else ()
    uraian = pemisah.join(x for x in (s.uraian, f"Tuntutan: {s.tuntutan}", s.catatan) if x)
    return (str(s.nomor), str(s.baris), s.kode, uraian, s.dari, s.ke, s.tambahan, *biaya)


def _baris_md(sel: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(sel)} |"


def plan_table(d: Dokumen) -> DataTable:
    """One row a step (none when there is no plan)."""
    judul = (
        "berkas", "penilai", "target", "nomor", "baris", "indikator", "uraian", "dari", "ke",
        "hitungan", "hitungan_dari", "hitungan_ke", "tingkat", "tambahan", "biaya", "tuntutan", "catatan",
    )  # fmt: skip
    return DataTable(
        "Rencana",
        judul,
        (
            (
                *(d.ws.nama, d.penilaian.penilai, d.rencana.target, t.nomor, t.baris, t.kode, t.uraian),
                *(_sel(s.dari), _sel(s.ke)),
                *((s.hitungan.kode, s.hitungan.dari, s.hitungan.ke) if s.hitungan else (None, None, None)),
                *(s.tingkat, Angka(titik(s.tambahan, DIGIT)), Angka(titik(s.biaya, 2)), t.tuntutan, t.catatan),
            )
            for s, t in zip(d.rencana.langkah, teks_langkah(d.rencana, d.instrumen, d.kriteria), strict=True)
        ),
    )


def _sel(jawaban: str | Fraction | None) -> object:
    return Angka(titik(jawaban, DIGIT)) if isinstance(jawaban, Fraction) else jawaban
