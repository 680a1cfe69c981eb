"""Completeness and plausibility of one assessor's column: notes, evidence, gaps, counts."""

from collections.abc import Iterator
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.loader import load_kewajaran
from zi_cli.instrumen.tree import Instrumen
from zi_cli.scoring.result import Penilaian
from zi_cli.text import ringkas
from zi_cli.worksheet.cells import parse_count, tidy_cell
from zi_cli.worksheet.model import Isian, KolomPenilai


def check_completeness(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> list[Temuan]:
    """Findings LKE240–LKE243 about *kolom*."""
    return [
        *_tanpa_keterangan(kolom, penilaian, instrumen),
        *_terisi_sebagian(kolom, penilaian, instrumen),
        *_pertentangan(kolom, penilaian, instrumen),
    ]


def _tanpa_keterangan(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> Iterator[Temuan]:
    hitungan: dict[str | None, list[str]] = {}
    for b in instrumen.baris:
        if b.jenis == "jumlah":
            hitungan.setdefault(b.induk, []).append(b.kode)
    for kode, n in penilaian.indikator.items():
        if n.jawaban is None:
            continue
        # What is written beside a percentage may stand on the rows of its counts.
        baris = (kode, *hitungan.get(kode, ()))
        if kolom.ada_catatan and not any(_berisi(kolom.catatan.get(k)) for k in baris):
            yield make_temuan("LKE240", n.sel, kode, indikator=instrumen.sebutan(kode))
        # The lowest answer claims nothing, so it needs no proof.
        if kolom.ada_bukti and n.nilai > 0 and not any(_berisi(kolom.bukti.get(k)) for k in baris):
            yield make_temuan("LKE241", n.sel, kode, indikator=instrumen.sebutan(kode))


def _berisi(isian: Isian | None) -> bool:
    return isian is not None and (not isinstance(isian.nilai, str) or tidy_cell(isian.nilai) not in ("", "-"))


def _terisi_sebagian(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> Iterator[Temuan]:
    """One LKE242 when some, but not all, of what the stage asks for is answered."""
    tahap_hasil = set(instrumen.baris_hasil) if penilaian.tahap == "pendahuluan" else set()
    perlu = [k for k in penilaian.indikator if k not in tahap_hasil and k in kolom.jawaban]
    is_filled = sum(penilaian.indikator[k].jawaban is not None for k in perlu)
    # An answer that can't be used has its own finding; a column is unfinished where cells are blank.
    ada_kosong = any(t.kode in ("LKE202", "LKE217") for t in penilaian.temuan)
    if ada_kosong and 0 < is_filled < len(perlu):
        sel = next((kolom.jawaban[k].sel for k in perlu if penilaian.indikator[k].jawaban is None), None)
        yield make_temuan(
            "LKE242", sel, penilai=instrumen.penilai.nama(kolom.penilai), terisi=is_filled, semua=len(perlu)
        )


def _pertentangan(kolom: KolomPenilai, penilaian: Penilaian, instrumen: Instrumen) -> Iterator[Temuan]:
    berlebih = {t.indikator for t in penilaian.temuan if t.kode == "LKE206"}
    for aturan in load_kewajaran(instrumen):
        kiri, kanan = _jumlah(aturan.kiri, kolom), _jumlah(aturan.kanan, kolom)
        if kiri is None or kanan is None or (kiri <= kanan if aturan.hubungan == "<=" else kiri == kanan):
            continue
        if instrumen.per_kode[aturan.kanan[0]].induk in berlebih:
            continue
        sel: Sel = kolom.jawaban[aturan.kiri[0]].sel
        yield make_temuan(
            "LKE243",
            sel,
            aturan.kiri[0],
            kiri=_uraian(aturan.kiri, kiri, instrumen),
            hubungan="lebih dari" if aturan.hubungan == "<=" else "berbeda dengan",
            kanan=_uraian(aturan.kanan, kanan, instrumen),
            alasan=aturan.alasan,
        )


def _jumlah(kode: tuple[str, ...], kolom: KolomPenilai) -> Fraction | None:
    """Sum of counts; None when one of them is blank or unusable."""
    total = Fraction(0)
    for k in kode:
        isian = kolom.jawaban.get(k)
        nilai = parse_count(isian.nilai).nilai if isian else None
        if not isinstance(nilai, Fraction):
            return None
        total += nilai
    return total


def _uraian(kode: tuple[str, ...], jumlah: Fraction, instrumen: Instrumen) -> str:
    nomor = " + ".join(str(instrumen.per_kode[k].nomor) for k in kode)
    return f"{ringkas(jumlah)} (baris {nomor})"
