"""``zi lint --pengecualian`` and ``--terima``: findings that a person has accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_cli.files import is_there, write_file
from zi_cli.views.findings import FileFindings

if TYPE_CHECKING:
    from zi_cli.scoring.accepted import Accepted

DEFAULT_NAME = Path("pengecualian.toml")
_ONE_YEAR = timedelta(days=365)


class Acceptance:
    """The list of accepted findings, and the one to add to it.

    Raises ``ConfigRejected`` for a list that is missing or faulty, a usage error for options that do not fit.
    """

    def __init__(
        self,
        file: Path | None,
        accepted: tuple[str, str] | None,
        ground: str | None,
        oleh: str | None,
        until: str | None,
    ) -> None:
        self._berkas = file or (DEFAULT_NAME if accepted else None)
        self._baru = _new_entry(accepted, ground, oleh, until)
        self._daftar: list[Accepted] = []
        if self._berkas is not None and (is_there(self._berkas) or self._baru is None):
            from zi_cli.scoring.accepted import read_accepted

            self._daftar = read_accepted(self._berkas)

    def apply(self, results: Sequence[FileFindings], *, inputs: Iterable[Path]) -> list[FileFindings]:
        """*results* without what is accepted, after the new entry has been written."""
        if self._berkas is None:
            return [*results]
        from zi_cli.scoring.accepted import split_accepted

        if self._baru is not None:
            self._add(self._baru, results, inputs)
        day = date.today()
        dibagi = [(h, split_accepted(h.temuan, self._daftar, day)) for h in results]
        return [h._replace(temuan=rest, diterima=loose) for h, (rest, loose) in dibagi]

    def stale(self, results: Iterable[FileFindings]) -> list[str]:
        """Entries of no use any more, in words."""
        if not self._daftar:
            return []
        from zi_cli.scoring.accepted import stale_entries

        return stale_entries(self._daftar, [x.oleh for h in results for x in h.diterima], date.today())

    def _add(self, new: Accepted, results: Iterable[FileFindings], inputs: Iterable[Path]) -> None:
        from zi_cli.scoring.accepted import accepted_in, with_entry

        file = self._berkas
        assert file is not None
        if not any((t.kode, t.indikator) == new.key for h in results for t in h.temuan):
            raise typer.BadParameter(f"tidak ada temuan {new.kode} {new.indikator} untuk diterima")

        def added(old: bytes) -> bytes:
            # Another run may have added to it since it was read.
            self._daftar = accepted_in(old, file.name)
            if any(a.key == new.key for a in self._daftar):
                raise typer.BadParameter(f"{new.kode} {new.indikator} sudah ada di “{file}”; ubah di sana")
            self._daftar.append(new)
            # Only added to: what a person wrote there stays byte for byte.
            return with_entry(old, new)

        write_file(file, added, overwrite=True, inputs=inputs)


def _new_entry(
    accepted: tuple[str, str] | None, ground: str | None, oleh: str | None, until: str | None
) -> Accepted | None:
    if accepted is None:
        if any((ground, oleh, until)):
            raise typer.BadParameter("--alasan, --oleh, dan --sampai hanya bersama --terima")
        return None
    from zi_cli.cli.options import parse_date_option
    from zi_cli.scoring.accepted import Accepted, may_be_accepted, refusal

    code, indikator = accepted[0].strip().upper(), accepted[1].strip()
    if not (ground or "").strip() or not (oleh or "").strip():
        raise typer.BadParameter("--terima membutuhkan --alasan dan --oleh")
    if not may_be_accepted(code):
        raise typer.BadParameter(refusal(code))
    limit = parse_date_option(until) if until else date.today() + _ONE_YEAR
    if limit < date.today():
        raise typer.BadParameter("--sampai sudah lewat")
    return Accepted(code, indikator, str(ground).strip(), str(oleh).strip(), limit)
