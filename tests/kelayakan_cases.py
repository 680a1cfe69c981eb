"""Cases of eligibility kept as data (tests/data/kelayakan), built into a folder and asked of ``zi check``.

A case starts from a satker that lacks nothing and says what is different; ``layak`` is the verdict the guideline
demands, ``bukan_ya`` every fact that is then not a yes, ``dasar`` the sentence that decides.

Changes stand in a cell one after another, separated by " | ":

- register: ``field=text``; ``-field`` takes the column away; ``+Heading=text`` adds one at the end; ``WBBM`` starts
  from a complete proposal for WBBM; ``lagi: field=text; …`` adds a row like the first, changed; ``kaki: text`` a row
  with that text alone under Nama satker; ``judul: field=heading`` renames a heading. ``xlsx`` writes a workbook, where
  ``#n 5`` is a number, ``#b ya`` a boolean, ``#f =1+1`` a formula never calculated, ``#d 2027-05-03`` a date cell,
  ``depan: sheet`` puts an old register in front, ``sembunyi: sheet`` hides one, ``gabung: A1:A2`` merges,
  ``tutup kolom: H`` and ``tutup baris: 2`` hide, ``putih: H2`` writes white on white.
- configuration: ``key=value``, ``-key``, or whole lines of TOML after ``toml:``.
- worksheet: ``satker=``, ``kode=``, ``tahun=``, ``usulan=`` (text, or nothing to leave it out), ``KODE=answer`` of the
  TPI, ``unit.KODE=``, ``eselon1=baik`` or ``buruk`` (and any other assessor) fills a column, ``-tpi`` takes one away,
  ``judul tpi=heading`` names it, ``catatan KODE=text`` notes, ``nilai=buruk`` or ``wbk`` sets the TPI's answers,
  ``tanpa hasil`` leaves Hasil blank; ``lagi: nama.xlsx; …`` writes one more file; ``tanpa berkas`` writes none.
- options: command-line options, separated by blanks (quotes as in a shell).
"""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font

from tests.builder import FormShape, build_book, perfect, raw_cells
from tests.builder.form_shape import HEADER_NAMES
from tests.builder.grid import Nilai
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.pengajuan.register.columns import COLUMNS

FOLDER = Path(__file__).parent / "data" / "kelayakan"
ANSWERS = {"ya": True, "tidak": False, "belum": None}

WBK = {
    "kode": "001", "nama": "Lapas Kelas IIA Contoh", "jenis": "Lapas", "kanwil": "Kanwil Contoh",
    "eselon1": "Direktorat Jenderal Pemasyarakatan", "usulan": "WBK", "predikat": "Belum ada",
    "tanggal_data_dukung": "20 Maret 2027", "mulai_wbk": "13 Januari 2025", "sakip": "BB", "tlhp": "12/12",
    "lhkpn": "11/11", "lhkasn": "73/73", "layanan_utama": "Ya", "dampak": "Ya", "pendahuluan_layak": "Ya",
    "pendahuluan_tanggal": "14 April 2027", "pendahuluan_penilai": "Tim Penilai Direktorat Jenderal Pemasyarakatan",
    "sptjm_tanggal": "3 Mei 2027", "berkas_lke": "lke.xlsx",
}  # fmt: skip
WBBM = WBK | {
    "usulan": "WBBM", "predikat": "WBK", "tanggal_predikat": "9 Desember 2024",
    "tanggal_monev": "20 November 2026", "mulai_wbbm": "3 Februari 2025",
}  # fmt: skip
INSTANSI = {"opini_bpk": '"WTP"', "sakip": '"BB"', "indeks_rb": '"BB"', "spip": '"3"', "jumlah_satker": "100",
            "jumlah_berpredikat": "20"}  # fmt: skip
LKE = {"satker": "Lapas Kelas IIA Contoh", "kode": "001", "tahun": "2027", "usulan": ""}
_HEADINGS = {"satker": "Satuan Kerja", "kode": "Kode Satker", "tahun": "Tahun", "usulan": "Usulan Predikat"}


@dataclass(frozen=True)
class CaseData:
    """One row of a table."""

    tabel: str
    kasus: str
    daftar: str
    konfigurasi: str
    lke: str
    opsi: str
    layak: str
    bukan_ya: str
    temuan: str
    dasar: str


def read_cases() -> list[CaseData]:
    """All cases, table by table as the index lists them."""
    with (FOLDER / "indeks.csv").open(encoding="utf-8", newline="") as f:
        tabel = [r["tabel"] for r in csv.DictReader(f)]
    hasil: list[CaseData] = []
    for nama in tabel:
        with (FOLDER / f"{nama}.csv").open(encoding="utf-8", newline="") as f:
            hasil += [CaseData(tabel=nama, **r) for r in csv.DictReader(f)]
    return hasil


def build(kasus: CaseData, folder: Path) -> list[str]:
    """Write the files of *kasus* into *folder*; the arguments of ``zi``."""
    daftar = _split(kasus.daftar)
    if "tanpa daftar" not in daftar:
        isi = _register(daftar)
        (folder / ("satker.xlsx" if "xlsx" in daftar else "satker.csv")).write_bytes(isi)
    (folder / "zi.toml").write_text(_config(_split(kasus.konfigurasi)), "utf-8")
    for nama, ubah in _files(_split(kasus.lke)):
        (folder / nama).write_bytes(worksheet(tuple(ubah)))
    opsi = shlex.split(kasus.opsi)
    if not any(o in ("--tanggal", "--tanpa-tanggal") for o in opsi):
        opsi = ["--tanggal", "2027-05-20", *opsi]
    opsi = [o for o in opsi if o != "--tanpa-tanggal"]
    sasaran = folder / "lke.xlsx" if "tanpa daftar" in daftar else folder
    return ["check", str(sasaran), *opsi, "--format", "json"]


def answer(keluaran: str, kasus: CaseData) -> dict[str, Any]:
    """The satker that *kasus* is about, with the findings of the whole added."""
    isi = json.loads(keluaran)
    kode = dict(_pairs(_split(kasus.daftar))).get("kode", "001")
    milik = [s for s in isi["satker"] if s["kode"] == kode] or isi["satker"]
    temuan = [t for s in isi["satker"] for t in s["temuan"]] + isi["temuan"]
    return {**milik[0], "temuan": temuan, "jumlah": len(isi["satker"])}


def _split(teks: str) -> list[str]:
    return [t.strip() for t in teks.split(" | ") if t.strip()]


def _pairs(ubah: list[str]) -> Iterator[tuple[str, str]]:
    for u in ubah:
        nama, tanda, nilai = u.partition("=")
        if tanda and ":" not in nama and not nama.startswith("+"):
            yield nama.strip(), nilai.strip()


def _register(ubah: list[str]) -> bytes:
    dasar = dict(WBBM if "WBBM" in ubah else WBK) | dict(_pairs(ubah))
    hilang = {u[1:] for u in ubah if u.startswith("-")}
    judul = {k.field: k.judul for k in COLUMNS if k.field not in hilang}
    judul |= dict(_pairs([u.removeprefix("judul:") for u in ubah if u.startswith("judul:")]))
    tambahan = [u[1:].partition("=")[::2] for u in ubah if u.startswith("+")]
    baris = [dasar]
    for u in ubah:
        if u.startswith("lagi:"):
            baris.append(dasar | dict(_pairs([x.strip() for x in u.removeprefix("lagi:").split(";")])))
        elif u.startswith("kaki:"):
            baris.append({"nama": u.removeprefix("kaki:").strip()})
    kisi = [[*judul.values(), *(j for j, _ in tambahan)]]
    for n, b in enumerate(baris):
        kisi.append([b.get(f, "") for f in judul] + [v if n == 0 else "" for _, v in tambahan])
    return _xlsx(kisi, ubah) if "xlsx" in ubah else "\r\n".join(map(_csv_line, kisi)).encode()


def _csv_line(sel: list[str]) -> str:
    return ",".join('"' + s.replace('"', '""') + '"' for s in sel)


def _xlsx(kisi: list[list[str]], ubah: list[str]) -> bytes:
    buku = openpyxl.Workbook()
    lembar = buku.active
    lembar.title = next((u.removeprefix("lembar:").strip() for u in ubah if u.startswith("lembar:")), "Satker")
    # As wide as most columns of the register that zi writes: a tab behind a text stays within them.
    lembar.sheet_format.defaultColWidth = 14
    for r, sel in enumerate(kisi, 1):
        for k, s in enumerate(sel, 1):
            if s:
                lembar.cell(r, k).value = _typed(s)
    for u in ubah:
        perintah, _, isi = u.partition(":")
        if perintah == "depan":
            lama = buku.create_sheet(isi.strip(), 0)
            for r, sel in enumerate(kisi[:2], 1):
                for k, s in enumerate(sel, 1):
                    lama.cell(r, k).value = "009" if (r, k) == (2, 1) else s or None
        elif perintah == "sembunyi":
            buku[isi.strip()].sheet_state = "hidden"
        elif perintah == "gabung":
            lembar.merge_cells(isi.strip())
        elif perintah == "tutup kolom":
            lembar.column_dimensions[isi.strip()].hidden = True
        elif perintah == "tutup baris":
            lembar.row_dimensions[int(isi)].hidden = True
        elif perintah == "putih":
            lembar[isi.strip()].font = Font(color="FFFFFFFF")
    buku.active = len(buku.sheetnames) - 1
    wadah = BytesIO()
    buku.save(wadah)
    return wadah.getvalue()


def _typed(teks: str) -> Any:
    jenis, _, isi = teks.partition(" ")
    if jenis == "#n":
        return float(isi)
    if jenis == "#b":
        return isi == "ya"
    return date.fromisoformat(isi) if jenis == "#d" else isi if jenis == "#f" else teks


def _config(ubah: list[str]) -> str:
    hilang = {u[1:] for u in ubah if u.startswith("-")}
    isi = INSTANSI | dict(_pairs([u for u in ubah if not u.startswith("toml:")]))
    baris = [f"{k} = {v}" for k, v in isi.items() if k not in hilang]
    lain = [u.removeprefix("toml:").strip().replace("\\n", "\n") for u in ubah if u.startswith("toml:")]
    return "\n".join(["[instansi]", *baris, *lain, ""])


def _files(ubah: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The worksheets to write: name and changes; a further one has the changes of the first, too."""
    if "tanpa berkas" in ubah:
        return
    pertama = [u for u in ubah if not u.startswith(("lagi:", "nama berkas="))]
    yield next((u.partition("=")[2] for u in ubah if u.startswith("nama berkas=")), "lke.xlsx"), pertama
    for u in ubah:
        if u.startswith("lagi:"):
            nama, *lain = [x.strip() for x in u.removeprefix("lagi:").split(";")]
            yield nama, [*pertama, *(x for x in lain if x)]


@lru_cache(maxsize=256)
def worksheet(ubah: tuple[str, ...]) -> bytes:
    """A worksheet that unit and TPI filled perfectly, changed by *ubah*; the same bytes for the same changes."""
    kepala = dict(LKE)
    isi: dict[str, dict[str, Nilai]] = {"unit": raw_cells(perfect()), "tpi": raw_cells(perfect())}
    nama, catatan = {p: n[0] for p, n in HEADER_NAMES.items()}, {}
    bernama: set[str] = set()
    for u in ubah:
        kunci, tanda, nilai = (x.strip() for x in u.partition("="))
        if kunci in kepala:
            kepala[kunci] = nilai
        elif kunci == "nilai":
            isi["tpi"] = answers(nilai)
        elif kunci in HEADER_NAMES:
            isi[kunci] = answers(nilai)
        elif kunci.startswith("judul "):
            nama[kunci.removeprefix("judul ")] = nilai
            bernama.add(nilai)
        elif kunci.startswith("catatan "):
            catatan[kunci.removeprefix("catatan ")] = nilai
        elif u.startswith("-"):
            isi.pop(u[1:], None)
        elif u == "tanpa hasil":
            isi["tpi"] |= dict.fromkeys(load_instrumen().hasil_codes)
        elif tanda:
            penilai, titik, kode = kunci.partition(".")
            milik = isi[penilai] if titik and penilai in isi else isi["tpi"]
            milik[kode if milik is isi.get(penilai) else kunci] = _answer(nilai)
    judul = tuple((f"{_HEADINGS[k]} : {v}",) for k, v in kepala.items() if v)
    jenis: tuple[Any, ...] = ("jawaban", "catatan") if catatan else ("jawaban",)
    bentuk = FormShape(judul=judul, nama_kepala=nama, kolom_penilai=jenis)
    buku = build_book(isi, bentuk)
    for kode, teks in catatan.items():
        lembar, r, k = buku.letak["tpi", kode]
        next(x for x in buku.lembar if x.nama == lembar).sel[r - 1, k + 1] = teks
    for kisi in buku.lembar:
        for tempat, s in kisi.sel.items():
            if isinstance(s, str) and s.removeprefix("Jawaban ") in bernama and s.startswith("Jawaban "):
                kisi.sel[tempat] = s.removeprefix("Jawaban ")
    return buku.xlsx()


def answers(mutu: str) -> Mapping[str, Nilai]:
    """All answers at their best ("baik"), at their worst ("buruk"), or enough for WBK alone ("wbk")."""
    isi = raw_cells(perfect())
    instrumen = load_instrumen()
    if mutu == "baik":
        return isi
    for b in instrumen.indikator:
        pilihan = list(instrumen.options(b.kode))
        if mutu == "buruk" and pilihan:
            isi[b.kode] = pilihan[-1]
        elif mutu == "wbk" and len(pilihan) in (3, 4) and b.kode != "A.I.1.i.b":
            isi[b.kode] = pilihan[1]
    return isi


def _answer(teks: str) -> Nilai:
    try:
        return float(teks) if "." in teks else int(teks)
    except ValueError:
        return teks or None
