"""A Worksheet straight from cells, for tests of scoring that need no file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast

from zi_cli.findings.record import Sel
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.worksheet.model import Isian, KolomPenilai, NilaiSel, Penilai, Worksheet

#: Zero-based column of the answers in the sheet that is pretended.
ANSWER_COLUMN = 10


def worksheet(jawaban: Mapping[str, Mapping[str, NilaiSel | None]], *, hilang: Collection[str] = ()) -> Worksheet:
    """The Worksheet of a sheet in official rows with the cells *jawaban* (by assessor, then kode)."""
    penilai: dict[Penilai, KolomPenilai] = {}
    for nama, isi in jawaban.items():
        sel: dict[str, Isian] = {}
        for b in load_instrumen().baris:
            if b.jenis in ("indikator", "jumlah") and b.kode not in hilang:
                nilai = isi.get(b.kode)
                sel[b.kode] = Isian("" if nilai is None else nilai, Sel("LKE", b.nomor, ANSWER_COLUMN))
        penilai[cast(Penilai, nama)] = KolomPenilai(cast(Penilai, nama), sel)
    return Worksheet(
        nama="lke.xlsx", sha256="0" * 64, lembar=("LKE",), satker=None, tahun=None, usulan=None, kode_satker=None,
        penilai=penilai, baris_hilang=tuple(hilang), label_pilihan={}, temuan=[],
    )  # fmt: skip
