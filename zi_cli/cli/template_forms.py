"""The forms that ``zi template`` writes: one, one of each old worksheet of a folder, one of each satker."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import typer

from zi_cli.cli.output import end, say_unread
from zi_cli.config import Config
from zi_cli.errors import UnwritableOutput
from zi_cli.files import check_target, real_path, write_file
from zi_cli.forms.content import Formulir
from zi_cli.forms.fill import fill_from_register
from zi_cli.forms.fill_folder import FormSettings, plan_forms, read_old
from zi_cli.forms.write import write_form
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import json_line
from zi_cli.pengajuan.register.read import read_register
from zi_cli.pengajuan.work_folder import copy_work_folder
from zi_cli.records.written import WrittenForm, template_record
from zi_cli.report.output_forms import Format
from zi_cli.streams import result_stream


class FormWriter(NamedTuple):
    """Writes forms, and tells of each at once: a line of JSON, or its name and what it lacks of the old worksheet."""

    form: Format
    timpa: bool

    def write(self, tujuan: Path, f: Formulir, masukan: Sequence[Path] = (), asal: Path | None = None) -> None:
        """Write *f* as *tujuan*; *asal* is the old worksheet it was filled from. Raises ``UnwritableOutput``."""
        check_target(tujuan, timpa=self.timpa, masukan=masukan)
        isi, siapa = write_form(f), f.identitas
        write_file(tujuan, isi, timpa=self.timpa, masukan=masukan)
        terbawa = sum(len(i.jawaban) for i in f.isian.values()) if asal is not None else 0
        nama = f.instrumen.nama
        self.tell(
            f.instrumen,
            WrittenForm(
                tujuan, isi, "resmi", nama, siapa.satker, siapa.tahun, siapa.usulan, asal, terbawa, f.tidak_terbawa
            ),
        )

    def tell(self, instrumen: Instrumen, f: WrittenForm) -> None:
        """Say that *f*, a form of *instrumen*, was written."""
        if self.form is Format.json:
            typer.echo(json_line(template_record(f)), file=result_stream())
            return
        typer.echo(str(f.berkas), file=result_stream())
        nama = f.asal.name if f.asal is not None else ""
        for t in f.tidak_terbawa:
            siapa = f" ({instrumen.penilai.nama(t.penilai)})" if t.penilai else ""
            isi = f" “{t.isi}”" if t.isi else ""
            typer.echo(f"{nama}:{t.sel}: tidak terbawa: {t.indikator}{siapa}{isi}: {t.sebab}", file=result_stream())


def fill_one(lama: Path, sandi: str | None, keluaran: Path | None, settings: FormSettings, writer: FormWriter) -> None:
    """Write the form with the contents of *lama*, and say what could not be carried over."""
    formulir = read_old(lama, settings, sandi=sandi)
    writer.write(keluaran or Path(f"lke-{formulir.identitas.tahun}.xlsx"), formulir, [lama], lama)
    terbawa = sum(len(i.jawaban) for i in formulir.isian.values())
    sys.stderr.write(f"{terbawa} jawaban terbawa, {len(formulir.tidak_terbawa)} isi tidak terbawa\n")


def fill_folder(
    folder: Path, keluaran: Path | None, aturan: Config, settings: FormSettings, writer: FormWriter
) -> None:
    """Write a form for every worksheet of *folder* into a folder of its own, which becomes a work folder itself."""
    from zi_cli.pengajuan.check import register_row
    from zi_cli.pengajuan.find_lke import find_register, read_folder

    tujuan = keluaran or Path(f"lke-{settings.tahun}")
    if real_path(tujuan).is_relative_to(real_path(folder)):
        # The clean copy beside its original would be a second worksheet of the same satker.
        raise typer.BadParameter(
            f"hasilnya tidak boleh di dalam “{folder}”: pakai -o FOLDER yang lain, misalnya -o ../bersih"
        )
    data = find_register(folder)
    daftar = read_register(data, settings.instrumen) if data is not None else None
    lke = read_folder(folder, daftar, aturan)
    rencana = plan_forms(daftar, lke.bahan, folder)
    letak: dict[int, str] = {}
    tak_tertulis = 0
    for b in rencana.berkas:
        try:
            formulir = read_old(b.asal, settings, b.satker)
            berkas = b.folder / f"lke-{formulir.identitas.tahun}.xlsx"
            writer.write(tujuan / berkas, formulir, [b.asal], b.asal)
        except UnwritableOutput as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            tak_tertulis += 1
            continue
        if b.satker is not None:
            letak[register_row(b.satker)] = berkas.as_posix()
    say_unread(lke.gagal)
    for s, temuan in rencana.tanpa:
        sebab = "; ".join(t.pesan for t in temuan) or "tidak ada berkas LKE-nya."
        sys.stderr.write(f"zi: {s.sebutan}: tidak ditulis: {sebab}\n")
    lain = [
        (tak_tertulis, "formulir tidak dapat ditulis"),
        (len(lke.gagal), "berkas tidak terbaca"),
        (len(rencana.tanpa), "satker tanpa LKE"),
    ]
    bagian = [f"{len(rencana.berkas) - tak_tertulis} formulir ditulis", *(f"{n} {apa}" for n, apa in lain if n)]
    sys.stderr.write(f"{', '.join(bagian)}\n")
    if data is not None and data.suffix.lower() == ".xlsx" and letak and not (tujuan / data.name).exists():
        copy_work_folder(data, aturan.berkas, tujuan, letak)
        sys.stderr.write(f"Daftar satker disalin ke {tujuan / data.name}; Berkas LKE di sana menunjuk formulir ini\n")
    end(unread=lke.gagal, unwritten=tak_tertulis, refused=rencana.tanpa)


def fill_register(data: Path, keluaran: Path | None, kosong: Formulir, writer: FormWriter) -> None:
    """Write one prefilled form a satker of the register *data* into a Kanwil/UPT tree."""
    daftar = read_register(data, kosong.instrumen)
    for t in daftar.temuan:
        sys.stderr.write(f"{data.name}:{t.sel}: {t.line}\n")
    kosong = replace(kosong, identitas=replace(kosong.identitas, tahun=kosong.identitas.tahun or date.today().year))
    folder = keluaran or Path(f"lke-{kosong.identitas.tahun}")
    if folder.exists() and not folder.is_dir():
        raise UnwritableOutput(f"“{folder}” adalah berkas, bukan folder")
    gagal = 0
    jumlah = 0
    for jalur, formulir in fill_from_register(daftar.satker, kosong):
        try:
            writer.write(folder / jalur, formulir, [data])
        except UnwritableOutput as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            gagal += 1
            continue
        jumlah += 1
    sys.stderr.write(f"{jumlah} formulir ditulis, {gagal} gagal\n")
    end(unwritten=gagal)
