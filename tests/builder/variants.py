"""Variants of a worksheet in four levels of noise, each with what a reader must make of it.

1: clean. 2: values as people type them. 3: also labels retyped, rows missing, inserted, moved, spaced out.
4: truly ambiguous, where only a finding that names the row saves the reader from a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from tests import independent_scorer
from tests.builder.answers import Jawaban, acak, raw_cells
from tests.builder.assemble import LABEL, build_book
from tests.builder.form_shape import FormShape, Sisipan
from tests.builder.grid import BookDraft, Nilai
from tests.builder.layouts import LAYOUTS
from tests.builder.noise import (
    equal_labels,
    mistype,
    retyped_labels,
    retyped_markers,
    shifted_markers,
)
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Baris

TINGKAT = (1, 2, 3, 4)
_SUSUNAN_PENILAI = (["unit"], ["unit"], ["unit", "tpi"], ["unit", "kanwil", "tpi"], ["tpi-unit", "tpi", "tpm"],
                    ["unit", "eselon1", "setjen", "tpn"])  # fmt: skip
_SISIPAN = (
    "Catatan: lihat lampiran",
    "Diisi oleh tim ZI",
    "Keterangan tambahan dari pokja",
    "Subtotal",
    "Hasil rapat internal tanggal 5 Januari",
)
#: Rows whose texts are twins of others: never cut short, moved or dropped below level 4.
_KEMBAR = frozenset(
    k for k in load_instrumen().per_kode if k.startswith(("A.II.1.i", "A.II.5.iii", "A.I.5.iv", "A.I.5.v", "A.II.2.ii"))
)


@dataclass
class Varian:
    """A workbook with the answers it means; ``ragu`` lists the kode whose reading is open (level 4)."""

    nama: str
    tingkat: int
    tata_letak: str
    buku: BookDraft
    jawaban: Mapping[str, Jawaban]
    hilang: frozenset[str]
    akhiran: str
    ragu: frozenset[str] = frozenset()
    wajib_ditandai: bool = False
    cacat: str = ""


@dataclass
class _Material:
    """What a level may still change before the workbook is built."""

    rng: Random
    penilai: list[str]
    bentuk: FormShape
    jawaban: dict[str, Jawaban]
    isi: dict[str, dict[str, Nilai]]
    ragu: set[str] = field(default_factory=set)
    wajib_ditandai: bool = False
    tukar: tuple[str, str] | None = None

    def ubah(self, **lain: object) -> None:
        """Replace fields of the form."""
        self.bentuk = replace(self.bentuk, **lain)


def buat(tingkat: int, tata_letak: str, benih: int) -> Varian:
    """The variant of this level, layout and seed: always the same."""
    rng = Random(f"{tingkat}/{tata_letak}/{benih}")
    tata = LAYOUTS[tata_letak]
    penilai = rng.choice(_SUSUNAN_PENILAI)
    jawaban = {p: acak(rng) for p in penilai}
    isi = {p: raw_cells(j) if tingkat == 1 else mistype(j, rng) for p, j in jawaban.items()}
    bahan = _Material(rng, penilai, tata.bentuk(rng, penilai), jawaban, isi)
    nama = f"t{tingkat}-{tata_letak}-{benih}"
    if tata.akhiran == "csv":
        bahan.ubah(nama_lembar=nama)  # a CSV file's sheet bears the file's name
    cacat = ""
    if tingkat >= 2:
        bahan.ubah(label=equal_labels(rng, bagian=0.2))
    if tingkat == 3:
        _scramble(bahan)
    elif tingkat == 4:
        # The assessor of the first column is the one whose sheet is ambiguous.
        cacat, rusak = rng.choice(list(CACAT.items()))
        rusak(bahan)
    hilang = bahan.bentuk.hilang
    for kode in hilang:
        for p in penilai:
            bahan.jawaban[p][kode] = None
    angka = {p: independent_scorer.score_answers(j).nilai for p, j in bahan.jawaban.items()}
    buku = build_book(bahan.isi, bahan.bentuk, angka=angka)
    if bahan.tukar:
        x, y = bahan.tukar
        buku.letak |= {(p, k): buku.letak[p, lain] for p in penilai for k, lain in ((x, y), (y, x))}
    return Varian(
        nama=nama,
        tingkat=tingkat,
        tata_letak=tata_letak,
        buku=buku,
        jawaban=bahan.jawaban,
        hilang=hilang,
        akhiran=tata.akhiran,
        ragu=frozenset(bahan.ragu),
        wajib_ditandai=bahan.wajib_ditandai,
        cacat=cacat,
    )


def _indikator(*, kecuali: frozenset[str] = _KEMBAR) -> list[Baris]:
    return [b for b in load_instrumen().indikator if b.kode not in kecuali and b.jenis_jawaban != "persen"]


def _scramble(b: _Material) -> None:
    """Level 3: everything that happens to the rows of a sheet that many hands edited."""
    rng = b.rng
    hilang = frozenset(x.kode for x in rng.sample(_indikator(), rng.choice([0, 1, 3, 6])))
    pindah: dict[str, str] = {}
    for x in rng.sample(_indikator(), rng.randint(0, 2)):
        saudara = [
            k for k in load_instrumen().anak[x.induk or ""] if k not in hilang and k != x.kode and k not in pindah
        ]
        if x.kode not in hilang and saudara:
            pindah[x.kode] = rng.choice(saudara)
    penanda = retyped_markers(rng, bagian=0.1)
    if rng.random() < 0.5:
        penanda |= shifted_markers(hilang)
    ada = [x.kode for x in load_instrumen().baris if x.kode not in hilang]
    induk_pindah = {load_instrumen().per_kode[k].induk for k in pindah}
    terusik = {k for k in ada if load_instrumen().per_kode[k].induk in induk_pindah} | hilang
    sekitar_hilang = {k for h in hilang for k in load_instrumen().anak[load_instrumen().per_kode[h].induk or ""]}
    b.ubah(
        hilang=hilang,
        pindah=pindah,
        penanda=penanda,
        teks=retyped_labels(
            rng, bagian=rng.choice([0.1, 0.3, 0.7]), kembar=_KEMBAR, kecuali=frozenset(terusik | sekitar_hilang)
        ),
        sisipan=tuple(Sisipan(rng.choice(ada), rng.choice(_SISIPAN), rng.choice([0, 4, 5])) for _ in range(3)),
        selingan=b.bentuk.selingan | frozenset(rng.sample(ada, 6)),
    )


def _choose(b: _Material) -> Baris:
    """An indicator of Pengungkit with siblings."""
    return b.rng.choice([x for x in _indikator() if len(load_instrumen().anak[x.induk or ""]) > 1 and x.kode[0] == "A"])


def _sibling(b: _Material, x: Baris) -> Baris:
    return load_instrumen().per_kode[b.rng.choice([k for k in load_instrumen().anak[x.induk or ""] if k != x.kode])]


def _doubled(b: _Material) -> None:
    """The same question twice, with different answers."""
    x = _choose(b)
    lain = {
        p: b.rng.choice([o for o in load_instrumen().options(x.kode) if o != j[x.kode]]) for p, j in b.jawaban.items()
    }
    berikut = load_instrumen().baris[load_instrumen().baris.index(x) + 1]
    b.ubah(sisipan=(Sisipan(berikut.kode, x.teks, 5, f"{x.marker}.", lain),))
    for p in b.penilai:
        b.jawaban[p][x.kode] = b.jawaban[p][x.kode] or next(iter(load_instrumen().options(x.kode)))
        b.isi[p][x.kode] = str(b.jawaban[p][x.kode])
        if lain[p] == b.jawaban[p][x.kode]:
            b.jawaban[p][x.kode] = b.isi[p][x.kode] = next(o for o in load_instrumen().options(x.kode) if o != lain[p])
    b.ragu.add(x.kode)
    b.wajib_ditandai = True


def _overwritten(b: _Material) -> None:
    """A question overwritten by the text of another one of its group."""
    x = _choose(b)
    y = _sibling(b, x)
    b.ubah(teks={x.kode: y.teks})
    b.ragu |= {x.kode, y.kode}
    b.wajib_ditandai = True


def _swap(b: _Material) -> None:
    """Two rows of a group changed places and their letters were put right: the text says whose answer it is."""
    x = _choose(b)
    y = _sibling(b, x)
    b.ubah(teks={x.kode: y.teks, y.kode: x.teks})
    for p in b.penilai:
        isi = b.isi[p]
        isi[x.kode], isi[y.kode] = isi[y.kode], isi[x.kode]
    b.ubah(label={x.kode: LABEL[y.jenis_jawaban or ""], y.kode: LABEL[x.jenis_jawaban or ""]})
    b.tukar = (x.kode, y.kode)
    b.ragu |= {x.kode, y.kode}


def _without_text(b: _Material) -> None:
    """A question whose text is gone, its marker and answer type still there."""
    x = _choose(b)
    b.ubah(teks={x.kode: b.rng.choice(["Idem", "Sda (lihat atas)", "???", "Pertanyaan"])})
    b.ragu.add(x.kode)
    b.wajib_ditandai = True


def _without_marker(b: _Material) -> None:
    """Text cut down to words that several questions share, no marker, and a neighbour missing."""
    kode = b.rng.choice(["A.I.3.i.c", "A.I.3.ii.c", "A.I.1.iii.b", "A.I.2.iii.b", "A.I.5.iii.c"])
    saudara = [k for k in load_instrumen().anak[load_instrumen().per_kode[kode].induk or ""] if k != kode]
    b.ubah(
        teks={kode: "Telah dilakukan monitoring dan evaluasi"},
        penanda={kode: ""},
        hilang=frozenset({b.rng.choice(saudara)}),
    )
    b.ragu |= {kode, *saudara}


def _without_parent(b: _Material) -> None:
    """Counts that two percentages could own, the percentage row itself gone."""
    b.ubah(hilang=frozenset({"A.II.1.i.b"}))
    b.ragu |= {"A.II.1.i.a", "A.II.1.i.b"}


def _doubled_column(b: _Material) -> None:
    """Two answer columns under one and the same heading."""
    kedua = next(p for p in ("setjen", "tpn", "kanwil", "eselon1") if p not in b.penilai)
    pertama = b.penilai[0]
    kepala = b.bentuk.nama_kepala.get(pertama, "Unit" if pertama == "unit" else "TPI Unit")
    nama = {p: b.bentuk.nama_kepala[p] for p in b.penilai if p in b.bentuk.nama_kepala}
    b.isi = {pertama: b.isi[pertama], kedua: raw_cells(acak(b.rng)), **{p: b.isi[p] for p in b.penilai[1:]}}
    b.ubah(nama_kepala=nama | {pertama: kepala, kedua: kepala})
    b.ragu |= {x.kode for x in load_instrumen().indikator}
    b.wajib_ditandai = True


def _doubled_values(b: _Material) -> None:
    """Answers that mean two things: no value can be right, only a finding."""
    x = _choose(b)
    tanda: dict[str, Nilai] = {
        x.kode: b.rng.choice(["A/B", "A atau B", "Ya/Tidak", "?", "sudah", 2, "AB"]),
        "B.I.a": b.rng.choice([92.35, "85", "3,6 dari 4", "3.6/4", "baik"]),
        "A.II.4.i.a": b.rng.choice([92, "92,35", 50, "hampir semua"]),
    }
    for p in b.penilai:
        b.isi[p] |= {**tanda, "A.II.4.i.a.1": None, "A.II.4.i.a.2": None}
        b.jawaban[p] |= dict.fromkeys([*tanda, "A.II.4.i.a.1", "A.II.4.i.a.2"])
    b.ragu |= set(tanda)
    b.wajib_ditandai = True


CACAT: Mapping[str, Callable[[_Material], None]] = {
    "ganda": _doubled,
    "timpa": _overwritten,
    "tukar": _swap,
    "tanpa-teks": _without_text,
    "tanpa-penanda": _without_marker,
    "tanpa-induk": _without_parent,
    "kolom-ganda": _doubled_column,
    "nilai-ganda": _doubled_values,
}
