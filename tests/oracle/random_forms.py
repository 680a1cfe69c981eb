"""Random answers for the form: every option, every kind of count, blanks and unusable entries."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from zi_cli.forms.content import IsianPenilai
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Baris, Instrumen, SetAmbang
from zi_cli.worksheet.model import Penilai

PENILAI = load_instrumen().penilai.codes

Jawaban = str | int | float

#: Ways to fill a worksheet: probability of (blank, unusable), and options to draw from ("atas": the best two).
VARIANTS = {
    "campur": (0.05, 0.03, "semua"),
    "lengkap": (0.0, 0.0, "semua"),
    "tinggi": (0.0, 0.0, "atas"),
    "hampir": (0.02, 0.01, "atas"),
    "sempurna": (0.0, 0.0, "terbaik"),
    "jarang": (0.7, 0.05, "semua"),
}

_INVALID: tuple[Jawaban, ...] = ("X", "*", "?", "A B", 1, 0, "Ya/Tidak", "#", "=A1")
_INVALID_COUNTS: tuple[Jawaban, ...] = (-1, 2.5, "banyak", "3 orang", -0.5)
_INVALID_SURVEI: tuple[Jawaban, ...] = (4.01, -0.1, 92.35, "baik")


def random_ambang(ambang: SetAmbang, acak: Random) -> SetAmbang:
    """Thresholds made stricter here and there, as a configuration may."""
    daftar = tuple(
        a._replace(minimal={p: n + acak.choice((0, 0, Fraction(1, 4), 2)) for p, n in a.minimal.items()})
        for a in ambang.daftar
    )
    return ambang._replace(daftar=daftar, diubah=("diacak",))


def random_penilai(acak: Random) -> tuple[Penilai, ...]:
    """One to four assessors, in rising order."""
    dipilih = set(acak.sample(PENILAI, acak.choice((1, 1, 2, 3, 4))))
    return tuple(p for p in PENILAI if p in dipilih)


def random_entries(instrumen: Instrumen, acak: Random, ragam: str, *, tanpa_hasil: bool = False) -> IsianPenilai:
    """Answers of one assessor; without those of Hasil when *tanpa_hasil*."""
    kosong, salah, pilihan = VARIANTS[ragam]
    jawaban: dict[str, Jawaban] = {}
    for b in instrumen.baris:
        if b.jenis_jawaban in (None, "persen", "jumlah") or (tanpa_hasil and b.kode in instrumen.hasil_codes):
            continue
        undi = acak.random()
        if undi >= kosong:
            jawaban[b.kode] = _answer(instrumen, b, acak, pilihan, salah=undi < kosong + salah)
    for b in instrumen.indikator:
        if b.aturan is not None:
            jawaban.update(_counts(instrumen, b, acak, pilihan, kosong, salah))
    if pilihan != "semua":
        # The sheet asks for the number of changes twice; a careful unit writes the same figure.
        for kode in ("A.II.1.i.b.1", "A.II.1.i.b.2"):
            jawaban[kode] = jawaban["A.II.1.i.a.2"]
    return IsianPenilai(jawaban)


def _answer(instrumen: Instrumen, b: Baris, acak: Random, pilihan: str, *, salah: bool) -> Jawaban:
    if b.jenis_jawaban == "nilai_0_4":
        maks = float(instrumen.survei_maksimum)
        if salah:
            return acak.choice(_INVALID_SURVEI)
        if pilihan == "terbaik":
            return maks
        # Survey figures at the thresholds themselves are drawn often: that is where a verdict turns.
        batas = acak.choice((3.6, 3.2, 3.5999, 3.6001, 3.5999999999999996, 0.0, maks))
        return batas if acak.random() < 0.5 else round(acak.uniform(2.8 if pilihan == "atas" else 0.0, maks), 3)
    if salah:
        return acak.choice(_INVALID)
    opsi = list(instrumen.options(b.kode))
    jumlah = {"semua": len(opsi), "atas": min(2, len(opsi) - 1), "terbaik": 1}[pilihan]
    teks = acak.choice(opsi[:jumlah])
    return acak.choice((teks, teks, teks, teks.lower(), f" {teks} ", teks.upper()))


def _counts(
    instrumen: Instrumen, b: Baris, acak: Random, pilihan: str, kosong: float, salah: float
) -> dict[str, Jawaban]:
    """Counts of one percent row: ordinary, zero denominators, 0/0, ratios above one, blank and wrong ones."""
    kode = [k for k in instrumen.per_kode if k.startswith(f"{b.kode}.") and instrumen.per_kode[k].jenis == "jumlah"]
    bagian, seluruh = b.aturan.operan if b.aturan else ("", "")
    besar = acak.choice((1, 7, 40, 999, 123457))
    hasil: dict[str, Jawaban] = {k: acak.randint(0, besar) for k in kode}
    if pilihan != "semua":
        hasil = {**dict.fromkeys(kode, 0), seluruh: acak.randint(1, besar)}
        if b.aturan and b.aturan.nama == "penurunan":
            hasil[bagian] = hasil[seluruh]  # violations of last year, and none this year
            hasil[seluruh] = 0
        else:
            hasil[bagian] = hasil[seluruh]
        rincian = instrumen.per_kode[seluruh].aturan
        if rincian is not None:
            hasil[rincian.operan[-1]] = hasil[seluruh]
        if pilihan == "terbaik" or acak.random() >= kosong + salah:
            return hasil
    if acak.random() < 0.25:
        hasil[seluruh] = 0
    if acak.random() < 0.2:
        hasil[bagian] = 0
    for k in kode:
        undi = acak.random()
        if undi < max(kosong, 0.08 if pilihan == "semua" and kosong else 0.0):
            del hasil[k]
        elif undi < kosong + salah:
            hasil[k] = acak.choice(_INVALID_COUNTS)
    if instrumen.per_kode[seluruh].aturan is not None and acak.random() < 0.4:
        hasil.pop(seluruh, None)  # the parts then make up the whole
    return hasil
