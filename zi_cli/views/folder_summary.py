"""What a recap says about proposals: who may be proposed, what is wanting, which letters are due; for each Kanwil."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.instrumen.tree import PREDIKAT
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import part_label
from zi_cli.pengajuan.standing import LetterState
from zi_cli.scoring.result import MEMENUHI
from zi_cli.scoring.words import KATA_LAYAK
from zi_cli.text import pecahan
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.views.kerja import letter_table, letter_title
from zi_cli.views.table import Cell, Column, Table, Tone, Toned, figures

Rekaman = Mapping[str, Any]

#: Rows of each list on the leadership's page: it stays one sheet of paper, whatever the folder holds.
_KELOMPOK, _SYARAT, _NAMA = 20, 6, 8
_NADA: Mapping[bool | None, Tone] = {True: "baik", None: "waspada", False: "buruk"}
_SEMUA, _TANPA_KANWIL = "Semua", "Kanwil belum diisi"


class Leadership(NamedTuple):
    """The page for the leadership: counts by label, sentences, the names to propose, and tables cut to fit."""

    kartu: Sequence[tuple[str, int]]
    baris: Sequence[str]
    layak: Sequence[str]
    sisa_layak: int
    tabel: Sequence[Table]


class Row(NamedTuple):
    """A satker of the recap or of the register alone: its Kanwil, the check's answer, and its record where scored."""

    kelompok: str
    kelayakan: Rekaman | None
    rekaman: Rekaman | None


def all_rows(rekap: Rekaman) -> list[Row]:
    """Every satker, those that the register proposes without a worksheet last."""
    baris = [Row(r["grup"], r["kelayakan"], r) for r in rekap["satker"]]
    return baris + [Row(k["grup"] or _TANPA_KANWIL, k, None) for k in rekap["tanpa_lke"] or ()]


def satker_name(r: Rekaman) -> str:
    """What the register calls the satker of a record, else its worksheet, else the file."""
    k = r["kelayakan"]
    nama: str = (k and k["nama"]) or r["satker"] or r["berkas"]["nama"]
    return nama


def answer_badge(layak: bool | None) -> Toned:
    """The check's answer in words with its tone."""
    return Toned(KATA_LAYAK[layak], _NADA[layak])


def eligibility_by_group(baris: Sequence[Row]) -> Table:
    """One row a Kanwil: proposals of each predicate, and how many may go on; the last row is all of them."""
    kolom = [Column("Kanwil"), *figures("Satker", *(f"Usulan {p}" for p in PREDIKAT), *map(_judul, KATA_LAYAK))]
    kolom += figures("Rata-rata total")
    isi = [_group_row(nama, milik) for nama, milik in _grouped(baris)]
    return Table("Kelayakan per Kanwil", kolom, [*isi, _group_row(_SEMUA, baris)], tebal=frozenset({len(isi)}))


def _judul(layak: bool | None) -> str:
    return KATA_LAYAK[layak].capitalize()


def _group_row(nama: str, baris: Sequence[Row]) -> list[Cell]:
    diusulkan = [r.kelayakan for r in baris if r.kelayakan is not None]
    usulan = Counter(k["usulan"] for k in diusulkan)
    layak = Counter(k["layak"] for k in diusulkan)
    jumlah: list[Cell] = [Toned(layak[x], _NADA[x]) if layak[x] else 0 for x in KATA_LAYAK]
    return [
        *(nama, len(baris), *(usulan[p] for p in PREDIKAT), *jumlah),
        _mean_total(r.rekaman for r in baris if r.rekaman),
    ]


def requirements_by_count(baris: Iterable[Row], syarat: SetSyarat) -> Table:
    """One row a requirement, most wanted first: how many satker meet it, fail it, and are not known."""
    kolom = [Column("Syarat"), *figures("Memenuhi", "Tidak", "Belum diketahui")]
    hitung = _requirement_counts(baris)
    urut = sorted(hitung.items(), key=lambda x: (-x[1][False], -x[1][None]))
    isi: list[list[Cell]] = [
        [part_label(kode, syarat), n[True], *(Toned(n[x], _NADA[x]) if n[x] else 0 for x in (False, None))]
        for kode, n in urut
    ]
    return Table("Syarat", kolom, isi)


def requirements_by_group(baris: Sequence[Row], syarat: SetSyarat) -> Table:
    """One row a Kanwil and requirement that some satker of it fail or that is not known of them."""
    kolom = [Column("Kanwil"), Column("Syarat"), *figures("Tidak", "Belum diketahui"), Column("Satker")]
    isi: list[list[Cell]] = []
    for nama, milik in _grouped(baris):
        for kode, n in _requirement_counts(milik).items():
            if n[False] or n[None]:
                kena = [k["nama"] for r in milik if (k := r.kelayakan) and k["syarat"].get(kode, True) is not True]
                jumlah = [Toned(n[x], _NADA[x]) if n[x] else 0 for x in (False, None)]
                isi.append([nama, part_label(kode, syarat), *jumlah, "; ".join(kena)])
    return Table("Syarat yang belum terpenuhi per Kanwil", kolom, isi)


def _requirement_counts(baris: Iterable[Row]) -> dict[str, Counter[bool | None]]:
    hitung: dict[str, Counter[bool | None]] = defaultdict(Counter)
    for r in baris:
        for kode, jawaban in (r.kelayakan["syarat"] if r.kelayakan else {}).items():
            hitung[kode][jawaban] += 1
    return hitung


def proposals(baris: Iterable[Row]) -> Table:
    """One row a proposed satker: the answer and what stands against it."""
    kolom = [Column("Kode"), Column("Satker"), Column("Kanwil"), Column("Usulan"), Column("Layak"), Column("Sebab")]
    isi: list[list[Cell]] = [
        [
            *(k["kode"] or "–", k["nama"], r.kelompok, k["usulan"] or "–"),
            *(answer_badge(k["layak"]), "; ".join(k["alasan"]) or "–"),
        ]
        for r in baris
        if (k := r.kelayakan) is not None
    ]
    return Table("Kelayakan setiap satker", kolom, isi)


def letters_due(rekap: Rekaman) -> Table:
    """The letters that are due, by kind, as ``zi kerja`` shows them."""
    return letter_table((letter_title(x["jenis"], x["jalur"]), x["keadaan"]) for x in rekap["surat"] or ())


def letters_by_group(rekap: Rekaman, baris: Iterable[Row]) -> Table:
    """The same by Kanwil; those about all satker stand apart."""
    tempat = {r.kelayakan["nama"]: r.kelompok for r in baris if r.kelayakan}
    per: dict[str, list[LetterState]] = defaultdict(list)
    for x in rekap["surat"] or ():
        lain = "Semua satker" if x["satker"] == "semua" else "Lainnya"
        per[tempat.get(x["satker"], lain)].append(x["keadaan"])
    return letter_table(((g, k) for g in sorted(per, key=str.casefold) for k in per[g]), "Kanwil")


def leadership_page(rekap: Rekaman, syarat: SetSyarat, batas: date | None) -> Leadership:
    """The whole folder on one sheet of paper; *batas* is the next deadline where the proposal's date is known."""
    baris = all_rows(rekap)
    diusulkan = [k for r in baris if (k := r.kelayakan) is not None]
    kartu = [("Satker dinilai", len(rekap["satker"]))]
    if rekap["daftar"] is not None:
        kartu += [(f"Usulan {p}", sum(k["usulan"] == p for k in diusulkan)) for p in PREDIKAT]
        kartu += [(_judul(x), sum(k["layak"] is x for k in diusulkan)) for x in KATA_LAYAK]
    else:
        kartu += [(f"Nilai memenuhi {p}", rekap["ringkasan"]["memenuhi"][p]) for p in PREDIKAT]
    if rekap["tanpa_lke"]:
        kartu.append(("Tanpa LKE", len(rekap["tanpa_lke"])))
    if rekap["gagal"]:
        kartu.append(("Gagal dibaca", len(rekap["gagal"])))
    layak = [f"{k['nama']} ({k['usulan']})" for k in diusulkan if k["layak"]]
    tabel = [_first_groups(eligibility_by_group(baris) if rekap["daftar"] else verdicts_by_group(baris))]
    if diusulkan:
        t = requirements_by_count(baris, syarat)
        kurang = [b for b in t.baris if any(isinstance(x, Toned) for x in b)]
        if kurang:
            tabel.append(t._replace(judul="Syarat yang paling banyak kurang", baris=kurang[:_SYARAT]))
    if rekap["surat"]:
        tabel.append(letters_due(rekap)._replace(judul="Surat jatuh tempo"))
    return Leadership(kartu, _sentences(rekap, batas), layak[:_NAMA], len(layak) - len(layak[:_NAMA]), tabel)


def _sentences(rekap: Rekaman, batas: date | None) -> list[str]:
    daftar = rekap["daftar"]
    if daftar is None:
        return ["Tanpa daftar satker: hanya nilai LKE yang diperiksa, syarat pengajuan belum."]
    hari = date.fromisoformat(daftar["tanggal"])
    isi = [f"Syarat diperiksa per {tulis_tanggal(hari)}."]
    if batas is not None:
        isi.append(f"Batas pengajuan {tulis_tanggal(batas)}, {(batas - hari).days} hari sesudahnya.")
    return isi


def verdicts_by_group(baris: Sequence[Row]) -> Table:
    """Without a register: one row a folder with how many satker reach the thresholds of each predicate."""
    kolom = [Column("Folder"), *figures("Satker", *(f"Nilai memenuhi {p}" for p in PREDIKAT), "Rata-rata total")]
    isi = [_verdict_row(nama, milik) for nama, milik in _grouped(baris)]
    return Table("Nilai per folder", kolom, [*isi, _verdict_row(_SEMUA, baris)], tebal=frozenset({len(isi)}))


def _verdict_row(nama: str, baris: Sequence[Row]) -> list[Cell]:
    rekaman = [r.rekaman for r in baris if r.rekaman]
    memenuhi = [sum(r["putusan"][p]["keadaan"] == MEMENUHI for r in rekaman) for p in PREDIKAT]
    return [nama, len(rekaman), *memenuhi, _mean_total(rekaman)]


def _mean_total(rekaman: Iterable[Rekaman]) -> Cell:
    """The mean of totals where Hasil is assessed too."""
    total = [pecahan(r["nilai"]["total"]) for r in rekaman if r["tahap"] == "akhir"]
    return sum(total, Fraction(0)) / len(total) if total else "–"


def _first_groups(t: Table) -> Table:
    """*t* with its largest groups, the others added up in one row above the last."""
    *isi, semua = t.baris
    if len(isi) <= _KELOMPOK:
        return t
    urut = sorted(isi, key=lambda b: -_number(b[1]))
    lain = urut[_KELOMPOK - 1 :]
    jumlah: list[Cell] = [sum(_number(b[k]) for b in lain) for k in range(1, len(t.kolom) - 1)]
    gabung: list[Cell] = [f"{len(lain)} Kanwil lain", *jumlah, "–"]
    tampil = sorted(urut[: _KELOMPOK - 1], key=lambda b: str(b[0]).casefold())
    return t._replace(baris=[*tampil, gabung, semua], tebal=frozenset({_KELOMPOK}))


def _number(sel: Cell) -> int:
    nilai = sel.nilai if isinstance(sel, Toned) else sel
    return nilai if isinstance(nilai, int) else 0


def _grouped(baris: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    per: dict[str, list[Row]] = defaultdict(list)
    for r in baris:
        per[r.kelompok].append(r)
    return sorted(per.items(), key=lambda x: (x[0].casefold(), x[0]))
