"""Strict loading of an instrument folder: whatever does not fit is an error naming file and line."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from zi_cli.files import is_there, real_path
from zi_cli.instrumen.assessors import read_penilai
from zi_cli.instrumen.sheet_semantics import load_sheet_semantics
from zi_cli.instrumen.strict_data import InvalidInstrumen, TomlTable, folder_state, read_csv, read_fraction, read_toml
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

DEFAULT_INSTRUMEN = "lke-2021"
#: The scale of the indices that ``zi survei`` works out (SE Menteri PANRB 04/2023).
SURVEI_SCALE = 4
_DATA = Path(__file__).parent / "data"

_STRUCTURE_COLUMNS = ("baris", "kode", "jenis_baris", "teks", "bobot", "jenis_jawaban", "aturan")
_KRITERIA_COLUMNS = ("kode", "pilihan", "nilai", "uraian")
_ALIAS_COLUMNS = ("kode", "teks")
_KEWAJARAN_COLUMNS = ("kiri", "hubungan", "kanan", "alasan")
_INSTRUMEN_KEYS = frozenset(
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
_MATCH_KEYS = frozenset(["dengan", "tanggal", "hasil"])

#: Number of operands of each named rule; their meaning is in ``scoring.rumus``.
_OPERANDS = {"rasio": 2, "rasio_terbatas": 2, "rasio_atau_penuh": 2, "penurunan": 2, "jumlah": 3}
_RULE = re.compile(r"(\w+)\(([\w.]+(?:, [\w.]+)*)\)")
_CODE = re.compile(r"[A-Za-z0-9]{1,12}(?:\.[A-Za-z0-9]{1,12}){0,7}", re.ASCII)
_ROW_KINDS = frozenset(get_args(JenisBaris))
_ANSWER_TYPES = frozenset(get_args(JenisJawaban))
#: Rows of a form: the first is the one below the headings, and a reader looks at no more than this.
_FIRST_ROW, _LAST_ROW = 2, 2000


def instrumen_folder(name: str = DEFAULT_INSTRUMEN) -> Path:
    """Folder of the instrument *name* inside the package."""
    return _DATA / name


def known_instrumen() -> tuple[str, ...]:
    """Names of the packaged instruments."""
    return tuple(sorted(f.name for f in _DATA.iterdir() if is_there(f / "instrumen.toml")))


def load_instrumen(name: str = DEFAULT_INSTRUMEN) -> Instrumen:
    """Load and check the packaged instrument *name*, or the folder of that absolute path (again when it changes)."""
    folder = _DATA / name
    return _load_once(folder, () if folder.parent == _DATA else folder_state(folder))


@cache
def _load_once(folder: Path, _: object) -> Instrumen:
    return load_folder(folder)


def find_instrumen(requested: str, dari: Path | None = None) -> Instrumen | None:
    """The instrument that a user calls *requested*: a packaged one by name, else the folder of that path.

    A relative path starts at the folder *dari*. None when there is neither; raises
    :class:`InvalidInstrumen` when the folder's data are not consistent, its rubric and rules included.
    """
    name = requested.strip()
    if name in known_instrumen():
        return load_instrumen(name)
    folder = (dari or Path()) / name
    try:
        if not name or not folder.is_dir():
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
    header = read_toml(folder / "instrumen.toml")
    header.require(_INSTRUMEN_KEYS, frozenset(["survei"]))
    skala = _read_scales(header.table("skala"))
    structure = folder / "struktur.csv"
    rows = _read_rows(structure)
    by_code = {b.kode: b for b in rows}
    children: dict[str, list[str]] = {}
    for b in rows:
        if b.induk is not None and b.carries_points:
            children.setdefault(b.induk, []).append(b.kode)
    nama_area = header.texts_by_key("area")
    instrumen = Instrumen(
        nama=header.text("nama"),
        judul=header.text("judul"),
        dasar_hukum=header.text("dasar_hukum"),
        berlaku_sejak=header.day("berlaku_sejak"),
        peraturan=_read_regulation(header.table("peraturan")),
        survei_maksimum=header.number("survei_maksimum"),
        baris=rows,
        per_kode=MappingProxyType(by_code),
        anak=MappingProxyType({k: tuple(v) for k, v in children.items()}),
        indikator=tuple(b for b in rows if b.jenis == "indikator"),
        skala=skala,
        peran=_read_roles(header.table("peran"), by_code),
        nama_area=MappingProxyType(nama_area),
        label=MappingProxyType(header.texts_by_key("label")),
        survei=_read_surveys(header, by_code),
        alias=_read_aliases(folder / "alias.csv", by_code),
        penilai=read_penilai(folder / "penilai.toml"),
        ambang=read_ambang(folder / "ambang.toml", by_code, nama_area),
        pencocokan=_read_match(header.table("pencocokan")),
        folder=folder,
    )
    if instrumen.survei_maksimum <= 0:
        raise header.wrong("survei_maksimum", "“survei_maksimum” harus lebih dari 0")
    if instrumen.survei and instrumen.survei_maksimum != SURVEI_SCALE:
        message = f"indeks survei berskala {SURVEI_SCALE}: “survei_maksimum” harus {SURVEI_SCALE} bila ada [survei]"
        raise header.wrong("survei", message)
    check_tree(structure, instrumen, header)
    return instrumen


@cache
def load_kriteria(instrumen: Instrumen) -> Mapping[str, tuple[Kriteria, ...]]:
    """Rubric of every option of every indicator of *instrumen*, by kode.

    Apart from :func:`load_instrumen` because scoring needs only the scales; raises
    :class:`InvalidInstrumen` when the options do not fit the row's answer type.
    """
    return read_kriteria(instrumen.folder / "kriteria.csv", instrumen)


def read_kriteria(file: Path, instrumen: Instrumen) -> Mapping[str, tuple[Kriteria, ...]]:
    """Read a rubric table and check it against the scales of *instrumen*.

    The column ``tuntutan`` is optional: an option's demand in positive words where its rubric reads as a fault.
    """
    daftar: dict[str, list[Kriteria]] = {}
    for number, r in read_csv(file, _KRITERIA_COLUMNS, optional=("tuntutan",)):
        code = r["kode"]
        if code not in instrumen.per_kode:
            raise InvalidInstrumen(file, number, f"kode “{code}” tidak ada di struktur.csv")
        nilai = read_fraction(file, number, r["nilai"])
        skala = instrumen.options(code)
        if skala.get(r["pilihan"]) != nilai:
            kind = instrumen.per_kode[code].jenis_jawaban
            raise InvalidInstrumen(file, number, f"pilihan {r['pilihan']} = {r['nilai']} bukan milik jenis {kind}")
        if any(k.pilihan == r["pilihan"] for k in daftar.get(code, ())):
            raise InvalidInstrumen(file, number, f"pilihan {r['pilihan']} dari {code} ganda")
        tuntutan = r.get("tuntutan", "")
        if tuntutan and (not nilai or tuntutan != tuntutan.strip() or tuntutan == r["uraian"]):
            raise InvalidInstrumen(
                file, number, "tuntutan hanya untuk pilihan di atas 0, tanpa spasi di tepi, dan berbeda dari uraian"
            )
        daftar.setdefault(code, []).append(Kriteria(r["pilihan"], nilai, r["uraian"], tuntutan or r["uraian"]))
    for b in instrumen.indikator:
        present = tuple(k.pilihan for k in daftar.get(b.kode, ()))
        if present != tuple(instrumen.options(b.kode)):
            raise InvalidInstrumen(file, None, f"pilihan {b.kode} tidak lengkap: {'/'.join(present)}")
    return MappingProxyType({k: tuple(v) for k, v in daftar.items()})


@cache
def load_kewajaran(instrumen: Instrumen) -> tuple[Kewajaran, ...]:
    """Plausibility rules between the counts of *instrumen* (``kewajaran.csv``)."""
    file = instrumen.folder / "kewajaran.csv"
    hasil: list[Kewajaran] = []
    for number, r in read_csv(file, _KEWAJARAN_COLUMNS):
        left, right = (tuple(r[side].split(" + ")) for side in ("kiri", "kanan"))
        for code in (*left, *right):
            if code not in instrumen.per_kode or instrumen.per_kode[code].jenis != "jumlah":
                raise InvalidInstrumen(file, number, f"“{code}” bukan kode baris hitungan")
        if r["hubungan"] not in ("<=", "="):
            raise InvalidInstrumen(file, number, f"hubungan “{r['hubungan']}” harus <= atau =")
        hasil.append(Kewajaran(left, cast(Literal["<=", "="], r["hubungan"]), right, r["alasan"]))
    return tuple(hasil)


def _read_scales(table: TomlTable) -> Mapping[str, Mapping[str, Fraction]]:
    skala: dict[str, Mapping[str, Fraction]] = {}
    for kind in table.isi:
        if kind not in _ANSWER_TYPES:
            raise table.wrong(kind, f"jenis jawaban “{kind}” tidak dikenal")
        choice = table.table(kind)
        nilai = {p: read_fraction(table.berkas, kind, n) for p, n in choice.isi.items()}
        ordered = list(nilai.values())
        if (
            len(set(ordered)) != len(ordered)
            or ordered != sorted(ordered, reverse=True)
            or ordered[:1] != [1]
            or ordered[-1] != 0
        ):
            raise table.wrong(kind, f"skala “{kind}” harus turun dari 1 ke 0")
        skala[kind] = MappingProxyType(nilai)
    return MappingProxyType(skala)


def _read_rows(file: Path) -> tuple[Baris, ...]:
    hasil: list[Baris] = []
    by_code: dict[str, Baris] = {}
    for number, r in read_csv(file, _STRUCTURE_COLUMNS):
        b = _read_row(file, number, r, by_code, hasil[-1].nomor if hasil else _FIRST_ROW - 1)
        hasil.append(b)
        by_code[b.kode] = b
    for b in hasil:
        for operand in b.aturan.operan if b.aturan else ():
            x = by_code.get(operand)
            if x is None:
                raise InvalidInstrumen(file, None, f"aturan {b.kode} memakai kode “{operand}” yang tidak ada")
            # A sum of sums would be a chain, which could lead back to its start.
            if x.jenis != "jumlah" or (b.jenis == "jumlah" and x.aturan is not None):
                raise InvalidInstrumen(file, None, f"aturan {b.kode} memakai “{operand}” yang bukan hitungan")
        if (b.jenis_jawaban == "persen") != (b.aturan is not None and b.jenis == "indikator"):
            raise InvalidInstrumen(file, None, f"{b.kode}: indikator persen wajib beraturan, yang lain tidak")
    return tuple(hasil)


def _read_row(file: Path, number: int, r: Mapping[str, str], by_code: Mapping[str, Baris], lalu: int) -> Baris:
    """One row; *by_code* are those above it and *lalu* the row number of the last."""
    code, kind, jawaban = r["kode"], r["jenis_baris"], r["jenis_jawaban"]
    if not _CODE.fullmatch(code):
        raise InvalidInstrumen(file, number, f"kode “{code[:40]}” harus huruf dan angka yang dipisah titik")
    if code in by_code:
        raise InvalidInstrumen(file, number, f"kode “{code}” ganda")
    if kind not in _ROW_KINDS:
        raise InvalidInstrumen(file, number, f"jenis_baris “{kind}” tidak dikenal")
    if jawaban and jawaban not in _ANSWER_TYPES:
        raise InvalidInstrumen(file, number, f"jenis_jawaban “{jawaban}” tidak dikenal")
    if bool(jawaban) != (kind in ("indikator", "jumlah")) or (jawaban == "jumlah") != (kind == "jumlah"):
        raise InvalidInstrumen(file, number, f"jenis_jawaban “{jawaban}” tidak cocok dengan {kind}")
    if not re.fullmatch(r"\d{1,6}", r["baris"], re.ASCII) or not lalu < int(r["baris"]) <= _LAST_ROW:
        raise InvalidInstrumen(file, number, f"baris “{r['baris'][:12]}” harus naik, {_FIRST_ROW} sampai {_LAST_ROW}")
    parent: str | None = code.rpartition(".")[0] or None
    if kind in ("total", "kelompok"):
        parent = None
    elif parent is not None and parent not in by_code:
        raise InvalidInstrumen(file, number, f"induk “{parent}” belum ada sebelum {code}")
    if not r["teks"].strip():
        raise InvalidInstrumen(file, number, f"teks {code} kosong")
    return Baris(
        nomor=int(r["baris"]),
        kode=code,
        jenis=cast(JenisBaris, kind),
        teks=r["teks"],
        bobot=read_fraction(file, number, r["bobot"]) if r["bobot"] else None,
        jenis_jawaban=cast(JenisJawaban, jawaban) if jawaban else None,
        aturan=_read_rule(file, number, r["aturan"]) if r["aturan"] else None,
        induk=parent,
    )


def _read_rule(file: Path, number: int, text: str) -> AturanHitungan:
    match = _RULE.fullmatch(text)
    if match is None or match[1] not in _OPERANDS:
        raise InvalidInstrumen(file, number, f"aturan “{text[:60]}” tidak dikenal; boleh: {', '.join(_OPERANDS)}")
    operand = tuple(match[2].split(", "))
    if len(operand) != _OPERANDS[match[1]]:
        raise InvalidInstrumen(file, number, f"aturan {match[1]} butuh {_OPERANDS[match[1]]} operan")
    return AturanHitungan(match[1], operand)


def _read_aliases(file: Path, by_code: Mapping[str, Baris]) -> Mapping[str, tuple[str, ...]]:
    alias: dict[str, list[str]] = {}
    for number, r in read_csv(file, _ALIAS_COLUMNS):
        if r["kode"] not in by_code:
            raise InvalidInstrumen(file, number, f"kode “{r['kode']}” tidak ada di struktur.csv")
        alias.setdefault(r["kode"], []).append(r["teks"])
    return MappingProxyType({k: tuple(v) for k, v in alias.items()})


def _read_roles(table: TomlTable, by_code: Mapping[str, Baris]) -> Peran:
    table.require(frozenset(Peran._fields))
    role = Peran(**{name: table.text(name) for name in Peran._fields})
    for name, code in role._asdict().items():
        b = by_code.get(code)
        komponen = name in ("pengungkit", "hasil")
        match = b and (b.jenis == "komponen" if komponen else (b.jenis, b.induk) == ("aspek", role.pengungkit))
        if not match:
            raise table.wrong(name, f"{name} “{code}” harus {'komponen' if komponen else 'aspek pengungkit'}")
    for one, two in (("pengungkit", "hasil"), ("pemenuhan", "reform")):
        if getattr(role, one) == getattr(role, two):
            raise table.wrong(two, f"{two} sama dengan {one}")
    return role


def _read_surveys(header: TomlTable, by_code: Mapping[str, Baris]) -> Mapping[str, str]:
    if "survei" not in header.isi:
        return MappingProxyType({})
    survei = header.texts_by_key("survei")
    for kuesioner, code in survei.items():
        if code not in by_code or by_code[code].jenis_jawaban != "nilai_0_4":
            raise header.wrong("survei", f"survei {kuesioner}: “{code}” bukan baris nilai survei")
    return MappingProxyType(survei)


def _read_regulation(table: TomlTable) -> Peraturan:
    changes = frozenset(["perubahan_nomor", "perubahan_tahun"])
    title = frozenset(["judul_pedoman"])
    table.require(frozenset(Peraturan._fields) - changes - title, changes | title)
    if len(changes & table.isi.keys()) == 1:
        raise table.wrong("perubahan_nomor", "perubahan_nomor dan perubahan_tahun harus dua-duanya")
    changed = "perubahan_nomor" in table.isi
    return Peraturan(
        table.text("nomor"),
        table.whole("tahun"),
        table.text("judul"),
        table.text("pedoman"),
        table.text("judul_pedoman") if title <= table.isi.keys() else "Pedoman",
        table.text("perubahan_nomor") if changed else None,
        table.whole("perubahan_tahun") if changed else None,
    )


def _read_match(table: TomlTable) -> Pencocokan:
    table.require(_MATCH_KEYS)
    return Pencocokan(table.text("dengan"), table.day("tanggal"), table.text("hasil"))
