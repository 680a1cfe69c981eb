"""Options that several commands share."""

import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Self

import typer

from zi_cli.cli.output import Result, choose_form, shown
from zi_cli.config import Config, find_config
from zi_cli.instrumen.tree import Instrumen, Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.report.output_forms import Format
from zi_cli.text import excerpt
from zi_cli.worksheet.model import Penilai

#: None: the ending of ``-o`` chooses, else a table (see :func:`choose_form`).
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="Bentuk keluaran; bawaan: menurut akhiran nama pada -o, selain itu tabel. xlsx dan html hanya dengan -o.",
        case_sensitive=False,
        show_default=False,
    ),
]
OverwriteOption = Annotated[bool, typer.Option("--timpa", help="Ganti berkas keluaran yang sudah ada.")]
CsvIdOption = Annotated[
    bool, typer.Option("--csv-id", help="CSV dengan titik koma dan koma desimal (Excel Indonesia).")
]
TargetOption = Annotated[Predikat | None, typer.Option("--target", help="Predikat yang dituju.", case_sensitive=False)]
PenilaiOption = Annotated[
    str | None,
    typer.Option("--penilai", metavar="PENILAI", help="Penilai, misalnya unit atau tpi; semuanya: zi explain penilai."),
]


def read_password(nilai: str | None) -> str | None:
    """Resolve ``--sandi -``: ask on a terminal without showing it, else read one line of standard input.

    A password typed on the command line stays in the shell's history and in the list of processes.
    """
    if nilai != "-":
        return nilai
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass("Sandi berkas: ")
    return sys.stdin.readline().rstrip("\r\n")


PasswordOption = Annotated[
    str | None,
    typer.Option(
        "--sandi",
        metavar="SANDI",
        envvar="ZI_SANDI",
        show_envvar=False,
        callback=read_password,
        help="Sandi pembuka berkas; “-” menanyakannya tanpa tampil. Tanpa opsi ini dipakai variabel ZI_SANDI.",
    ),
]


class Output(NamedTuple):
    """In which form a result is wanted, and where."""

    bentuk: FormatOption = None
    keluaran: Annotated[
        Path | None, typer.Option("-o", "--keluaran", metavar="BERKAS", help="Tulis ke berkas, bukan ke layar.")
    ] = None
    timpa: OverwriteOption = False
    csv_id: CsvIdOption = False

    def choose(self, able: tuple[Format, ...] | None = None, *, also: str = "") -> Result:
        """The result's form (see :func:`choose_form`) and place."""
        return Result(choose_form(self.bentuk, self.keluaran, able, also=also), self.keluaran, self.timpa, self.csv_id)


class Screen(NamedTuple):
    """In which form a command shows what it wrote elsewhere."""

    bentuk: FormatOption = None
    csv_id: CsvIdOption = False

    def choose(self) -> Result:
        """The result's form (see :func:`choose_form`)."""
        return Result(choose_form(self.bentuk, None, shown()), csv_id=self.csv_id)


InstrumenOption = Annotated[
    str | None,
    typer.Option(
        "--instrumen",
        metavar="NAMA|FOLDER",
        help="Instrumen penilaian; bawaan: menurut zi.toml, selain itu menurut bentuk berkasnya.",
        show_default=False,
    ),
]


class Rules(NamedTuple):
    """By which rules worksheets are judged: ``zi.toml`` and the instrument."""

    konfigurasi: Annotated[
        Path | None, typer.Option("--konfigurasi", metavar="ZI.TOML", help="Berkas konfigurasi zi.toml.")
    ] = None
    instrumen: InstrumenOption = None

    def load(self, files: Iterable[Path] = (), *, password: str | None = None, daftar: Path | None = None) -> Config:
        """The configuration in force with its instrument (:func:`zi_cli.evaluation.load_rules`).

        *daftar* is the register whose sheet Instansi belongs to it. Says on standard error when ``--instrumen``
        outweighs what ``zi.toml`` names.
        """
        from zi_cli import evaluation

        sheet = None
        if daftar is not None:
            from zi_cli.pengajuan.register.instansi import read_instansi

            sheet = read_instansi(daftar)
        k = evaluation.load_rules(self.instrumen, self.konfigurasi, files, password=password, sheet=sheet)
        if k.instrumen_lain is not None:
            name = k.instrumen.nama
            sys.stderr.write(f"zi: dipakai instrumen {name} (--instrumen), bukan {k.instrumen_lain} di zi.toml\n")
        return k

    def beside(self, folder: Path | None, data: Path | None = None) -> Self:
        """The same with the ``zi.toml`` of *folder*, or beside *data*, unless one was named."""
        return self._replace(konfigurasi=find_config(self.konfigurasi, folder, data))


def parse_date_option(text: str) -> date:
    """The date that an option states; a usage error (exit 2) when it is no date."""
    from zi_cli.pengajuan.register.cell_values import InvalidValue, read_date

    try:
        return read_date(text)
    except InvalidValue as e:
        raise typer.BadParameter(f"“{text}” bukan tanggal: {e.isi['sebab']}; contoh 2027-05-20") from e


def parse_penilai(name: str | None, instrumen: Instrumen) -> Penilai | None:
    """The assessor of *instrumen* named by ``--penilai``; a usage error (exit 2) when there is no such assessor."""
    if name is None:
        return None
    code = instrumen.penilai.named(name)
    if code is None:
        choice = ", ".join(instrumen.penilai.codes)
        raise typer.BadParameter(f"penilai “{name}” tidak dikenal; pilih salah satu: {choice}")
    return code


#: --data, where a register goes with worksheets.
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DAFTAR", help="Daftar satker (.xlsx atau .csv); bawaan: satker.xlsx di FOLDER."),
]
FolderOption = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FOLDER]", help="Folder kerja; bawaan: folder ini bila memuat satker.xlsx.", show_default=False
    ),
]


YearOption = Annotated[
    int | None,
    typer.Option(
        "--tahun", min=2000, max=2100, metavar="TAHUN", help="Tahun usulan; bawaan: menurut tanggal pengajuan."
    ),
]


#: --tanggal of what is looked at as it stood on a day.
StateOption = Annotated[
    str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Keadaan pada tanggal ini; bawaan: hari ini.")
]


class Proposal(NamedTuple):
    """When something is proposed, by which register and whose assessment; what is not said the folder says."""

    data: DataOption = None
    tanggal: Annotated[
        str | None, typer.Option("--tanggal", metavar="TANGGAL", help="Tanggal pengajuan; bawaan: hari ini.")
    ] = None
    tahun: YearOption = None


PenilaiColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kolom-penilai",
        metavar="PENILAI=KOLOM",
        help="Pemilik kolom jawaban satu berkas, misalnya tpi=M atau 'tpi=\"Verifikator\"'; boleh berulang.",
        show_default=False,
    ),
]


def claim_columns(config: Config, columns: list[str] | None, *, one: bool) -> Config:
    """*config* with the answer columns of ``--kolom-penilai``; a usage error (exit 2) for anything but one file."""
    if not columns:
        return config
    if not one:
        raise typer.BadParameter("--kolom-penilai hanya untuk satu berkas; untuk banyak: [judul_penilai] di zi.toml")
    ditunjuk: dict[str, str] = {}
    for text in columns:
        name, mark, position = (x.strip() for x in text.partition("="))
        penilai = parse_penilai(name, config.instrumen)
        dikutip = len(position) > 2 and position[0] == position[-1] == '"'
        if penilai is None or not mark or not (dikutip or re.fullmatch("[A-Za-z]{1,3}", position)):
            raise typer.BadParameter(
                f'--kolom-penilai “{excerpt(text)}” harus PENILAI=HURUF_KOLOM atau PENILAI="judul", misalnya tpi=M'
            )
        ditunjuk[position if dikutip else position.upper()] = penilai
    return config._replace(instrumen=config.instrumen.claiming({}, ditunjuk))
