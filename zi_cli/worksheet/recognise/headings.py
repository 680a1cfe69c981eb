"""Which column holds what: headings, in one row or several, become roles and assessors."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Literal

from zi_cli.findings.record import column_index
from zi_cli.instrumen.assessors import SetPenilai
from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.model import NilaiSel, Penilai
from zi_cli.worksheet.recognise.labels import normal

Peran = Literal[
    "nomor", "penilaian", "bobot", "kriteria", "pilihan", "jawaban", "nilai", "persen", "catatan", "bukti", "penilai"
]

#: Headings as they are seen, normalised; longer ones first where one begins like another.
_TAJUK: dict[Peran, tuple[str, ...]] = {
    "pilihan": ("pilihan jawaban", "opsi jawaban", "jenis jawaban", "tipe jawaban", "pilihan", "opsi"),
    "jawaban": ("hasil jawaban", "jawaban", "isian jawaban", "isian"),
    "bobot": ("bobot nilai", "bobot", "weight"),
    "kriteria": ("kriteria nilai", "kriteria penilaian", "kriteria", "rubrik", "parameter penilaian", "parameter"),
    "persen": ("persentase nilai", "persentase", "persen", "%", "nilai %"),
    "nilai": ("nilai", "skor"),
    "catatan": (
        "catatan keterangan penjelasan",
        "catatan keterangan",
        "catatan penjelasan",
        "keterangan penjelasan",
        "catatan",
        "keterangan",
        "penjelasan",
        "narasi",
    ),
    "bukti": (
        "bukti data dukung",
        "bukti dukung",
        "bukti pendukung",
        "data dukung",
        "data pendukung",
        "dokumen pendukung",
        "eviden",
        "evidence",
        "evidens",
        "bukti",
        "tautan",
        "link",
    ),
    "penilaian": (
        "komponen penilaian",
        "aspek penilaian",
        "unsur penilaian",
        "komponen pengungkit",
        "komponen hasil",
        "uraian penilaian",
        "penilaian",
        "pertanyaan",
        "indikator penilaian",
        "indikator",
        "uraian",
        "komponen",
        "area perubahan",
    ),
    "nomor": (
        "no urut",
        "nomor urut",
        "no baris",
        "nomor baris",
        "baris",
        "nomor",
        "no",
        "id",
        "kode indikator",
        "kode",
    ),
}
_PERAN_TAJUK: dict[str, Peran] = {t: p for p, daftar in _TAJUK.items() for t in daftar}

#: Roles that belong to one assessor.
PERAN_PENILAI = frozenset({"jawaban", "nilai", "persen", "catatan", "bukti"})

_PENGISI = frozenset(
    {
        "oleh",
        "hasil",
        "dari",
        "tim",
        "penilai",
        "penilaian",
        "evaluasi",
        "verifikasi",
        "dan",
        "atau",
        "menurut",
        "versi",
    }
)
_BARIS_TAJUK_MAKS = 120
_TAJUK_MAKS = 80
#: From this many different roles on, a heading row is beyond doubt and the search ends below it.
_PERAN_YAKIN = 4


class ColumnHeading(NamedTuple):
    """One column's role; ``penilai`` is the assessor for the roles that have one."""

    peran: Peran
    penilai: Penilai | None


class Headings(NamedTuple):
    """The heading block of a sheet: first and last row (zero-based), and each column's role.

    ``label`` are the columns that hold markers and texts; ``asing`` are headings not understood.
    """

    awal: int
    akhir: int
    kolom: tuple[tuple[int, ColumnHeading], ...]
    label: tuple[int, ...]
    asing: tuple[int, ...]

    def milik(self, peran: Peran, penilai: Penilai | None = None) -> list[int]:
        """Columns with this role (and assessor), from left to right."""
        return [k for k, t in self.kolom if t == (peran, penilai)]


@lru_cache(maxsize=8)
def _claimed_headings(penilai_dikenal: SetPenilai) -> dict[str, Penilai]:
    """Whose the columns under some headings are, by normalised heading, as a user says."""
    dikutip = {k.strip('"'): p for k, p in penilai_dikenal.kolom_ditunjuk.items() if k.startswith('"')}
    return {normal(k): p for k, p in {**penilai_dikenal.judul_ditunjuk, **dikutip}.items()}


@lru_cache(maxsize=4096)
def recognise_heading(teks: str, penilai_dikenal: SetPenilai) -> ColumnHeading | None:
    """Role (and assessor of *penilai_dikenal*, where the heading names one) of one heading cell; None if it is none."""
    n = normal(teks)
    if not n or len(n) > _TAJUK_MAKS:
        return None
    ditunjuk = _claimed_headings(penilai_dikenal).get(n)
    if ditunjuk is not None:
        return ColumnHeading("jawaban", ditunjuk)
    if n in _PERAN_TAJUK:
        return ColumnHeading(_PERAN_TAJUK[n], None)
    kata = n.split()
    for panjang in range(len(kata) - 1, 0, -1):
        for tajuk, sisa in ((kata[:panjang], kata[panjang:]), (kata[-panjang:], kata[:-panjang])):
            peran = _PERAN_TAJUK.get(" ".join(tajuk))
            if peran is None:
                continue
            penilai = penilai_dikenal.recognise(" ".join(sisa))
            if peran in PERAN_PENILAI and (penilai or set(sisa) <= _PENGISI or "".join(sisa).isdigit()):
                return ColumnHeading(peran, penilai)
            if peran in ("bobot", "kriteria", "pilihan") and set(sisa) <= _PENGISI | {"%", "jawaban", "nilai"}:
                return ColumnHeading(peran, None)
    penilai = penilai_dikenal.recognise(n)
    if penilai is not None and len(kata) <= 8 and ":" not in teks:
        return ColumnHeading("penilai", penilai)
    return None


def find_headings(
    baris: Sequence[Sequence[NilaiSel]], penilai_dikenal: SetPenilai, bawaan: Penilai | None = None
) -> Headings | None:
    """Find the heading block of a sheet; None when there is no convincing one.

    *bawaan* is the assessor of columns that name none; by default the one of *penilai_dikenal*.
    """
    bawaan = bawaan or penilai_dikenal.bawaan
    tajuk = cache(lambda r: _tajuk_baris(baris[r], penilai_dikenal))
    terbaik: tuple[int, int] | None = None
    for r in range(min(len(baris), _BARIS_TAJUK_MAKS)):
        if terbaik is not None and terbaik[0] >= _PERAN_YAKIN and r > terbaik[1] + 2:
            break
        atas = tajuk(r)
        peran = {t.peran for t in atas.values()}
        if atas and r + 1 < len(baris):
            bawah = tajuk(r + 1)
            if _memayungi(atas, bawah):
                peran |= {t.peran for t in bawah.values()}
        peran.discard("penilai")
        nilai = len(peran)
        if nilai >= 2 and ("jawaban" in peran or nilai >= 3) and (terbaik is None or nilai > terbaik[0]):
            terbaik = (nilai, r)
    return None if terbaik is None else _build(baris, terbaik[1], bawaan, tajuk, penilai_dikenal)


def _memayungi(atas: dict[int, ColumnHeading], bawah: dict[int, ColumnHeading]) -> bool:
    """Whether the two rows are one heading block: assessors above, each over an answer, note or figure below.

    A title such as "Satuan Kerja: …" names an assessor too, but stands over no such column.
    """
    berperan = {k for k, t in bawah.items() if t.peran in PERAN_PENILAI}
    return bool(berperan) and all(k in berperan for k, t in atas.items() if t.peran == "penilai")


def _tajuk_baris(sel: Sequence[NilaiSel], penilai_dikenal: SetPenilai) -> dict[int, ColumnHeading]:
    hasil: dict[int, ColumnHeading] = {}
    for k, s in enumerate(sel):
        if isinstance(s, str) and s and len(s) <= 2 * _TAJUK_MAKS:
            t = recognise_heading(s, penilai_dikenal)
            if t is not None:
                hasil[k] = t
    return hasil


def _build(
    baris: Sequence[Sequence[NilaiSel]],
    r: int,
    bawaan: Penilai,
    tajuk: Callable[[int], dict[int, ColumnHeading]],
    penilai_dikenal: SetPenilai,
) -> Headings:
    """The heading block around row *r*; *tajuk* gives the headings of a row."""
    atas: dict[int, ColumnHeading] = tajuk(r)
    bawah: dict[int, ColumnHeading] = {}
    akhir = r
    if r + 1 < len(baris):
        calon = tajuk(r + 1)
        if _memayungi(atas, calon):
            bawah, akhir = calon, r + 1
    awal = r
    if r > 0 and not bawah:
        lebih_atas = tajuk(r - 1)
        berisi_nama = all(t.peran == "penilai" or t.peran in PERAN_PENILAI for t in lebih_atas.values())
        if lebih_atas and berisi_nama and _memayungi(lebih_atas, atas):
            atas, bawah, awal = lebih_atas, atas, r - 1
    lebar = max((len(s) for s in baris[awal : akhir + 1]), default=0)
    huruf = {column_index(k): p for k, p in penilai_dikenal.kolom_ditunjuk.items() if not k.startswith('"')}
    ditunjuk = {k: p for k, p in huruf.items() if k < lebar}
    kolom: dict[int, ColumnHeading] = {}
    asing: list[int] = []
    induk: ColumnHeading | None = None
    for k in range(lebar):
        teks_atas = _teks(baris[awal], k)
        if teks_atas:
            induk = atas.get(k)
        t = (
            ColumnHeading("jawaban", ditunjuk[k])
            if k in ditunjuk
            else bawah.get(k) or (atas.get(k) if teks_atas else None)
        )
        if t is None:
            if teks_atas or (akhir > awal and _teks(baris[akhir], k)):
                asing.append(k)
            continue
        if t.peran == "penilai":
            t = ColumnHeading("jawaban", t.penilai)
        elif t.peran in PERAN_PENILAI and t.penilai is None and induk is not None:
            t = ColumnHeading(t.peran, induk.penilai)
        elif t.peran == "penilaian" and akhir > awal and induk is not None and induk.peran == "penilai":
            # "Penilaian" under an assessor's name is that assessor's answer.
            t = ColumnHeading("jawaban", induk.penilai)
        kolom[k] = t
    asing += _later_labels(kolom)
    kolom = _place(_fixed(kolom, penilai_dikenal), bawaan)
    return Headings(awal, akhir, tuple(sorted(kolom.items())), _kolom_label(kolom, asing, lebar), tuple(asing))


def _later_labels(kolom: dict[int, ColumnHeading]) -> list[int]:
    """Take out of *kolom* every "Penilaian" to the right of the answers, where one stands on their left already."""
    pertama = min((k for k, t in kolom.items() if t.peran == "jawaban"), default=None)
    label = [k for k, t in kolom.items() if t.peran == "penilaian"]
    if pertama is None or not any(k < pertama for k in label):
        return []
    kanan = [k for k in label if k > pertama]
    for k in kanan:
        del kolom[k]
    return kanan


def _fixed(kolom: dict[int, ColumnHeading], penilai_dikenal: SetPenilai) -> dict[int, ColumnHeading]:
    """Name the answer columns that stand exactly where a form has them and that no heading gives to anybody."""
    tetap = {column_index(k): p for k, p in penilai_dikenal.kolom_tetap.items()}
    jawaban = {k: t for k, t in kolom.items() if t.peran == "jawaban"}
    if jawaban.keys() != tetap.keys() or any(t.penilai for t in jawaban.values()):
        return kolom
    return kolom | {k: ColumnHeading("jawaban", p) for k, p in tetap.items()}


def _place(kolom: dict[int, ColumnHeading], bawaan: Penilai) -> dict[int, ColumnHeading]:
    """Settle what only the neighbourhood tells: "Penjelasan" before the answers, nameless columns.

    A nameless note or figure belongs to the nearest answer column on its left, else to *bawaan*.
    """
    pertama = min((k for k, t in kolom.items() if t.peran == "jawaban"), default=None)
    ada_kriteria = any(t.peran == "kriteria" for t in kolom.values())
    hasil: dict[int, ColumnHeading] = {}
    terakhir: Penilai | None = None
    for k, t in sorted(kolom.items()):
        if t.peran not in PERAN_PENILAI:
            hasil[k] = ColumnHeading(t.peran, None)
            continue
        if t.peran == "catatan" and t.penilai is None and pertama is not None and k < pertama and not ada_kriteria:
            hasil[k] = ColumnHeading("kriteria", None)
            continue
        if t.peran == "jawaban":
            terakhir = t.penilai or bawaan
        hasil[k] = ColumnHeading(t.peran, t.penilai or (terakhir if t.peran != "jawaban" else None) or bawaan)
    return hasil


def _kolom_label(kolom: dict[int, ColumnHeading], asing: list[int], lebar: int) -> tuple[int, ...]:
    """Columns of markers and texts: the "Penilaian" heading with the untitled columns beside it."""
    tanpa_tajuk = {k for k in range(lebar) if k not in kolom and k not in asing}
    inti = [k for k, t in kolom.items() if t.peran == "penilaian"]
    if not inti:
        depan = []
        for k in range(lebar):
            if k in tanpa_tajuk:
                depan.append(k)
            elif depan and kolom.get(k, ColumnHeading("bobot", None)).peran != "nomor":
                break
        return tuple(depan) or tuple(sorted(tanpa_tajuk))
    label = set(inti)
    for k in inti:
        for langkah in (-1, 1):
            tetangga = k + langkah
            while tetangga in tanpa_tajuk:
                label.add(tetangga)
                tetangga += langkah
    return tuple(sorted(label))


def _teks(sel: Sequence[NilaiSel], k: int) -> str:
    s = sel[k] if k < len(sel) else ""
    return s.strip() if isinstance(s, str) else ""
