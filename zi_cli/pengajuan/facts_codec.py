"""A worksheet's :class:`LkeFacts` as plain data, for results that are kept between runs or sent by workers."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.pengajuan.lke_facts import LkeFacts, LkeFigure, Simpulan
from zi_cli.pengajuan.notes import Catatan
from zi_cli.pengajuan.register.values import Persen


def ke_data(bahan: LkeFacts) -> dict[str, Any]:
    """*bahan* as JSON-able data, exact numbers as text ("82", "157/170")."""
    return {
        **{k: getattr(bahan, k) for k in _LANGSUNG},
        "jalur": str(bahan.jalur),
        "simpulan": {
            p: [s.memenuhi, str(s.total), str(s.minimal), list(s.gagal), s.putusan, s.alasan]
            for p, s in bahan.simpulan.items()
        },
        "angka": {k: [_persen(a.persen), list(a.sel)] for k, a in bahan.angka.items()},
        "catatan": [
            [c.perihal, c.huruf, _persen(c.persen) if c.persen else None, c.teks, list(c.sel)] for c in bahan.catatan
        ],
        "kosong": list(bahan.kosong),
        "temuan": [[t.kode, t.tingkat, t.pesan, list(t.sel) if t.sel else None, t.indikator] for t in bahan.temuan],
    }


def dari_data(data: Mapping[str, Any]) -> LkeFacts:
    """The inverse of :func:`ke_data`; raises KeyError, TypeError or ValueError for anything else."""
    return LkeFacts(
        **{k: data[k] for k in _LANGSUNG},
        jalur=Path(data["jalur"]),
        simpulan={
            p: Simpulan(m, Fraction(t), Fraction(b), tuple(g), k, a)
            for p in PREDIKAT
            for m, t, b, g, k, a in (data["simpulan"][p],)
        },
        angka={k: LkeFigure(_ke_persen(p), Sel(*s)) for k, (p, s) in data["angka"].items()},
        catatan=tuple(Catatan(p, h, _ke_persen(n) if n else None, t, Sel(*s)) for p, h, n, t, s in data["catatan"]),
        kosong=tuple(data["kosong"]),
        temuan=tuple(Temuan(k, g, p, Sel(*s) if s else None, i) for k, g, p, s, i in data["temuan"]),
    )


#: Fields that are plain data already.
_LANGSUNG = ("nama", "sha256", "satker", "kode_satker", "tahun", "usulan", "penilai", "tahap")


def _persen(p: Persen) -> list[Any]:
    return [None if p.nilai is None else str(p.nilai), p.selesai, p.seluruh, str(p.toleransi), p.teks]


def _ke_persen(data: Any) -> Persen:
    nilai, selesai, seluruh, toleransi, teks = data
    return Persen(None if nilai is None else Fraction(nilai), selesai, seluruh, Fraction(toleransi), teks)
