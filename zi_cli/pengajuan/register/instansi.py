"""The sheet Instansi of the register: what ``zi.toml`` holds, officials among it, for people who fill in workbooks."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zi_cli.config import ConfigSheet, Pejabat, TeamMember
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.sheets import open_sheets
from zi_cli.pengajuan.register.values import InvalidValue, read_date
from zi_cli.tables import is_yes, parts, read_rows
from zi_cli.text import canonical_name, cuplik, has_remark, is_marked_doubtful, terdekat
from zi_cli.worksheet.cells import raw_text
from zi_cli.worksheet.model import NilaiSel


def read_official(teks: str) -> Pejabat | None:
    """ "Nama; NIP; jabatan" (the NIP may be left out); None when it is not that."""
    bagian = [x.strip() for x in teks.split(";")]
    if not all(bagian) or len(bagian) not in (2, 3):
        return None
    nip = _nip(bagian[1]) if len(bagian) == 3 else None
    if len(bagian) == 3 and nip is None:
        return None
    return Pejabat(bagian[0], nip, bagian[-1])


def read_member(teks: str) -> TeamMember | None:
    """ "Unit; nama; NIP; jabatan; kedudukan" (NIP and kedudukan may be left out); None when it is not that."""
    unit, *bagian = [x.strip() for x in teks.split(";")]
    nip = _nip(bagian[1]) if len(bagian) > 2 else None
    if nip is not None:
        del bagian[1]
    if not unit or not all(bagian) or len(bagian) not in (2, 3):
        return None
    # Digits where a position is meant are a NIP mistyped.
    if any(x.replace(" ", "").isdigit() for x in bagian):
        return None
    return TeamMember(unit, bagian[0], bagian[1], nip, *bagian[2:])


def _nip(teks: str) -> str | None:
    """The eighteen digits of a NIP; None when *teks* is not one."""
    nip = re.sub(r"[\s.]", "", teks)
    return nip if nip.isascii() and nip.isdigit() and len(nip) == 18 else None


SHEET = "Instansi"
HEADINGS = ("Isian", "Nilai", "Apa ini")
_BARIS = 200
#: Whole numbers from here on have more digits than Excel keeps.
_DIGIT_EXCEL = 1e15
#: What people write where there is nothing to say: never a value, and no blank either.
_TIADA = frozenset({"nihil", "tidak ada", "belum ada", "tidak", "belum", "kosong", "n a", "na", "null", "tbd"})
#: Settings that are a name of somebody, of an office or of a place.
_BERNAMA = frozenset({"nama", "jabatan", "kota"})


class InstansiRow(NamedTuple):
    """A row of the sheet: key of ``zi.toml`` ("instansi.sakip"), label, kind, words offered, what it is.

    ``perlu``: a proposal and its letters can't do without.
    """

    kunci: str
    label: str
    jenis: str
    pilihan: tuple[str, ...]
    apa: str
    perlu: bool


@cache
def instansi_rows() -> tuple[InstansiRow, ...]:
    """All rows, in the order they are written."""
    return read_rows(Path(__file__).with_name("instansi.csv"), InstansiRow, pilihan=parts, perlu=is_yes)


def read_instansi(daftar: Path | None) -> ConfigSheet | None:
    """The sheet Instansi of the register *daftar*; None without a register or without that sheet.

    What can't be used is a finding with its cell and left out. A register that can't be read says so where it is read.
    """
    if daftar is None or daftar.suffix.lower() == ".csv":
        return None
    try:
        sha256, lembar = open_sheets(daftar)
    except UnreadableInput:
        return None
    milik = next((s for s in lembar if canonical_name(s.nama) == canonical_name(SHEET)), None)
    if milik is None:
        return None
    per_label = {canonical_name(r.label): r for r in instansi_rows()} | {r.kunci: r for r in instansi_rows()}
    label_of = {r.kunci: r.label for r in instansi_rows()}
    isi: dict[str, Any] = {}
    sel: dict[str, Sel] = {}
    temuan: list[Temuan] = []
    ragu: dict[str, Temuan] = {}
    mungkin: dict[str, Temuan] = {}
    kosong: dict[str, Sel] = {}

    def doubt(kunci: str, sebab: str, tempat: Sel) -> None:
        ragu[kunci] = make_temuan("DAT571", tempat, label=label_of[kunci], sebab=sebab)
        temuan.append(ragu[kunci])

    for nomor, baris in enumerate(milik.baris[:_BARIS], 1):
        label = str(baris[0]).strip() if baris else ""
        nilai = baris[1] if len(baris) > 1 else ""
        tempat = Sel(milik.nama, nomor, 1)
        r = per_label.get(canonical_name(label)) or per_label.get(label)
        if not label or nilai == "" or canonical_name(label) == canonical_name(HEADINGS[0]):
            if r is not None:
                kosong.setdefault(r.kunci, tempat)
            continue
        if r is None:
            dekat = terdekat(label, label_of.values())
            saran = f"; mungkin “{dekat}”" if dekat else ""
            t = make_temuan("DAT570", Sel(milik.nama, nomor, 0), label=cuplik(label), saran=saran)
            temuan.append(t)
            mungkin |= {per_label[canonical_name(dekat)].kunci: t} if dekat else {}
            continue
        if r.kunci in sel:
            doubt(r.kunci, f"sudah diisi di {sel[r.kunci]}", tempat)
            _drop(isi, r.kunci)
            continue
        sel[r.kunci] = tempat
        terbaca, sebab = _value(r, nilai, dihitung=(milik.nama, nomor, 1) not in milik.belum_dihitung)
        sebab = sebab or (milik.unseen(nomor, 1) if terbaca is not None else "")
        if sebab:
            doubt(r.kunci, sebab, tempat)
        elif terbaca is not None:
            _put(isi, r.kunci, terbaca)
    # A row of an unknown name may be meant for the one like it, where nothing else stands there.
    ragu = {k: t for k, t in mungkin.items() if k not in sel} | ragu
    return ConfigSheet(daftar, sha256, isi, kosong | sel, tuple(temuan), ragu, label_of)


def _value(r: InstansiRow, nilai: NilaiSel, *, dihitung: bool) -> tuple[Any, str]:
    """The value as ``zi.toml`` would hold it, or why it can't be used."""
    if not dihitung:
        return None, "rumusnya belum pernah dihitung; buka dan simpan di Excel"
    if isinstance(nilai, int | float) and not isinstance(nilai, bool) and abs(nilai) >= _DIGIT_EXCEL:
        return None, "tersimpan sebagai angka, digit akhirnya hilang; jadikan selnya Teks, lalu tulis lagi"
    teks = (raw_text(nilai) or "").strip() if not isinstance(nilai, str) else nilai.strip()
    if teks in ("", "-", "–"):
        return None, ""
    if teks.startswith("#") and teks.endswith(("!", "?", "/0!", "A")):
        return None, f"berisi kesalahan rumus {cuplik(teks)}"
    if canonical_name(teks) in _TIADA:
        return None, f"“{cuplik(teks)}” bukan isian; bila tidak ada, kosongkan selnya"
    if r.jenis == "hari":
        try:
            return read_date(nilai), ""
        except InvalidValue as e:
            return None, f"“{cuplik(teks)}” bukan tanggal: {e.isi.get('sebab', '')}".rstrip(": ")
    if r.jenis == "cacah":
        angka = teks.replace(".", "") if all(len(x) == 3 for x in teks.split(".")[1:]) else teks
        return (
            (int(angka), "")
            if angka.isascii() and angka.isdecimal() and len(angka) < 10
            else (None, f"“{cuplik(teks)}” bukan bilangan bulat; tulis angkanya saja")
        )
    if r.jenis == "pejabat":
        return _officials(teks)
    if r.jenis == "tim":
        return _members(teks)
    if r.jenis == "daftar_teks":
        return [x.strip() for x in teks.replace(";", "\n").splitlines() if x.strip()], ""
    return teks, _no_text(r, nilai, teks)


def _no_text(r: InstansiRow, nilai: NilaiSel, teks: str) -> str:
    """Why *teks* can't be what row *r* asks for; "" when it can."""
    bernama = r.kunci.partition(".")[2] in _BERNAMA
    if isinstance(nilai, bool) or (bernama and not any(c.isalpha() for c in teks)):
        return f"“{cuplik(teks)}” bukan {r.label[:1].lower()}{r.label[1:]}"
    return f"“{cuplik(teks)}” bertanda ragu" if bernama and (is_marked_doubtful(teks) or has_remark(teks)) else ""


def _officials(teks: str) -> tuple[Any, str]:
    """One official a line, as ``[[panel]]`` of ``zi.toml`` holds them, or why that can't be read."""
    hasil = []
    for baris in filter(None, (b.strip() for b in teks.splitlines())):
        pejabat = read_official(baris)
        if pejabat is None:
            return None, f"“{cuplik(baris)}” tidak berbentuk nama; NIP; jabatan"
        hasil.append({k: v for k, v in pejabat._asdict().items() if v})
    return hasil, ""


def _members(teks: str) -> tuple[Any, str]:
    """One member of an assessing team a line, as ``[[tim]]`` of ``zi.toml`` holds them, or why that can't be read."""
    hasil = []
    for baris in filter(None, (b.strip() for b in teks.splitlines())):
        anggota = read_member(baris)
        if anggota is None:
            return None, f"“{cuplik(baris)}” tidak berbentuk unit; nama; NIP; jabatan; kedudukan"
        hasil.append({k: v for k, v in anggota._asdict().items() if v})
    return hasil, ""


def _put(isi: dict[str, Any], kunci: str, nilai: Any) -> None:
    bagian, _, nama = kunci.partition(".")
    if nama:
        isi.setdefault(bagian, {})[nama] = nilai
    else:
        isi[bagian] = nilai


def _drop(isi: dict[str, Any], kunci: str) -> None:
    bagian, _, nama = kunci.partition(".")
    if nama:
        isi.get(bagian, {}).pop(nama, None)
    else:
        isi.pop(bagian, None)


def default_values() -> Mapping[str, str]:
    """What a new sheet holds before anybody fills it in, by key."""
    return {
        "surat.sifat": "Penting",
        "sekretaris_jenderal.jabatan": "Sekretaris Jenderal",
        "ketua_tpi.jabatan": "Inspektur Jenderal",
    }
