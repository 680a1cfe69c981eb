"""The forms that ``zi template`` writes: one, one of each old worksheet of a folder, one of each satker."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from zi_cli.cli.output import end, say_unread
from zi_cli.config import Config
from zi_cli.errors import EXIT_UNREADABLE, UnwritableOutput, UserError
from zi_cli.files import check_target, is_there, real_path, write_file
from zi_cli.forms.content import Formulir
from zi_cli.forms.fill import fill_from_register
from zi_cli.forms.fill_folder import FormSettings, plan_forms, read_old
from zi_cli.forms.write import write_form
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import json_line, output_folder
from zi_cli.pengajuan.register.read_register import read_register
from zi_cli.pengajuan.work_folder import copy_work_folder
from zi_cli.records.written import WrittenForm, template_record
from zi_cli.report.output_forms import Format
from zi_cli.streams import result_stream
from zi_cli.text import shown_figure


class FormWriter(NamedTuple):
    """Writes forms, and tells of each at once: a line of JSON, or its name and what it lacks of the old worksheet."""

    form: Format
    timpa: bool

    def write(self, target: Path, f: Formulir, inputs: Sequence[Path] = (), origin: Path | None = None) -> None:
        """Write *f* as *target*; *origin* is the old worksheet it was filled from. Raises ``UnwritableOutput``."""
        check_target(target, overwrite=self.timpa, inputs=inputs)
        content, who = write_form(f), f.identitas
        write_file(target, content, overwrite=self.timpa, inputs=inputs)
        terbawa = sum(len(i.jawaban) for i in f.isian.values()) if origin is not None else 0
        name = f.instrumen.nama
        self.tell(
            f.instrumen,
            WrittenForm(
                target, content, "resmi", name, who.satker, who.tahun, who.usulan, origin, terbawa, f.tidak_terbawa
            ),
        )

    def tell(self, instrumen: Instrumen, f: WrittenForm) -> None:
        """Say that *f*, a form of *instrumen*, was written."""
        if self.form is Format.json:
            typer.echo(json_line(template_record(f)), file=result_stream())
            return
        typer.echo(str(f.berkas), file=result_stream())
        name = f.asal.name if f.asal is not None else ""
        for t in f.tidak_terbawa:
            who = f" ({instrumen.penilai.name_of(t.penilai)})" if t.penilai else ""
            content = f" “{shown_figure(t.isi)}”" if t.isi else ""
            typer.echo(f"{name}:{t.sel}: tidak terbawa: {t.indikator}{who}{content}: {t.sebab}", file=result_stream())


def fill_one(old: Path, password: str | None, output: Path | None, settings: FormSettings, writer: FormWriter) -> None:
    """Write the form with the contents of *old*, and say what could not be carried over."""
    form = read_old(old, settings, password=password)
    writer.write(output or Path(f"lke-{form.identitas.tahun}.xlsx"), form, [old], old)
    terbawa = sum(len(i.jawaban) for i in form.isian.values())
    sys.stderr.write(f"{terbawa} jawaban terbawa, {len(form.tidak_terbawa)} isi tidak terbawa\n")


def fill_folder(folder: Path, output: Path | None, config: Config, settings: FormSettings, writer: FormWriter) -> None:
    """Write a form for every worksheet of *folder* into a folder of its own, which becomes a work folder itself."""
    from zi_cli.pengajuan.check_register import register_row
    from zi_cli.pengajuan.find_lke import find_register, read_folder

    target = output or Path(f"lke-{settings.tahun}")
    if real_path(target).is_relative_to(real_path(folder)):
        # The clean copy beside its original would be a second worksheet of the same satker.
        raise typer.BadParameter(
            f"hasilnya tidak boleh di dalam “{folder}”: pakai -o FOLDER yang lain, misalnya -o ../bersih"
        )
    data = find_register(folder)
    daftar = read_register(data, settings.instrumen) if data is not None else None
    lke = read_folder(folder, daftar, config)
    if daftar is None and not lke.bahan and not lke.gagal:
        raise UserError(f"tidak ada LKE di “{folder}”; letakkan berkasnya di folder itu", EXIT_UNREADABLE)
    plan = plan_forms(daftar, lke.bahan, folder)
    positions: dict[int, str] = {}
    tak_tertulis = 0
    for b in plan.berkas:
        try:
            form = read_old(b.asal, settings, b.satker)
            file = b.folder / f"lke-{form.identitas.tahun}.xlsx"
            writer.write(target / file, form, [b.asal], b.asal)
        except UnwritableOutput as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            tak_tertulis += 1
            continue
        if b.satker is not None:
            positions[register_row(b.satker)] = file.as_posix()
    say_unread(lke.gagal)
    for s, temuan in plan.tanpa:
        reason = "; ".join(t.pesan for t in temuan) or "tidak ada berkas LKE-nya."
        sys.stderr.write(f"zi: {s.called}: tidak ditulis: {reason}\n")
    others = [
        (tak_tertulis, "formulir tidak dapat ditulis"),
        (len(lke.gagal), "berkas tidak terbaca"),
        (len(plan.tanpa), "satker tanpa LKE"),
    ]
    parts = [f"{len(plan.berkas) - tak_tertulis} formulir ditulis", *(f"{n} {what}" for n, what in others if n)]
    sys.stderr.write(f"{', '.join(parts)}\n")
    if data is not None and data.suffix.lower() == ".xlsx" and positions and not is_there(target / data.name):
        copy_work_folder(data, config.berkas, target, positions)
        sys.stderr.write(f"Daftar satker disalin ke {target / data.name}; Berkas LKE di sana menunjuk formulir ini\n")
    end(unread=lke.gagal, unwritten=tak_tertulis, refused=plan.tanpa)


def fill_register(data: Path, output: Path | None, empty: Formulir, writer: FormWriter) -> None:
    """Write one prefilled form a satker of the register *data* into a Kanwil/UPT tree."""
    daftar = read_register(data, empty.instrumen)
    for t in daftar.temuan:
        sys.stderr.write(f"{data.name}:{t.sel}: {t.line}\n")
    folder = output_folder(output or Path(f"lke-{empty.identitas.tahun}"))
    failed = 0
    count = 0
    for jalur, form in fill_from_register(daftar.satker, empty):
        try:
            writer.write(folder / jalur, form, [data])
        except UnwritableOutput as e:
            sys.stderr.write(f"zi: {e.pesan}\n")
            failed += 1
            continue
        count += 1
    sys.stderr.write(f"{count} formulir ditulis, {failed} gagal\n")
    end(unwritten=failed)
