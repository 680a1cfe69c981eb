"""Where ``zi.toml`` is, and how it is read: strictly, with what the register's sheet Instansi says."""

from collections.abc import Callable
from pathlib import Path

from zi_cli.config.settings import Config, ConfigSheet
from zi_cli.errors import read_reason
from zi_cli.files import read_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.strict_toml import TomlReader
from zi_cli.instrumen.tree import Instrumen

NAMA_BAKU = "zi.toml"
#: A configuration is a page of text; more is not one.
_UKURAN_MAKSIMUM = 256 * 1024


class ConfigRejected(UnreadableInput):
    """A ``zi.toml`` with faults; ``semua`` lists every one of them (exit code 3)."""

    def __init__(self, semua: tuple[Temuan, ...]) -> None:
        super().__init__(semua[0])
        self.semua = semua
        self.pesan = "\nzi: ".join(t.line for t in semua)


def find_config(diminta: Path | None, folder: Path | None = None, data: Path | None = None) -> Path | None:
    """The ``zi.toml`` to use: *diminta* (``--konfigurasi``), else in *folder*, else beside *data*.

    Nothing else is searched. An explicit path is returned unchecked; loading it tells what is wrong.
    """
    if diminta is not None:
        return diminta
    for tempat in (folder if folder is not None and folder.is_dir() else None, data.parent if data else None):
        if tempat is not None and (tempat / NAMA_BAKU).is_file():
            return tempat / NAMA_BAKU
    return None


def load_config(
    path: Path | None,
    diminta: Instrumen | None = None,
    *,
    bawaan: Callable[[], Instrumen] = load_instrumen,
    lembar: ConfigSheet | None = None,
) -> Config:
    """Read *path* strictly; None gives the defaults with the instrument's thresholds.

    *lembar* says the same things from a workbook; where the two differ neither is used (DAT572), and what it says
    wrong is left out (DAT571): both are in ``Config.ragu``. The instrument is *diminta*, else the one the file names,
    else what *bawaan* gives.

    Raises :class:`ConfigRejected` with every DAT50x finding: unreadable, unknown key, wrong
    type, a threshold laxer than the instrument's.
    """
    if path is None and lembar is None:
        instrumen = diminta or bawaan()
        return Config(instrumen, instrumen.ambang)
    from zi_cli.config.build import build_config
    from zi_cli.config.merge import MergedSettings

    berkas = path if path is not None else lembar.berkas if lembar is not None else Path()
    pembaca = TomlReader(berkas.name)
    mentah = read_settings(path) if path is not None else b""
    isi = pembaca.parse(mentah)
    sidik = sha256(mentah) if lembar is None or path is not None else lembar.sha256
    if pembaca.temuan:
        raise ConfigRejected(tuple(pembaca.temuan))
    gabungan = MergedSettings(isi, lembar, berkas.name)
    while True:
        pembaca = TomlReader(berkas.name)
        konfigurasi = build_config(pembaca, gabungan.isi, berkas, sidik, diminta, bawaan)
        if not pembaca.temuan:
            return gabungan.marked(konfigurasi)
        if not gabungan.leave_out(pembaca.salah):
            raise ConfigRejected(tuple(pembaca.temuan))


def read_settings(path: Path, kode: str = "DAT501") -> bytes:
    """The bytes of a TOML file that a user keeps; raises :class:`ConfigRejected` with a finding *kode*."""
    nama = path.name or str(path)
    try:
        mentah = read_file(path, _UKURAN_MAKSIMUM + 1)
    except OSError as e:
        raise ConfigRejected((make_temuan(kode, berkas=nama, sebab=read_reason(e)),)) from e
    if len(mentah) > _UKURAN_MAKSIMUM:
        sebab = f"lebih besar daripada {_UKURAN_MAKSIMUM // 1024} KB"
        raise ConfigRejected((make_temuan(kode, berkas=nama, sebab=sebab),))
    return mentah
