"""Build the sample worksheets of this folder: ``make sample``.

Every satker is fictitious. The same run gives the same bytes, so that a second one changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from tests import independent_scorer
from tests.builder import BookDraft, FormShape, Jawaban, build_book, perfect, raw_cells
from tests.builder.form_shape import Sisipan
from tests.builder.grid import Nilai
from tests.builder.noise import shifted_markers
from zi_cli.instrumen.loader import load_instrumen

FOLDER = Path(__file__).parent

_TITLE = "LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK/WBBM TAHUN 2026"


def answers_of_quality(rng: Random, mutu: float) -> Jawaban:
    """Answers of a satker of quality *mutu* (share of best answers); the others are one or two steps lower."""
    hasil = perfect()
    for b in load_instrumen().indikator:
        pilihan = list(load_instrumen().options(b.kode))
        # Whether a thing exists at all is the last question a satker fails.
        if len(pilihan) > 2 and rng.random() > mutu:
            langkah = 1 if rng.random() < 0.75 else 2
            hasil[b.kode] = pilihan[min(langkah, len(pilihan) - 1)]
    hasil["A.II.4.i.a.2"] = rng.choice([6, 7, 8])
    hasil["A.II.5.ii.a.3"] = 37
    hasil["A.II.5.ii.a.2"] = 3
    hasil["B.I.a"] = Fraction(rng.randint(362, 390), 100)
    hasil["B.II.a"] = Fraction(rng.randint(362, 390), 100)
    hasil["B.I.b"] = "B"
    return hasil


def _title_rows(satker: str, usulan: str) -> tuple[tuple[str, ...], ...]:
    return ((_TITLE,), (f"Satuan Kerja : {satker}",), (f"Usulan Predikat : Menuju {usulan}",), ())


def _build(jawaban: Mapping[str, Jawaban], bentuk: FormShape) -> BookDraft:
    hitungan = {p: independent_scorer.score_answers(j) for p, j in jawaban.items()}
    persen = [b.kode for b in load_instrumen().indikator if b.jenis_jawaban == "persen"]
    isi = {p: raw_cells(j) | {k: float(hitungan[p].rasio[k] or 0) for k in persen} for p, j in jawaban.items()}
    return build_book(isi, bentuk, angka={p: h.nilai for p, h in hitungan.items()})


def _more_generous(jawaban: Jawaban, rng: Random, banyak: int) -> Jawaban:
    """The unit's own, more generous view of the same facts: *banyak* answers one step higher."""
    hasil = dict(jawaban)
    turun = [
        b.kode
        for b in load_instrumen().indikator
        if load_instrumen().options(b.kode) and _option_index(jawaban, b.kode) > 0
    ]
    for kode in rng.sample(turun, min(banyak, len(turun))):
        hasil[kode] = list(load_instrumen().options(kode))[_option_index(jawaban, kode) - 1]
    return hasil


def _option_index(jawaban: Jawaban, kode: str) -> int:
    return list(load_instrumen().options(kode)).index(str(jawaban[kode]))


def wbbm() -> BookDraft:
    """Official columns under a two-row header, unit and TPI, with notes and evidence; passes WBBM."""
    tpi = answers_of_quality(Random(1), 0.78)
    bentuk = FormShape(
        judul=_title_rows("Kantor Imigrasi Kelas I TPI Contoh", "WBBM"),
        kepala_dua=True,
        kolom_penilai=("jawaban", "nilai", "persen", "catatan", "bukti"),
        nama_kepala={"unit": "Unit Kerja", "tpi": "TPI"},
        bergaya=True,
    )
    return _build({"unit": _more_generous(tpi, Random(5), 8), "tpi": tpi}, bentuk)


def wbk() -> BookDraft:
    """Official columns, one assessor after the other to the right; passes WBK and not WBBM."""
    tpi = answers_of_quality(Random(0), 0.4)
    bentuk = FormShape(
        judul=_title_rows("Lembaga Pemasyarakatan Kelas IIA Contoh", "WBK"),
        kolom_penilai=("jawaban", "catatan"),
        bergaya=True,
    )
    return _build({"unit": _more_generous(tpi, Random(6), 10), "tpi": tpi}, bentuk)


def narrow_failure() -> BookDraft:
    """One "Penilaian" column and a running number; a single area misses WBK by less than one percent."""
    bentuk = FormShape(
        uraian="gabung",
        nomor="urut",
        judul=_title_rows("Rumah Tahanan Negara Kelas IIB Contoh", "WBK"),
        kolom_penilai=("jawaban", "nilai", "persen"),
        nama_kepala={"unit": ""},
        bergaya=True,
    )
    return _build({"unit": narrow_failure_answers()}, bentuk)


def narrow_failure_answers() -> Jawaban:
    """Answers that fail WBK by one area alone, at 59 percent and a fraction."""
    return answers_of_quality(Random(191), 0.38)


def many_mistakes() -> BookDraft:
    """The mistakes that fill real worksheets, one of each."""
    dasar = answers_of_quality(Random(3), 0.6)
    hilang = frozenset({"A.I.2.i.a", "A.I.4.i.c", "A.I.6.ii.b"})
    isi: dict[str, Nilai] = raw_cells(dasar) | {
        "A.I.1.i.b": "Ya",
        "A.I.1.ii.b": "b.",
        "A.I.1.iii.a": "A/B",
        "A.I.1.iv.c": None,
        "A.I.3.ii.b": " a ",
        "A.I.5.i.a": "ya",
        "A.I.6.iii.c": "-",
        "A.II.1.i.a": 1,
        "A.II.1.i.a.1": 4,
        "A.II.1.i.a.2": 15,
        "A.II.3.iii.a": "#DIV/0!",
        "A.II.3.iii.a.1": None,
        "A.II.3.iii.a.2": None,
        "A.II.4.i.a": "100%",
        "A.II.4.i.a.1": 9,
        "A.II.4.i.a.2": 1,
        "A.II.5.ii.a": 92,
        "A.II.5.ii.a.1": "170 laporan",
        "A.II.5.ii.a.3": 157,
        "A.II.5.iii.a": "100%",
        "A.II.5.iii.a.1": 10,
        "A.II.5.iii.a.5": 10,
        "A.II.5.iii.b.5": 80,
        "A.II.6.i.b.1": 0,
        "A.II.6.i.b.2": 0,
        "B.I.a": "3,85",
        "B.II.a": 92.35,
    }
    bentuk = replace(
        FormShape(
            judul=((_TITLE.replace("2026", "2025"),), ("Satker", ":", "Balai Pemasyarakatan Kelas II Contoh"), ())
        ),
        kolom_penilai=("jawaban", "nilai", "catatan"),
        hilang=hilang,
        penanda=shifted_markers(hilang) | {"A.I.5.i.b": "b"},
        teks={
            "A.I.3.i.c": load_instrumen().per_kode["A.I.3.ii.c"].teks,
            "A.I.4.ii.d": "Indikator kinerja telah telah memenuhi kriteria SMART",
            "A.II.6.i": "Penyampaian Laporan Harta Kekayaan",
        },
        bobot={"A.II.6.i": 2},
        label={
            "A.I.1.i.b": "Ya/Tidak",
            "A.I.3.iv.c": "A/B/C/D",
            "A.I.5.v.d": "A/B/C/D",
            "A.I.5.v.e": "A/B/C/D",
            "A.I.6.v.a": "A/B/C/D/E",
            "B.I.b": "A/B/C/D",
        },
        sisipan=(
            Sisipan("A.I.2", "Inovasi lain yang dibuat satker", 5, "e.", {"unit": "A"}),
            Sisipan("A.I.5.ii", load_instrumen().per_kode["A.I.5.i.b"].teks, 5, "c.", {"unit": "C"}),
        ),
        bergaya=True,
    )
    return build_book({"unit": isi}, bentuk, angka={"unit": {"B": Fraction(0)}})


SAMPLES: Mapping[str, Callable[[], BookDraft]] = {
    "lke-wbbm.xlsx": wbbm,
    "lke-wbk.xlsx": wbk,
    "lke-gagal-tipis.xlsx": narrow_failure,
    "lke-banyak-salah.xlsx": many_mistakes,
}


def main() -> None:
    """Write every sample beside this script."""
    for nama, buat in SAMPLES.items():
        isi = buat().xlsx()
        (FOLDER / nama).write_bytes(isi)
        print(f"{nama}: {len(isi)} bita")


if __name__ == "__main__":
    main()
