"""A comparison in words and tables, once for terminal, Markdown and HTML alike."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from zi_cli.files import Angka
from zi_cli.instrumen.tree import PREDIKAT, Instrumen, Predikat
from zi_cli.records.compare import HasilBanding, Pasangan, Sisi
from zi_cli.scoring.compare import RingkasBanding, RingkasGrup, SelisihBagian
from zi_cli.text import desimal, titik
from zi_cli.views.score import jawaban_kata
from zi_cli.views.table import DataTable

#: Rows of the folder's lists on the terminal; the other formats have all.
BARIS_TERMINAL = 15


class Kolom(NamedTuple):
    """A heading; ``angka``: figures, set right; ``arah``: a gain is good and a loss bad."""

    nama: str
    angka: bool = False
    arah: bool = False


class Tabel(NamedTuple):
    """One table: title, headings, rows, and how many rows were cut."""

    judul: str
    kepala: Sequence[Kolom]
    baris: Sequence[Sequence[str]]
    sisa: int = 0


def judul(hasil: HasilBanding) -> str:
    """What is compared, in one line."""
    if hasil.jenis == "folder":
        return f"Perbandingan penilai pada {len(hasil.pasangan)} satker"
    p = hasil.pasangan[0]
    nama = p.dari.satker or p.dari.berkas
    return f"Perbandingan {'penilai' if hasil.jenis == 'penilai' else 'berkas'}: {nama}"


def sebutan(s: Sisi, jenis: str, instrumen: Instrumen) -> str:
    """A side's name in headings: the assessor within one file, else file and year."""
    if jenis != "berkas":
        return instrumen.penilai.nama(s.penilaian.penilai)
    return f"{s.berkas}{f' ({s.tahun})' if s.tahun else ''}"


def tabel_hasil(hasil: HasilBanding, instrumen: Instrumen, batas: int | None = None) -> Iterator[Tabel]:
    """All tables of *hasil*; the folder's lists cut to *batas* rows when it is given."""
    if hasil.ringkasan is not None:
        yield tabel_grup(hasil.ringkasan, batas)
        yield tabel_turun(hasil.ringkasan, instrumen, batas)
        yield tabel_satker(hasil.pasangan, batas)
        return
    for p in hasil.pasangan:
        ujung = f"{sebutan(p.dari, hasil.jenis, instrumen)} → {sebutan(p.ke, hasil.jenis, instrumen)}"
        yield tabel_putusan(p, ujung)
        yield tabel_bagian(p, ujung)
        yield tabel_indikator(p, instrumen, ujung)


def tabel_putusan(p: Pasangan, ujung: str) -> Tabel:
    """The verdict before and after."""
    baris = [[q, *p.banding.verdict_words(q)] for q in PREDIKAT]
    return Tabel(f"Putusan, {ujung}", [Kolom("Predikat"), Kolom("Sebelum"), Kolom("Sesudah")], baris)


def tabel_bagian(p: Pasangan, ujung: str) -> Tabel:
    """What each area and component lost or gained, in points, and how far both sides agree."""
    kepala = [
        Kolom("Bagian"),
        Kolom("Sebelum", angka=True),
        Kolom("Sesudah", angka=True),
        Kolom("Selisih", angka=True, arah=True),
        Kolom("Karena kosong", angka=True, arah=True),
        Kolom("Naik", angka=True),
        Kolom("Turun", angka=True),
        Kolom("Kesepakatan", angka=True),
    ]
    return Tabel(f"Bagian, {ujung} (poin)", kepala, [_baris_bagian(b) for b in p.banding.bagian])


def _baris_bagian(b: SelisihBagian) -> list[str]:
    nama = f"{b.kode.removeprefix('area-')} {b.nama}" if b.kode.startswith("area-") else b.nama
    return [
        nama,
        desimal(b.dari),
        desimal(b.ke),
        bertanda(b.selisih),
        bertanda(b.selisih_kosong) if b.kosong else "–",
        str(b.naik),
        str(b.turun),
        persen(b.kesepakatan),
    ]


def tabel_indikator(p: Pasangan, instrumen: Instrumen, ujung: str) -> Tabel:
    """Every indicator whose answer differs, the greatest loss first."""
    kepala = [
        Kolom("Baris", angka=True),
        Kolom("Indikator"),
        Kolom("Uraian"),
        Kolom("Sebelum"),
        Kolom("Sesudah"),
        Kolom("Selisih", angka=True, arah=True),
        Kolom("Sel"),
    ]
    baris = [
        [
            str(instrumen.per_kode[s.kode].nomor),
            s.kode,
            instrumen.per_kode[s.kode].teks,
            jawaban_kata(s.dari),
            jawaban_kata(s.ke),
            bertanda(s.selisih, 3),
            " / ".join(str(n.sel) if n.sel else "–" for n in (s.dari, s.ke)),
        ]
        for s in sorted(p.banding.indikator, key=lambda s: s.selisih)
    ]
    return Tabel(f"Indikator yang berbeda, {ujung}", kepala, baris)


def tabel_grup(r: RingkasBanding, batas: int | None = None) -> Tabel:
    """Groups, those that overrate themselves most first."""
    kepala = [
        Kolom("Kelompok"),
        Kolom("Satker", angka=True),
        Kolom("Kelebihan rata-rata", angka=True),
        Kolom("Kesepakatan", angka=True),
        *(Kolom(f"Gugur {p}", angka=True) for p in PREDIKAT),
    ]
    baris = [
        [g.grup, str(g.satker), bertanda(g.kelebihan), persen(g.kesepakatan), *(_fallen(g, p) for p in PREDIKAT)]
        for g in r.grup
    ]
    cakupan = "nilai total" if r.dasar == "total" else "pengungkit"
    return _potong(Tabel(f"Kelompok menurut kelebihan nilai sendiri (poin {cakupan})", kepala, baris), batas)


def _fallen(g: RingkasGrup, predikat: Predikat) -> str:
    """Satker that surely fall, and how many may."""
    terbuka = g.gugur_terbuka[predikat]
    return f"{g.gugur_pasti[predikat]}" + (f" (belum pasti: {terbuka})" if terbuka else "")


def tabel_turun(r: RingkasBanding, instrumen: Instrumen, batas: int | None = None) -> Tabel:
    """Indicators most often marked down."""
    kepala = [
        Kolom("Baris", angka=True),
        Kolom("Indikator"),
        Kolom("Uraian"),
        Kolom("Turun", angka=True),
        Kolom("Naik", angka=True),
        Kolom("Dibandingkan", angka=True),
        Kolom("Bagian turun", angka=True),
        Kolom("Poin", angka=True, arah=True),
    ]
    baris = [
        [
            str(instrumen.per_kode[i.kode].nomor),
            i.kode,
            instrumen.per_kode[i.kode].teks,
            str(i.turun),
            str(i.naik),
            str(i.dibandingkan),
            persen(i.rasio_turun),
            bertanda(i.selisih),
        ]
        for i in r.indikator
        if i.turun or i.naik
    ]
    return _potong(Tabel("Indikator yang paling sering diturunkan", kepala, baris), batas)


def tabel_satker(pasangan: Sequence[Pasangan], batas: int | None = None) -> Tabel:
    """Each satker of a folder, the greatest overrating first."""
    kepala = [
        Kolom("Satker"),
        Kolom("Kelompok"),
        Kolom("Penilai"),
        Kolom("Sebelum", angka=True),
        Kolom("Sesudah", angka=True),
        Kolom("Kelebihan", angka=True),
        Kolom("Kesepakatan", angka=True),
        Kolom("WBK"),
        Kolom("WBBM"),
    ]
    baris = []
    for p in sorted(pasangan, key=lambda p: -p.banding.kelebihan):
        dasar = p.banding.per_bagian(p.banding.dasar)
        ujung = (p.dari.penilaian.penilai, p.ke.penilaian.penilai)
        putusan = [" → ".join(p.banding.verdict_words(q)) for q in PREDIKAT]
        baris.append(
            [
                p.dari.satker or p.dari.berkas,
                p.grup or "",
                " → ".join(ujung),
                desimal(dasar.dari),
                desimal(dasar.ke),
                bertanda(p.banding.kelebihan),
                persen(dasar.kesepakatan),
                *putusan,
            ]
        )
    return _potong(Tabel("Satker menurut kelebihan nilai sendiri (poin)", kepala, baris), batas)


def _potong(t: Tabel, batas: int | None) -> Tabel:
    if batas is None or len(t.baris) <= batas:
        return t
    return t._replace(baris=t.baris[:batas], sisa=len(t.baris) - batas)


def bertanda(nilai: Fraction, digit: int = 2) -> str:
    """A difference in points with its sign, rounded half up."""
    teks = desimal(nilai, digit)
    return f"+{teks}" if nilai > 0 else teks


def persen(rasio: Fraction | None) -> str:
    """A ratio as a percentage; a dash for None."""
    return "–" if rasio is None else f"{desimal(rasio * 100, 1)} %"


def difference_table(hasil: HasilBanding, instrumen: Instrumen) -> DataTable:
    """One row for every differing indicator of every pair."""
    kepala = [
        *("grup", "berkas_dari", "berkas_ke", "satker", "penilai_dari", "penilai_ke", "baris", "indikator", "uraian"),
        *("jawaban_dari", "jawaban_ke", "skor_dari", "skor_ke", "selisih", "arah", "kosong", "sel_dari", "sel_ke"),
    ]
    return DataTable("Perbedaan", kepala, list(_baris_csv(hasil, instrumen)))


def _baris_csv(hasil: HasilBanding, instrumen: Instrumen) -> Iterator[list[object]]:
    for p in hasil.pasangan:
        for s in p.banding.indikator:
            b = instrumen.per_kode[s.kode]
            jawaban = [
                n.jawaban if isinstance(n.jawaban, str) or n.jawaban is None else Angka(titik(n.jawaban, 6))
                for n in (s.dari, s.ke)
            ]
            yield [
                *(p.grup, p.dari.berkas, p.ke.berkas, p.dari.satker),
                *(p.dari.penilaian.penilai, p.ke.penilaian.penilai, b.nomor, s.kode, b.teks),
                *jawaban,
                *(Angka(titik(n, 6)) for n in (s.dari.skor, s.ke.skor, s.selisih)),
                *(s.arah, s.kosong),
                *(str(n.sel) if n.sel else None for n in (s.dari, s.ke)),
            ]
