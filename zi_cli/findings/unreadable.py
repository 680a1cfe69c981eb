"""The error that carries a finding."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from zi_cli.errors import EXIT_UNREADABLE, UserError, os_reason
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.one_state import first_read
from zi_cli.text import one_line

#: What is said of a workbook in a folder that holds no worksheet: another document, or one that nobody recognises.
NO_WORKSHEET = "tidak memuat LKE yang dikenali; bila seharusnya LKE, periksa dengan zi lint"

_NOT_LKE = "LKE105"


def holds_no_worksheet(t: Temuan) -> bool:
    """Whether *t* says of a workbook that could be read that it holds no worksheet: another document, in a folder."""
    return t.kode == _NOT_LKE


class UnreadableInput(UserError):
    """An input that is missing or can't be read, with its coded finding (exit code 3)."""

    def __init__(self, temuan: Temuan) -> None:
        super().__init__(temuan.line, EXIT_UNREADABLE)
        self.temuan = temuan


class RejectedInput(UnreadableInput):
    """An input that a person keeps, with faults; ``semua`` lists every one of them (exit code 3)."""

    def __init__(self, every: tuple[Temuan, ...]) -> None:
        super().__init__(every[0])
        self.semua = every
        self.pesan = "\nzi: ".join(t.line for t in every)


def require_judged(file: Path, sha256: str, assessed: str | None) -> None:
    """Refuse (LKE108) a copy of *file* with the fingerprint *sha256* that is not the one judged; None: nobody did."""
    if assessed is not None and sha256 != assessed:
        raise UnreadableInput(make_temuan("LKE108", berkas=one_line(str(file))))


def require_unchanged(file: Path, sha256: str) -> str:
    """*sha256*, the fingerprint of what was just read of *file*; refused (LKE108) where this command read another."""
    require_judged(file, sha256, first_read(file, sha256))
    return sha256


@contextlib.contextmanager
def readable(file: Path) -> Iterator[None]:
    """What the system refuses in the block is said of the input *file*: ``UnreadableInput`` (LKE107)."""
    try:
        yield
    except OSError as e:
        raise UnreadableInput(make_temuan("LKE107", berkas=one_line(str(file)), sebab=os_reason(e))) from None
