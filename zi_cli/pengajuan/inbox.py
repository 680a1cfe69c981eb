"""From a heap of worksheets to rows of the register: what the files themselves say, each cell with where it came from.

What a register has to attest by itself (LHKPN, LHKASN, SAKIP, TLHP, dates) stays blank: a figure must not prove itself.
"""

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

from zi_cli.files import real_path
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import compare_names, is_satker_name, name_key, written_out
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.tables import read_table
from zi_cli.text import cuplik, path_text, ringkas

_SAMPAH = re.compile(
    r"\b(?:lke|lembar kerja evaluasi|zi|zona integritas|wbk|wbbm|final|fix|rev(?:isi)?|salinan|copy|draf|tahun|ta)\b"
    r"|\bv\d+\b|\b20[1-4]\d\b|\b\d{6}\b|\(\d+\)",
    re.IGNORECASE,
)
_KODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_SAMBUNG = re.compile(r"[_.\-–—]+")
#: What UTF-8 looks like when it was read as another alphabet ("KantÃ³r", "â€“"), and what could not be read at all.
_RUSAK = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|\ufffd")


class Mark(NamedTuple):
    """Where a cell's value came from, and whether a person has to decide."""

    asal: str
    ragu: bool = False


class InboxRow(NamedTuple):
    """A row for the register: values by field, marks by field, and the files behind it.

    ``putuskan`` says what a person has to decide, in words.
    """

    isi: dict[str, str]
    tanda: dict[str, Mark]
    berkas: tuple[LkeFacts, ...]
    putuskan: tuple[str, ...]

    @property
    def sebutan(self) -> str:
        """What to call it."""
        return self.isi.get("nama") or self.isi.get("kode") or self.berkas[0].nama


def inbox_rows(
    bahan: Sequence[LkeFacts], kotak: Path, folder: Path, syarat: SetSyarat, tahun: int | None = None
) -> list[InboxRow]:
    """One row a satker of *bahan*, in order of Kanwil and name; paths are as seen from *folder*.

    Files of one satker go to one row: the same bytes are one file, different ones have to be decided, and so has a
    file of another year than *tahun*, that of the proposal (None: the one most of them state).
    """
    kelompok: dict[str, list[LkeFacts]] = {}
    for b in bahan:
        kelompok.setdefault(_group_key(b), []).append(b)
    umum = Counter(b.tahun for b in bahan if b.tahun is not None).most_common(1)
    tahun = tahun or (umum[0][0] if umum else None)
    baris = _told_apart([_row(milik, kotak, folder, syarat, tahun) for milik in kelompok.values()])
    return sorted(baris, key=lambda r: (r.isi.get("kanwil", ""), r.sebutan.casefold()))


def _told_apart(baris: Sequence[InboxRow]) -> list[InboxRow]:
    """*baris*, those that may be one satker twice marked: the same kode, or names alike and a kode missing."""
    hasil = []
    for r in baris:
        kode, nama = r.isi.get("kode"), r.isi.get("nama", "")
        awal = name_key(nama).split()[:1]
        for x in baris:
            lain = x.isi.get("nama", "")
            kembar = kode and kode == x.isi.get("kode")
            mirip = not (kode and x.isi.get("kode")) and nama and name_key(lain).split()[:1] == awal
            if x is not r and (kembar or (mirip and compare_names(nama, lain) == "mungkin sama")):
                sebab = f"kode {kode} juga di baris" if kembar else "nama mirip dengan"
                apa = f"{sebab} “{cuplik(x.sebutan)}”: satu satker atau dua? bila satu, hapus salah satu barisnya"
                field = "kode" if kembar else "nama"
                r = r._replace(tanda=r.tanda | {field: Mark(apa, True)}, putuskan=(*r.putuskan, apa))
        hasil.append(r)
    return hasil


def new_rows(baris: Sequence[InboxRow], daftar: DaftarSatker) -> list[InboxRow]:
    """The rows of satker that *daftar* does not have yet, by kode, name or file."""
    ada = {k for s in daftar.satker for k in _keys_of(s)}
    return [r for r in baris if not ada & _keys(r)]


def open_decisions(baris: Sequence[InboxRow], daftar: DaftarSatker) -> dict[str, tuple[str, ...]]:
    """What a person still has to decide in the rows that *daftar* has: cells still blank that nobody could fill."""
    milik = {k: s for s in daftar.satker for k in _keys_of(s)}
    hasil: dict[str, tuple[str, ...]] = {}
    for r in baris:
        s = next((milik[k] for k in sorted(_keys(r)) if k in milik), None)
        apa = [m.asal for f, m in r.tanda.items() if m.ragu and f not in r.isi and s and s.isi(f).keadaan == "kosong"]
        if apa:
            hasil[r.sebutan] = tuple(apa)
    return hasil


def _keys_of(s: Satker) -> set[tuple[str, str]]:
    hasil = {("kode", s.kode.casefold())} if s.kode else set()
    hasil |= {("nama", name_key(s.nama))} if s.nama else set()
    return hasil | ({("berkas", s.berkas_lke.replace("\\", "/").casefold())} if s.berkas_lke else set())


def _keys(r: InboxRow) -> set[tuple[str, str]]:
    hasil = {("kode", r.isi["kode"].casefold())} if r.isi.get("kode") else set()
    hasil |= {("nama", name_key(r.isi["nama"]))} if r.isi.get("nama") else set()
    return hasil | ({("berkas", r.isi["berkas_lke"].casefold())} if r.isi.get("berkas_lke") else set())


def _group_key(b: LkeFacts) -> str:
    nama = b.satker or _name_from_path(b)
    return name_key(nama) if nama else b.kode_satker or str(b.jalur)


def _name_from_path(b: LkeFacts) -> str | None:
    """A satker's name in the file's name, else in its folder's; that of a Kanwil holds others' files, too."""
    for n, bagian in enumerate((b.jalur.stem, b.jalur.parent.name)):
        polos = " ".join(_SAMPAH.sub(" ", _SAMBUNG.sub(" ", path_text(bagian))).split())
        if is_satker_name(polos) and not (n and name_key(polos).startswith("kantor wilayah")):
            return polos
    return None


def _row(milik: list[LkeFacts], kotak: Path, folder: Path, syarat: SetSyarat, tahun: int | None) -> InboxRow:
    unik = list({b.sha256: b for b in milik}.values())
    b = unik[0]
    isi: dict[str, str] = {}
    tanda: dict[str, Mark] = {}
    putuskan: list[str] = []

    def fill(field: str, nilai: str | None, asal: str, *, ragu: bool = False) -> None:
        if nilai:
            isi[field] = nilai
            tanda[field] = Mark(asal, ragu)

    def decide(field: str, apa: str) -> None:
        tanda[field] = Mark(apa, True)
        putuskan.append(apa)

    di_berkas = f"dari isi {b.nama}"
    kode = {x.kode_satker for x in unik if x.kode_satker}
    if len(kode) == 1:
        fill("kode", kode.pop(), di_berkas)
    elif kode:
        decide("kode", f"kode berbeda-beda di berkasnya: {', '.join(sorted(kode))}")
    elif cocok := _KODE.search(path_text(b.jalur.name)) or _KODE.search(path_text(b.jalur.parent.name)):
        fill("kode", cocok[1], f"dari nama berkas {b.nama}", ragu=True)
    else:
        decide("kode", "kode satker tidak disebut di berkas maupun namanya")
    if b.satker:
        lengkap = written_out(b.satker)
        asal = di_berkas if lengkap == b.satker else f"{di_berkas}: “{cuplik(b.satker)}”, ditulis lengkap"
        ragu = "hurufnya rusak di berkasnya: tulis ulang" if _RUSAK.search(lengkap) else ""
        if b.satker.isupper():
            ragu = ragu or "nama berhuruf besar semua di berkasnya: periksa penulisannya"
        fill("nama", lengkap, f"{asal}; {ragu}" if ragu else asal, ragu=bool(ragu))
        putuskan += [ragu] * bool(ragu)
    elif nama := _name_from_path(b):
        fill("nama", written_out(nama), f"dari nama berkas atau folder {b.nama}", ragu=True)
        putuskan.append(f"nama “{cuplik(nama)}” hanya dari nama berkas")
    else:
        decide("nama", f"nama satker tidak disebut di {b.nama}")
    if jenis := kind_of(isi.get("nama", "")):
        fill("jenis", jenis[0], "menurut nama satker")
        fill("eselon1", jenis[1], "menurut jenis satker")
    kanwil = _kanwil(b, kotak)
    if kanwil:
        fill("kanwil", kanwil, "dari nama folder")
    elif isi.get("jenis") == "Kanwil":
        fill("kanwil", isi["nama"], "satker ini sendiri Kantor Wilayah")
    elif isi.get("jenis") != "Unit Eselon I":
        decide("kanwil", "Kanwil pembinanya tidak terlihat dari folder")
    usulan = {x.usulan for x in unik if x.usulan in ("WBK", "WBBM")}
    if len(usulan) == 1:
        fill("usulan", usulan.pop(), di_berkas)
    else:
        decide("usulan", "predikat yang diusulkan tidak disebut" if not usulan else "berkasnya menyebut WBK dan WBBM")
    if len(unik) == 1:
        tua = b.tahun is not None and b.tahun != tahun
        fill("berkas_lke", _seen_from(folder, b.jalur), "berkas yang ditemukan")
        if tua or b.tahun_ragu:
            decide("berkas_lke", f"LKE-nya menyebut tahun {b.tahun_ragu or b.tahun}, bukan {tahun}: minta yang benar")
    else:
        beda = len({x.tahun for x in unik}) > 1
        nama_berkas = ", ".join(sorted(f"{x.nama} ({x.tahun or 'tanpa tahun'})" if beda else x.nama for x in unik))
        decide("berkas_lke", f"{len(unik)} berkas berbeda: {cuplik(nama_berkas, 200)}; pilih satu di kolom Berkas LKE")
    for s in syarat.daftar:
        angka = b.angka.get(s.kode)
        if angka is not None and angka.persen is not None:
            for tempat in s.isian.values():
                p = angka.persen
                teks = (
                    f"{p.selesai}/{p.seluruh}"
                    if p.seluruh is not None
                    else f"{ringkas(Fraction(p.nilai or 0) * 100)} %"
                )
                tanda[tempat.partition(".")[2]] = Mark(f"LKE menyebut {teks}; isi dari bukti instansi, bukan dari LKE")
    return InboxRow(isi, tanda, tuple(milik), tuple(putuskan))


def _kanwil(b: LkeFacts, kotak: Path) -> str | None:
    try:
        bagian = b.jalur.relative_to(kotak).parts[:-1]
    except ValueError:
        return None
    return next((path_text(x) for x in bagian if name_key(x).startswith("kantor wilayah")), None)


def _seen_from(folder: Path, berkas: Path) -> str:
    try:
        return path_text(Path(os.path.relpath(berkas, folder)).as_posix())
    except ValueError:  # another drive
        return path_text(real_path(berkas).as_posix())


def kind_of(nama: str) -> tuple[str, str] | None:
    """Kind of office and the Unit Eselon I above it ("" when the name doesn't tell), by the satker's *nama*."""
    kunci = name_key(nama)
    cocok = [(a, j, p) for a, j, p in _kinds() if kunci.startswith(a)]
    return max(cocok, key=lambda c: len(c[0]))[1:] if cocok else None


@cache
def _kinds() -> tuple[tuple[str, str, str], ...]:
    tabel = read_table(Path(__file__).parent / "register" / "jenis.csv")
    return tuple((b["awalan"], b["jenis"], b["pembina"]) for b in tabel)


class SeenFile(NamedTuple):
    """A file of the heap as it was met: its SHA-256 and the satker it is about."""

    sha256: str
    satker: str


class Changes(NamedTuple):
    """What is different since the heap was looked at last, by path below it."""

    baru: tuple[str, ...]
    berubah: tuple[str, ...]
    hilang: tuple[str, ...]


def compare_inbox(lama: Mapping[str, SeenFile], kini: Mapping[str, SeenFile]) -> Changes:
    """New, changed and vanished files."""
    return Changes(
        tuple(sorted(set(kini) - set(lama))),
        tuple(sorted(b for b in kini if b in lama and kini[b].sha256 != lama[b].sha256)),
        tuple(sorted(set(lama) - set(kini))),
    )
