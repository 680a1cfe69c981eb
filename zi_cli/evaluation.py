"""One file for ``zi report`` and ``zi compare``: read, scored by every assessor, with the one who decides."""

from pathlib import Path
from typing import Any, NamedTuple

from zi_cli.errors import EXIT_USAGE, UserError
from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.records.score import rekaman_score, target_laporan
from zi_cli.scoring.completeness import check_completeness
from zi_cli.scoring.reconcile import reconcile
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import half_findings, penentu, score_worksheet
from zi_cli.worksheet.model import Penilai, Worksheet
from zi_cli.worksheet.read import read_worksheet


class Dinilai(NamedTuple):
    """One file: the worksheet, every assessor's score, and the one who decides."""

    ws: Worksheet
    semua: list[Penilaian]
    penentu: Penilaian

    def rekaman(self, instrumen: Instrumen, ambang: SetAmbang, target: Predikat | None) -> list[dict[str, Any]]:
        """The zi.score records of all assessors, in rising order, with every finding of ``zi lint``."""
        tujuan = target_laporan(target, self.ws)
        daftar = []
        for p in self.semua:
            temuan = [*self.ws.temuan, *p.temuan, *half_findings(p, instrumen, ambang, tujuan)]
            kolom = self.ws.penilai.get(p.penilai)
            if kolom is not None:
                temuan += reconcile(kolom, p, instrumen, self.ws.temuan)
                temuan += check_completeness(kolom, p, instrumen)
            daftar.append(rekaman_score(self.ws, p, self.semua, instrumen, ambang, temuan))
        return daftar

    def catatan(self) -> dict[str, dict[str, str]]:
        """Each assessor's notes by kode."""
        return {
            nama: {kode: str(i.nilai) for kode, i in kolom.catatan.items()} for nama, kolom in self.ws.penilai.items()
        }


def nilai_satu(
    berkas: Path,
    instrumen: Instrumen,
    ambang: SetAmbang,
    pilihan: Penilai | None,
    *,
    sandi: str | None = None,
    lengkap: bool = False,
) -> Dinilai:
    """Read and score *berkas*; raises ``UnreadableInput``, or a usage error when *pilihan* did not assess it.

    With *lengkap* notes and the file's own figures are read too.
    """
    ws = read_worksheet(berkas, sandi=sandi, instrumen=instrumen, lengkap=lengkap)
    semua = score_worksheet(ws, instrumen, ambang)
    terpilih = penentu(semua, pilihan)
    if terpilih is None:
        ada = ", ".join(p.penilai for p in semua)
        cara = f"tidak ada jawaban {pilihan}" if pilihan else "penentu harus disebut dengan --penilai"
        raise UserError(f"{berkas}: {cara}; yang ada: {ada}", EXIT_USAGE)
    return Dinilai(ws, semua, terpilih)
