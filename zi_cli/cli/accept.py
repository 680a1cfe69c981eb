"""``zi lint --pengecualian`` and ``--terima``: findings that a person has accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_cli.files import write_file
from zi_cli.views.findings import FileFindings

if TYPE_CHECKING:
    from zi_cli.scoring.accepted import Accepted

NAMA_BAKU = Path("pengecualian.toml")
_SETAHUN = timedelta(days=365)


class Acceptance:
    """The list of accepted findings, and the one to add to it.

    Raises ``ConfigRejected`` for a list that is missing or faulty, a usage error for options that do not fit.
    """

    def __init__(
        self,
        berkas: Path | None,
        terima: tuple[str, str] | None,
        alasan: str | None,
        oleh: str | None,
        sampai: str | None,
    ) -> None:
        self._berkas = berkas or (NAMA_BAKU if terima else None)
        self._baru = _new_entry(terima, alasan, oleh, sampai)
        self._daftar: list[Accepted] = []
        if self._berkas is not None and (self._berkas.exists() or self._baru is None):
            from zi_cli.scoring.accepted import read_accepted

            self._daftar = read_accepted(self._berkas)

    def apply(self, hasil: Sequence[FileFindings], *, masukan: Iterable[Path]) -> list[FileFindings]:
        """*hasil* without what is accepted, after the new entry has been written."""
        if self._berkas is None:
            return [*hasil]
        from zi_cli.scoring.accepted import split_accepted

        if self._baru is not None:
            self._add(self._baru, hasil, masukan)
        hari = date.today()
        dibagi = [(h, split_accepted(h.temuan, self._daftar, hari)) for h in hasil]
        return [h._replace(temuan=sisa, diterima=lepas) for h, (sisa, lepas) in dibagi]

    def stale(self, hasil: Iterable[FileFindings]) -> list[str]:
        """Entries of no use any more, in words."""
        if not self._daftar:
            return []
        from zi_cli.scoring.accepted import stale_entries

        return stale_entries(self._daftar, [x.oleh for h in hasil for x in h.diterima], date.today())

    def _add(self, baru: Accepted, hasil: Iterable[FileFindings], masukan: Iterable[Path]) -> None:
        from zi_cli.scoring.accepted import with_entry

        assert self._berkas is not None
        if not any((t.kode, t.indikator) == baru.key for h in hasil for t in h.temuan):
            raise typer.BadParameter(f"tidak ada temuan {baru.kode} {baru.indikator} untuk diterima")
        if any(a.key == baru.key for a in self._daftar):
            raise typer.BadParameter(f"{baru.kode} {baru.indikator} sudah ada di “{self._berkas}”; ubah di sana")
        # Only added to: what a person wrote there stays byte for byte.
        write_file(self._berkas, lambda lama: with_entry(lama, baru), timpa=True, masukan=masukan)
        self._daftar.append(baru)


def _new_entry(
    terima: tuple[str, str] | None, alasan: str | None, oleh: str | None, sampai: str | None
) -> Accepted | None:
    if terima is None:
        if any((alasan, oleh, sampai)):
            raise typer.BadParameter("--alasan, --oleh, dan --sampai hanya bersama --terima")
        return None
    from zi_cli.cli.options import parse_date_option
    from zi_cli.scoring.accepted import Accepted, may_be_accepted, refusal

    kode, indikator = terima[0].strip().upper(), terima[1].strip()
    if not (alasan or "").strip() or not (oleh or "").strip():
        raise typer.BadParameter("--terima membutuhkan --alasan dan --oleh")
    if not may_be_accepted(kode):
        raise typer.BadParameter(refusal(kode))
    batas = parse_date_option(sampai) if sampai else date.today() + _SETAHUN
    if batas < date.today():
        raise typer.BadParameter("--sampai sudah lewat")
    return Accepted(kode, indikator, str(alasan).strip(), str(oleh).strip(), batas)
