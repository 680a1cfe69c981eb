"""From a heap of worksheets to rows of the register: what the files themselves say, each cell with where it came from.

What a register has to attest by itself (LHKPN, LHKASN, SAKIP, TLHP, dates) stays blank: a figure must not prove itself.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

from zi_cli.files import real_path
from zi_cli.instrumen.requirements import SetSyarat
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import compare_names, is_satker_name, name_key, written_out
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.tables import read_table
from zi_cli.text import excerpt, path_text, short_number

_NOISE_WORDS = re.compile(
    r"\b(?:lke|lembar kerja evaluasi|zi|zona integritas|wbk|wbbm|final|fix|rev(?:isi)?|salinan|copy|draf|tahun|ta)\b"
    r"|\bv\d+\b|\b20[1-4]\d\b|\b\d{6}\b|\(\d+\)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_JOINERS = re.compile(r"[_.\-–—]+")
#: What UTF-8 looks like when it was read as another alphabet ("KantÃ³r", "â€“"), and what could not be read at all.
_GARBLED = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac|\ufffd")


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
    def called(self) -> str:
        """What to call it."""
        return self.isi.get("nama") or self.isi.get("kode") or self.berkas[0].nama


def inbox_rows(materials: Sequence[LkeFacts], box: Path, folder: Path, syarat: SetSyarat, tahun: int) -> list[InboxRow]:
    """One row a satker of *materials*, in order of Kanwil and name; paths are as seen from *folder*.

    Files of one satker go to one row: the same bytes are one file, different ones have to be decided, and so has a
    file of another year than *tahun*, that of the proposal.
    """
    groups: dict[str, list[LkeFacts]] = {}
    for b in materials:
        groups.setdefault(_group_key(b), []).append(b)
    rows = _told_apart([_row(milik, box, folder, syarat, tahun) for milik in groups.values()])
    return sorted(rows, key=lambda r: (r.isi.get("kanwil", ""), r.called.casefold()))


def agreed_year(materials: Iterable[LkeFacts]) -> int | None:
    """The one year that *materials* state; None where they differ, or none states one."""
    years = {b.tahun for b in materials if b.tahun is not None}
    return years.pop() if len(years) == 1 else None


def _told_apart(rows: Sequence[InboxRow]) -> list[InboxRow]:
    """*rows*, those that may be one satker twice marked: the same kode, or names alike and a kode missing."""
    results = []
    for r in rows:
        code, name = r.isi.get("kode"), r.isi.get("nama", "")
        start = name_key(name).split()[:1]
        for x in rows:
            other = x.isi.get("nama", "")
            twin = code and code == x.isi.get("kode")
            similar = not (code and x.isi.get("kode")) and name and name_key(other).split()[:1] == start
            if x is not r and (twin or (similar and compare_names(name, other) == "mungkin sama")):
                reason = f"kode {code} juga di baris" if twin else "nama mirip dengan"
                what = f"{reason} “{excerpt(x.called)}”: satu satker atau dua? bila satu, hapus salah satu barisnya"
                field = "kode" if twin else "nama"
                r = r._replace(tanda=r.tanda | {field: Mark(what, True)}, putuskan=(*r.putuskan, what))
        results.append(r)
    return results


def new_rows(rows: Sequence[InboxRow], daftar: DaftarSatker) -> list[InboxRow]:
    """The rows of satker that *daftar* does not have yet, by kode, name or file."""
    present = {k for s in daftar.satker for k in _keys_of(s)}
    return [r for r in rows if not present & _keys(r)]


def open_decisions(rows: Sequence[InboxRow], daftar: DaftarSatker) -> dict[str, tuple[str, ...]]:
    """What a person still has to decide in the rows that *daftar* has: cells still blank that nobody could fill."""
    milik = {k: s for s in daftar.satker for k in _keys_of(s)}
    results: dict[str, tuple[str, ...]] = {}
    for r in rows:
        s = next((milik[k] for k in sorted(_keys(r)) if k in milik), None)
        what = [
            m.asal for f, m in r.tanda.items() if m.ragu and f not in r.isi and s and s.content(f).keadaan == "kosong"
        ]
        if what:
            results[r.called] = tuple(what)
    return results


def _keys_of(s: Satker) -> set[tuple[str, str]]:
    result = {("kode", s.kode.casefold())} if s.kode else set()
    result |= {("nama", name_key(s.nama))} if s.nama else set()
    return result | ({("berkas", s.berkas_lke.replace("\\", "/").casefold())} if s.berkas_lke else set())


def _keys(r: InboxRow) -> set[tuple[str, str]]:
    result = {("kode", r.isi["kode"].casefold())} if r.isi.get("kode") else set()
    result |= {("nama", name_key(r.isi["nama"]))} if r.isi.get("nama") else set()
    return result | ({("berkas", r.isi["berkas_lke"].casefold())} if r.isi.get("berkas_lke") else set())


def _group_key(b: LkeFacts) -> str:
    name = b.satker or _name_from_path(b)
    return name_key(name) if name else b.kode_satker or str(b.jalur)


def _name_from_path(b: LkeFacts) -> str | None:
    """A satker's name in the file's name, else in its folder's; that of a Kanwil holds others' files, too."""
    for n, part in enumerate((b.jalur.stem, b.jalur.parent.name)):
        plain = " ".join(_NOISE_WORDS.sub(" ", _JOINERS.sub(" ", path_text(part))).split())
        if is_satker_name(plain) and not (n and name_key(plain).startswith("kantor wilayah")):
            return plain
    return None


def _row(milik: list[LkeFacts], box: Path, folder: Path, syarat: SetSyarat, tahun: int) -> InboxRow:
    unique = list({b.sha256: b for b in milik}.values())
    b = unique[0]
    content: dict[str, str] = {}
    marks: dict[str, Mark] = {}
    putuskan: list[str] = []

    def fill(field: str, nilai: str | None, origin: str, *, doubt: bool = False) -> None:
        if nilai:
            content[field] = nilai
            marks[field] = Mark(origin, doubt)

    def decide(field: str, what: str) -> None:
        marks[field] = Mark(what, True)
        putuskan.append(what)

    in_file = f"dari isi {b.nama}"
    codes = {x.kode_satker for x in unique if x.kode_satker}
    if len(codes) == 1:
        fill("kode", codes.pop(), in_file)
    elif codes:
        decide("kode", f"kode berbeda-beda di berkasnya: {', '.join(sorted(codes))}")
    elif match := _CODE.search(path_text(b.jalur.name)) or _CODE.search(path_text(b.jalur.parent.name)):
        fill("kode", match[1], f"dari nama berkas {b.nama}", doubt=True)
    else:
        decide("kode", "kode satker tidak disebut di berkas maupun namanya")
    if b.satker:
        complete = written_out(b.satker)
        origin = in_file if complete == b.satker else f"{in_file}: “{excerpt(b.satker)}”, ditulis lengkap"
        doubt = "hurufnya rusak di berkasnya: tulis ulang" if _GARBLED.search(complete) else ""
        if b.satker.isupper():
            doubt = doubt or "nama berhuruf besar semua di berkasnya: periksa penulisannya"
        fill("nama", complete, f"{origin}; {doubt}" if doubt else origin, doubt=bool(doubt))
        putuskan += [doubt] * bool(doubt)
    elif name := _name_from_path(b):
        fill("nama", written_out(name), f"dari nama berkas atau folder {b.nama}", doubt=True)
        putuskan.append(f"nama “{excerpt(name)}” hanya dari nama berkas")
    else:
        decide("nama", f"nama satker tidak disebut di {b.nama}")
    if kind := kind_of(content.get("nama", "")):
        fill("jenis", kind[0], "menurut nama satker")
        fill("eselon1", kind[1], "menurut jenis satker")
    kanwil = _kanwil(b, box)
    if kanwil:
        fill("kanwil", kanwil, "dari nama folder")
    elif content.get("jenis") == "Kanwil":
        fill("kanwil", content["nama"], "satker ini sendiri Kantor Wilayah")
    elif content.get("jenis") != "Unit Eselon I":
        decide("kanwil", "Kanwil pembinanya tidak terlihat dari folder")
    usulan = {x.usulan for x in unique if x.usulan in ("WBK", "WBBM")}
    if len(usulan) == 1:
        fill("usulan", usulan.pop(), in_file)
    else:
        decide("usulan", "predikat yang diusulkan tidak disebut" if not usulan else "berkasnya menyebut WBK dan WBBM")
    if len(unique) == 1:
        tua = b.tahun is not None and b.tahun != tahun
        fill("berkas_lke", _seen_from(folder, b.jalur), "berkas yang ditemukan")
        if tua or b.tahun_ragu:
            decide("berkas_lke", f"LKE-nya menyebut tahun {b.tahun_ragu or b.tahun}, bukan {tahun}: minta yang benar")
    else:
        difference = len({x.tahun for x in unique}) > 1
        file_name = ", ".join(
            sorted(f"{x.nama} ({x.tahun or 'tanpa tahun'})" if difference else x.nama for x in unique)
        )
        decide("berkas_lke", f"{len(unique)} berkas berbeda: {excerpt(file_name, 200)}; pilih satu di kolom Berkas LKE")
    for s in syarat.daftar:
        figure = b.angka.get(s.kode)
        if figure is not None and figure.persen is not None:
            for place in s.isian.values():
                p = figure.persen
                text = (
                    f"{p.selesai}/{p.seluruh}"
                    if p.seluruh is not None
                    else f"{short_number(Fraction(p.nilai or 0) * 100)} %"
                )
                marks[place.partition(".")[2]] = Mark(f"LKE menyebut {text}; isi dari bukti instansi, bukan dari LKE")
    return InboxRow(content, marks, tuple(milik), tuple(putuskan))


def _kanwil(b: LkeFacts, box: Path) -> str | None:
    try:
        parts = b.jalur.relative_to(box).parts[:-1]
    except ValueError:
        return None
    return next((path_text(x) for x in parts if name_key(x).startswith("kantor wilayah")), None)


def _seen_from(folder: Path, file: Path) -> str:
    try:
        return path_text(Path(os.path.relpath(file, folder)).as_posix())
    except ValueError:  # another drive
        return path_text(real_path(file).as_posix())


def kind_of(name: str) -> tuple[str, str] | None:
    """Kind of office and the Unit Eselon I above it ("" when the name doesn't tell), by the satker's *name*."""
    key = name_key(name)
    matches = [(a, j, p) for a, j, p in _kinds() if key.startswith(a)]
    return max(matches, key=lambda c: len(c[0]))[1:] if matches else None


@cache
def _kinds() -> tuple[tuple[str, str, str], ...]:
    tables = read_table(Path(__file__).parent / "register" / "jenis.csv")
    return tuple((b["awalan"], b["jenis"], b["pembina"]) for b in tables)


class SeenFile(NamedTuple):
    """A file of the heap as it was met: its SHA-256 and the satker it is about."""

    sha256: str
    satker: str


class Changes(NamedTuple):
    """What is different since the heap was looked at last, by path below it."""

    baru: tuple[str, ...]
    berubah: tuple[str, ...]
    hilang: tuple[str, ...]


def compare_inbox(old: Mapping[str, SeenFile], now: Mapping[str, SeenFile]) -> Changes:
    """New, changed and vanished files."""
    return Changes(
        tuple(sorted(set(now) - set(old))),
        tuple(sorted(b for b in now if b in old and now[b].sha256 != old[b].sha256)),
        tuple(sorted(set(old) - set(now))),
    )
