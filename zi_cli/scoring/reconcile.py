"""The file's own figures against ours: each score, percentage and total that it holds."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen, Predikat, SetAmbang
from zi_cli.scoring.result import Penilaian
from zi_cli.scoring.score import half_findings
from zi_cli.text import desimal, ringkas
from zi_cli.worksheet.cells import angka_sel, raw_text
from zi_cli.worksheet.model import BELUM_DIHITUNG, Isian, KolomPenilai, Worksheet

#: A difference up to this (in the cell's own unit) is rounding.
TOLERANSI = Fraction(5, 1000)


def reconcile(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> list[Temuan]:
    """Findings LKE301–LKE305 about the figures that *kolom* holds, total last."""
    simpul = _nilai_simpul(penilaian, instrumen)
    temuan: list[Temuan] = []
    kelompok: dict[tuple[bool, str], dict[str, Isian]] = {}
    for kode, isian in kolom.nilai.items():
        if kode in simpul:
            # Sheets write the ratio on questions and points on the three rows of Hasil, which bear a weight.
            kelompok.setdefault((kode in penilaian.indikator, kode.partition(".")[0]), {})[kode] = isian
    for isi in kelompok.values():
        temuan += _banding_nilai(isi, simpul, instrumen)
    temuan += _banding_persen(kolom.persen, simpul, instrumen)
    baris_total = {b.kode for b in instrumen.baris if b.jenis == "total"}
    beda = sum(t.indikator not in baris_total for t in temuan)
    total = temuan_total(kolom, penilaian, instrumen, beda=beda)
    return temuan if total is None else [*temuan, total]


def temuan_skor(
    ws: Worksheet, penilaian: Penilaian, instrumen: Instrumen, ambang: SetAmbang, target: Predikat
) -> list[Temuan]:
    """All findings of one score: layout, answers, halves below *target*'s area percentage, a total that differs."""
    kolom = ws.penilai.get(penilaian.penilai)
    total = temuan_total(kolom, penilaian, instrumen) if kolom is not None else None
    beda = [total] if total is not None and total.tingkat != "info" else []
    return [*ws.temuan, *penilaian.temuan, *half_findings(penilaian, instrumen, ambang, target), *beda]


def temuan_total(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen, beda: int = 0) -> Temuan | None:
    """Whether the file's total can be trusted (LKE304, LKE305); None when it holds no total.

    A blank total is no statement; where only component totals stand, their sum is the total.
    """
    simpul = _nilai_simpul(penilaian, instrumen)
    total = [b.kode for b in instrumen.baris if b.jenis == "total"]
    for kode in (*reversed(total), *(b.kode for b in instrumen.baris if b.jenis == "komponen")):
        isian = kolom.nilai.get(kode)
        angka = angka_sel(isian.nilai) if isian else None
        if isian is None or angka is None:
            continue
        cocok = beda == 0 and abs(angka - simpul[kode]) <= TOLERANSI
        return make_temuan(
            "LKE305" if cocok else "LKE304",
            isian.sel,
            kode,
            penilai=f"{penilaian.penilai} ({instrumen.per_kode[kode].teks})",
            berkas=ringkas(angka),
            kami=desimal(simpul[kode]),
            beda=beda,
        )
    return None


def _nilai_simpul(penilaian: Penilaian, instrumen: Instrumen) -> dict[str, Fraction]:
    """Our points by kode, total rows included ("A.TOTAL" is A, "TOTAL" the whole)."""
    simpul = dict(penilaian.nilai)
    for b in instrumen.baris:
        if b.jenis == "total":
            simpul[b.kode] = penilaian.nilai.get(b.kode.rpartition(".")[0] or "total", penilaian.nilai["total"])
    return simpul


def _banding_nilai(isi: dict[str, Isian], simpul: dict[str, Fraction], instrumen: Instrumen) -> Iterable[Temuan]:
    """Compare a group of score cells; the sheet may write points or the ratio of the weight, all alike."""
    angka: dict[str, Fraction] = {}
    for kode, isian in isi.items():
        n = angka_sel(isian.nilai)
        if n is None:
            if isian.nilai != BELUM_DIHITUNG:
                yield make_temuan("LKE303", isian.sel, kode, indikator=kode, isi=f"“{raw_text(isian.nilai)}”")
        else:
            angka[kode] = n
    rasio = {k: simpul[k] / (instrumen.per_kode[k].bobot or 1) for k in angka}
    sebagai_poin = sum(abs(n - simpul[k]) <= TOLERANSI for k, n in angka.items())
    sebagai_rasio = sum(abs(n - rasio[k]) <= TOLERANSI for k, n in angka.items())
    acuan = simpul if sebagai_poin >= sebagai_rasio else rasio
    for kode, n in angka.items():
        if abs(n - acuan[kode]) > TOLERANSI:
            yield make_temuan(
                "LKE301", isi[kode].sel, kode, indikator=kode, berkas=ringkas(n, 4), kami=ringkas(acuan[kode], 4)
            )


def _banding_persen(isi: Mapping[str, Isian], simpul: dict[str, Fraction], instrumen: Instrumen) -> Iterable[Temuan]:
    """Compare percentage cells, written as ratios or, all alike, as numbers up to 100."""
    angka = {k: n for k, i in isi.items() if k in simpul and (n := angka_sel(i.nilai)) is not None}
    skala = 100 if any(n > 1 + TOLERANSI for n in angka.values()) else 1
    for kode, n in angka.items():
        kami = simpul[kode] * skala / (instrumen.per_kode[kode].bobot or 1)
        if abs(n - kami) > TOLERANSI:
            yield make_temuan(
                "LKE302",
                isi[kode].sel,
                kode,
                indikator=kode,
                berkas=f"{desimal(n * 100 / skala)} %",
                kami=f"{desimal(kami * 100 / skala)} %",
            )
