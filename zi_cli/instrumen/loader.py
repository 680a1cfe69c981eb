"""Strict loading of an instrument folder: whatever does not fit is an error naming file and line."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from zi_cli.files import real_path
from zi_cli.instrumen.assessors import read_penilai
from zi_cli.instrumen.sheet_semantics import load_sheet_semantics
from zi_cli.instrumen.strict_data import InvalidInstrumen, TomlTable, read_csv, read_fraction, read_toml
from zi_cli.instrumen.tighten import read_ambang
from zi_cli.instrumen.tree import (
    AturanHitungan,
    Baris,
    Instrumen,
    JenisBaris,
    JenisJawaban,
    Kewajaran,
    Kriteria,
    Pencocokan,
    Peran,
    Peraturan,
)
from zi_cli.instrumen.tree_check import check_tree

INSTRUMEN_BAKU = "lke-2021"
#: The scale of the indices that ``zi survei`` works out (SE Menteri PANRB 04/2023).
SKALA_SURVEI = 4
_DATA = Path(__file__).parent / "data"

_KOLOM_STRUKTUR = ("baris", "kode", "jenis_baris", "teks", "bobot", "jenis_jawaban", "aturan")
_KOLOM_KRITERIA = ("kode", "pilihan", "nilai", "uraian")
_KOLOM_ALIAS = ("kode", "teks")
_KOLOM_KEWAJARAN = ("kiri", "hubungan", "kanan", "alasan")
_KUNCI_INSTRUMEN = frozenset(
    [
        "nama",
        "judul",
        "dasar_hukum",
        "berlaku_sejak",
        "peraturan",
        "jumlah_indikator",
        "bobot_total",
        "survei_maksimum",
        "skala",
        "area",
        "label",
        "pencocokan",
        "peran",
    ]
)
_KUNCI_PENCOCOKAN = frozenset(["dengan", "tanggal", "hasil"])

#: Number of operands of each named rule; their meaning is in ``scoring.rumus``.
_OPERAN = {"rasio": 2, "rasio_terbatas": 2, "rasio_atau_penuh": 2, "penurunan": 2, "jumlah": 3}
_ATURAN = re.compile(r"(\w+)\(([\w.]+(?:, [\w.]+)*)\)")
_KODE = re.compile(r"[A-Za-z0-9]{1,12}(?:\.[A-Za-z0-9]{1,12}){0,7}", re.ASCII)
_JENIS_BARIS = frozenset(get_args(JenisBaris))
_JENIS_JAWABAN = frozenset(get_args(JenisJawaban))
#: Rows of a form: the first is the one below the headings, and a reader looks at no more than this.
_BARIS_PERTAMA, _BARIS_TERAKHIR = 2, 2000


def instrumen_folder(nama: str = INSTRUMEN_BAKU) -> Path:
    """Folder of the instrument *nama* inside the package."""
    return _DATA / nama


def known_instrumen() -> tuple[str, ...]:
    """Names of the packaged instruments."""
    return tuple(sorted(f.name for f in _DATA.iterdir() if (f / "instrumen.toml").is_file()))


def load_instrumen(nama: str = INSTRUMEN_BAKU) -> Instrumen:
    """Load and check the packaged instrument *nama*, or the folder of that absolute path (once per process)."""
    return _load_once(_DATA / nama)


@cache
def _load_once(folder: Path) -> Instrumen:
    return load_folder(folder)


def find_instrumen(diminta: str, dari: Path | None = None) -> Instrumen | None:
    """The instrument that a user calls *diminta*: a packaged one by name, else the folder of that path.

    A relative path starts at the folder *dari*. None when there is neither; raises
    :class:`InvalidInstrumen` when the folder's data are not consistent, its rubric and rules included.
    """
    nama = diminta.strip()
    if nama in known_instrumen():
        return load_instrumen(nama)
    folder = (dari or Path()) / nama
    try:
        if not nama or not folder.is_dir():
            return None
    except (OSError, ValueError):  # a name too long, or with a null character
        return None
    instrumen = load_instrumen(str(real_path(folder)))
    load_kriteria(instrumen)
    load_kewajaran(instrumen)
    load_sheet_semantics(instrumen)
    return instrumen


def load_folder(folder: Path) -> Instrumen:
    """Load an instrument from *folder*; raise :class:`InvalidInstrumen` at the first inconsistency."""
    kepala = read_toml(folder / "instrumen.toml")
    kepala.require(_KUNCI_INSTRUMEN, frozenset(["survei"]))
    skala = _read_scales(kepala.table("skala"))
    struktur = folder / "struktur.csv"
    baris = _read_rows(struktur)
    per_kode = {b.kode: b for b in baris}
    anak: dict[str, list[str]] = {}
    for b in baris:
        if b.induk is not None and b.bernilai:
            anak.setdefault(b.induk, []).append(b.kode)
    nama_area = kepala.texts_by_key("area")
    instrumen = Instrumen(
        nama=kepala.text("nama"),
        judul=kepala.text("judul"),
        dasar_hukum=kepala.text("dasar_hukum"),
        berlaku_sejak=kepala.day("berlaku_sejak"),
        peraturan=_read_regulation(kepala.table("peraturan")),
        survei_maksimum=kepala.number("survei_maksimum"),
        baris=baris,
        per_kode=MappingProxyType(per_kode),
        anak=MappingProxyType({k: tuple(v) for k, v in anak.items()}),
        indikator=tuple(b for b in baris if b.jenis == "indikator"),
        skala=skala,
        peran=_read_roles(kepala.table("peran"), per_kode),
        nama_area=MappingProxyType(nama_area),
        label=MappingProxyType(kepala.texts_by_key("label")),
        survei=_read_surveys(kepala, per_kode),
        alias=_read_aliases(folder / "alias.csv", per_kode),
        penilai=read_penilai(folder / "penilai.toml"),
        ambang=read_ambang(folder / "ambang.toml", per_kode, nama_area),
        pencocokan=_read_match(kepala.table("pencocokan")),
        folder=folder,
    )
    if instrumen.survei_maksimum <= 0:
        raise kepala.wrong("survei_maksimum", "“survei_maksimum” harus lebih dari 0")
    if instrumen.survei and instrumen.survei_maksimum != SKALA_SURVEI:
        pesan = f"indeks survei berskala {SKALA_SURVEI}: “survei_maksimum” harus {SKALA_SURVEI} bila ada [survei]"
        raise kepala.wrong("survei", pesan)
    check_tree(struktur, instrumen, kepala)
    return instrumen


@cache
def load_kriteria(instrumen: Instrumen) -> Mapping[str, tuple[Kriteria, ...]]:
    """Rubric of every option of every indicator of *instrumen*, by kode.

    Apart from :func:`load_instrumen` because scoring needs only the scales; raises
    :class:`InvalidInstrumen` when the options do not fit the row's answer type.
    """
    return read_kriteria(instrumen.folder / "kriteria.csv", instrumen)


def read_kriteria(berkas: Path, instrumen: Instrumen) -> Mapping[str, tuple[Kriteria, ...]]:
    """Read a rubric table and check it against the scales of *instrumen*.

    The column ``tuntutan`` is optional: an option's demand in positive words where its rubric reads as a fault.
    """
    daftar: dict[str, list[Kriteria]] = {}
    for nomor, r in read_csv(berkas, _KOLOM_KRITERIA, opsional=("tuntutan",)):
        kode = r["kode"]
        if kode not in instrumen.per_kode:
            raise InvalidInstrumen(berkas, nomor, f"kode “{kode}” tidak ada di struktur.csv")
        nilai = read_fraction(berkas, nomor, r["nilai"])
        skala = instrumen.pilihan(kode)
        if skala.get(r["pilihan"]) != nilai:
            jenis = instrumen.per_kode[kode].jenis_jawaban
            raise InvalidInstrumen(berkas, nomor, f"pilihan {r['pilihan']} = {r['nilai']} bukan milik jenis {jenis}")
        if any(k.pilihan == r["pilihan"] for k in daftar.get(kode, ())):
            raise InvalidInstrumen(berkas, nomor, f"pilihan {r['pilihan']} dari {kode} ganda")
        tuntutan = r.get("tuntutan", "")
        if tuntutan and (not nilai or tuntutan != tuntutan.strip() or tuntutan == r["uraian"]):
            raise InvalidInstrumen(
                berkas, nomor, "tuntutan hanya untuk pilihan di atas 0, tanpa spasi di tepi, dan berbeda dari uraian"
            )
        daftar.setdefault(kode, []).append(Kriteria(r["pilihan"], nilai, r["uraian"], tuntutan or r["uraian"]))
    for b in instrumen.indikator:
        ada = tuple(k.pilihan for k in daftar.get(b.kode, ()))
        if ada != tuple(instrumen.pilihan(b.kode)):
            raise InvalidInstrumen(berkas, None, f"pilihan {b.kode} tidak lengkap: {'/'.join(ada)}")
    return MappingProxyType({k: tuple(v) for k, v in daftar.items()})


@cache
def load_kewajaran(instrumen: Instrumen) -> tuple[Kewajaran, ...]:
    """Plausibility rules between the counts of *instrumen* (``kewajaran.csv``)."""
    berkas = instrumen.folder / "kewajaran.csv"
    hasil: list[Kewajaran] = []
    for nomor, r in read_csv(berkas, _KOLOM_KEWAJARAN):
        kiri, kanan = (tuple(r[sisi].split(" + ")) for sisi in ("kiri", "kanan"))
        for kode in (*kiri, *kanan):
            if kode not in instrumen.per_kode or instrumen.per_kode[kode].jenis != "jumlah":
                raise InvalidInstrumen(berkas, nomor, f"“{kode}” bukan kode baris hitungan")
        if r["hubungan"] not in ("<=", "="):
            raise InvalidInstrumen(berkas, nomor, f"hubungan “{r['hubungan']}” harus <= atau =")
        hasil.append(Kewajaran(kiri, cast(Literal["<=", "="], r["hubungan"]), kanan, r["alasan"]))
    return tuple(hasil)


def _read_scales(tabel: TomlTable) -> Mapping[str, Mapping[str, Fraction]]:
    skala: dict[str, Mapping[str, Fraction]] = {}
    for jenis in tabel.isi:
        if jenis not in _JENIS_JAWABAN:
            raise tabel.wrong(jenis, f"jenis jawaban “{jenis}” tidak dikenal")
        pilihan = tabel.table(jenis)
        nilai = {p: read_fraction(tabel.berkas, jenis, n) for p, n in pilihan.isi.items()}
        urut = list(nilai.values())
        if len(set(urut)) != len(urut) or urut != sorted(urut, reverse=True) or urut[:1] != [1] or urut[-1] != 0:
            raise tabel.wrong(jenis, f"skala “{jenis}” harus turun dari 1 ke 0")
        skala[jenis] = MappingProxyType(nilai)
    return MappingProxyType(skala)


def _read_rows(berkas: Path) -> tuple[Baris, ...]:
    hasil: list[Baris] = []
    per_kode: dict[str, Baris] = {}
    for nomor, r in read_csv(berkas, _KOLOM_STRUKTUR):
        b = _read_row(berkas, nomor, r, per_kode, hasil[-1].nomor if hasil else _BARIS_PERTAMA - 1)
        hasil.append(b)
        per_kode[b.kode] = b
    for b in hasil:
        for operan in b.aturan.operan if b.aturan else ():
            x = per_kode.get(operan)
            if x is None:
                raise InvalidInstrumen(berkas, None, f"aturan {b.kode} memakai kode “{operan}” yang tidak ada")
            # A sum of sums would be a chain, which could lead back to its start.
            if x.jenis != "jumlah" or (b.jenis == "jumlah" and x.aturan is not None):
                raise InvalidInstrumen(berkas, None, f"aturan {b.kode} memakai “{operan}” yang bukan hitungan")
        if (b.jenis_jawaban == "persen") != (b.aturan is not None and b.jenis == "indikator"):
            raise InvalidInstrumen(berkas, None, f"{b.kode}: indikator persen wajib beraturan, yang lain tidak")
    return tuple(hasil)


def _read_row(berkas: Path, nomor: int, r: Mapping[str, str], per_kode: Mapping[str, Baris], lalu: int) -> Baris:
    """One row; *per_kode* are those above it and *lalu* the row number of the last."""
    kode, jenis, jawaban = r["kode"], r["jenis_baris"], r["jenis_jawaban"]
    if not _KODE.fullmatch(kode):
        raise InvalidInstrumen(berkas, nomor, f"kode “{kode[:40]}” harus huruf dan angka yang dipisah titik")
    if kode in per_kode:
        raise InvalidInstrumen(berkas, nomor, f"kode “{kode}” ganda")
    if jenis not in _JENIS_BARIS:
        raise InvalidInstrumen(berkas, nomor, f"jenis_baris “{jenis}” tidak dikenal")
    if jawaban and jawaban not in _JENIS_JAWABAN:
        raise InvalidInstrumen(berkas, nomor, f"jenis_jawaban “{jawaban}” tidak dikenal")
    if bool(jawaban) != (jenis in ("indikator", "jumlah")) or (jawaban == "jumlah") != (jenis == "jumlah"):
        raise InvalidInstrumen(berkas, nomor, f"jenis_jawaban “{jawaban}” tidak cocok dengan {jenis}")
    if not re.fullmatch(r"\d{1,6}", r["baris"], re.ASCII) or not lalu < int(r["baris"]) <= _BARIS_TERAKHIR:
        raise InvalidInstrumen(
            berkas, nomor, f"baris “{r['baris'][:12]}” harus naik, {_BARIS_PERTAMA} sampai {_BARIS_TERAKHIR}"
        )
    induk: str | None = kode.rpartition(".")[0] or None
    if jenis in ("total", "kelompok"):
        induk = None
    elif induk is not None and induk not in per_kode:
        raise InvalidInstrumen(berkas, nomor, f"induk “{induk}” belum ada sebelum {kode}")
    if not r["teks"].strip():
        raise InvalidInstrumen(berkas, nomor, f"teks {kode} kosong")
    return Baris(
        nomor=int(r["baris"]),
        kode=kode,
        jenis=cast(JenisBaris, jenis),
        teks=r["teks"],
        bobot=read_fraction(berkas, nomor, r["bobot"]) if r["bobot"] else None,
        jenis_jawaban=cast(JenisJawaban, jawaban) if jawaban else None,
        aturan=_read_rule(berkas, nomor, r["aturan"]) if r["aturan"] else None,
        induk=induk,
    )


def _read_rule(berkas: Path, nomor: int, teks: str) -> AturanHitungan:
    cocok = _ATURAN.fullmatch(teks)
    if cocok is None or cocok[1] not in _OPERAN:
        raise InvalidInstrumen(berkas, nomor, f"aturan “{teks[:60]}” tidak dikenal; boleh: {', '.join(_OPERAN)}")
    operan = tuple(cocok[2].split(", "))
    if len(operan) != _OPERAN[cocok[1]]:
        raise InvalidInstrumen(berkas, nomor, f"aturan {cocok[1]} butuh {_OPERAN[cocok[1]]} operan")
    return AturanHitungan(cocok[1], operan)


def _read_aliases(berkas: Path, per_kode: Mapping[str, Baris]) -> Mapping[str, tuple[str, ...]]:
    alias: dict[str, list[str]] = {}
    for nomor, r in read_csv(berkas, _KOLOM_ALIAS):
        if r["kode"] not in per_kode:
            raise InvalidInstrumen(berkas, nomor, f"kode “{r['kode']}” tidak ada di struktur.csv")
        alias.setdefault(r["kode"], []).append(r["teks"])
    return MappingProxyType({k: tuple(v) for k, v in alias.items()})


def _read_roles(tabel: TomlTable, per_kode: Mapping[str, Baris]) -> Peran:
    tabel.require(frozenset(Peran._fields))
    peran = Peran(**{nama: tabel.text(nama) for nama in Peran._fields})
    for nama, kode in peran._asdict().items():
        b = per_kode.get(kode)
        komponen = nama in ("pengungkit", "hasil")
        cocok = b and (b.jenis == "komponen" if komponen else (b.jenis, b.induk) == ("aspek", peran.pengungkit))
        if not cocok:
            raise tabel.wrong(nama, f"{nama} “{kode}” harus {'komponen' if komponen else 'aspek pengungkit'}")
    for satu, dua in (("pengungkit", "hasil"), ("pemenuhan", "reform")):
        if getattr(peran, satu) == getattr(peran, dua):
            raise tabel.wrong(dua, f"{dua} sama dengan {satu}")
    return peran


def _read_surveys(kepala: TomlTable, per_kode: Mapping[str, Baris]) -> Mapping[str, str]:
    if "survei" not in kepala.isi:
        return MappingProxyType({})
    survei = kepala.texts_by_key("survei")
    for kuesioner, kode in survei.items():
        if kode not in per_kode or per_kode[kode].jenis_jawaban != "nilai_0_4":
            raise kepala.wrong("survei", f"survei {kuesioner}: “{kode}” bukan baris nilai survei")
    return MappingProxyType(survei)


def _read_regulation(tabel: TomlTable) -> Peraturan:
    perubahan = frozenset(["perubahan_nomor", "perubahan_tahun"])
    tabel.require(frozenset(Peraturan._fields) - perubahan, perubahan)
    if len(perubahan & tabel.isi.keys()) == 1:
        raise tabel.wrong("perubahan_nomor", "perubahan_nomor dan perubahan_tahun harus dua-duanya")
    berubah = "perubahan_nomor" in tabel.isi
    return Peraturan(
        tabel.text("nomor"),
        tabel.whole("tahun"),
        tabel.text("judul"),
        tabel.text("pedoman"),
        tabel.text("perubahan_nomor") if berubah else None,
        tabel.whole("perubahan_tahun") if berubah else None,
    )


def _read_match(tabel: TomlTable) -> Pencocokan:
    tabel.require(_KUNCI_PENCOCOKAN)
    return Pencocokan(tabel.text("dengan"), tabel.day("tanggal"), tabel.text("hasil"))
