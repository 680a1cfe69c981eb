"""Where ``zi.toml`` is, and how it is read: strictly, with what the register's sheet Instansi says."""

from collections.abc import Callable
from pathlib import Path

from zi_cli.config.settings import Config, ConfigSheet
from zi_cli.errors import read_reason
from zi_cli.files import is_there, read_file, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.unreadable import RejectedInput
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.strict_toml import TomlReader
from zi_cli.instrumen.tree import Instrumen

DEFAULT_NAME = "zi.toml"
#: A configuration is a page of text; more is not one.
_MAX_SIZE = 256 * 1024


class ConfigRejected(RejectedInput):
    """A ``zi.toml`` with faults."""


def find_config(requested: Path | None, folder: Path | None = None, data: Path | None = None) -> Path | None:
    """The ``zi.toml`` to use: *requested* (``--konfigurasi``), else in *folder*, else beside *data*.

    Nothing else is searched. An explicit path is returned unchecked; loading it tells what is wrong.
    """
    if requested is not None:
        return requested
    for place in (folder if folder is not None and folder.is_dir() else None, data.parent if data else None):
        if place is not None and is_there(place / DEFAULT_NAME):
            return place / DEFAULT_NAME
    return None


def load_config(
    path: Path | None,
    requested: Instrumen | None = None,
    *,
    default: Callable[[], Instrumen] = load_instrumen,
    sheet: ConfigSheet | None = None,
) -> Config:
    """Read *path* strictly; None gives the defaults with the instrument's thresholds.

    *sheet* says the same things from a workbook; where the two differ neither is used (DAT572), and what it says
    wrong is left out (DAT571): both are in ``Config.ragu``. The instrument is *requested*, else the one the file names,
    else what *default* gives.

    Raises :class:`ConfigRejected` with every DAT50x finding: unreadable, unknown key, wrong
    type, a threshold laxer than the instrument's.
    """
    if path is None and sheet is None:
        instrumen = requested or default()
        return Config(instrumen, instrumen.ambang)
    from zi_cli.config.build_settings import build_config
    from zi_cli.config.merge import MergedSettings

    file = path if path is not None else sheet.berkas if sheet is not None else Path()
    reader = TomlReader(file.name)
    raw = read_settings(path) if path is not None else b""
    content = reader.parse(raw)
    digest = sha256(raw) if sheet is None or path is not None else sheet.sha256
    if reader.temuan:
        raise ConfigRejected(tuple(reader.temuan))
    merged = MergedSettings(content, sheet, file.name)
    while True:
        reader = TomlReader(file.name)
        config = build_config(reader, merged.isi, file, digest, requested, default)
        if not reader.temuan:
            return merged.marked(config)
        if not merged.leave_out(reader.salah):
            raise ConfigRejected(tuple(reader.temuan))


def read_settings(path: Path, code: str = "DAT501") -> bytes:
    """The bytes of a TOML file that a user keeps; raises :class:`ConfigRejected` with a finding *code*."""
    name = path.name or str(path)
    try:
        raw = read_file(path, _MAX_SIZE + 1)
    except OSError as e:
        raise ConfigRejected((make_temuan(code, berkas=name, sebab=read_reason(e)),)) from e
    if len(raw) > _MAX_SIZE:
        reason = f"lebih besar daripada {_MAX_SIZE // 1024} KB"
        raise ConfigRejected((make_temuan(code, berkas=name, sebab=reason),))
    return raw
