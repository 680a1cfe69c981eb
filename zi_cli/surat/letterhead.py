"""The letterhead by the level of who signs: the Minister, an Inspectorate or Secretariat General, a Kanwil, an UPT."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zi_cli.config import Config
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat.material import BahanSatker, PermintaanSurat, group_name, official_name

#: Level by who signs the kind of letter; the head of a satker or of a group is told apart by whose head it is.
_LEVEL = {
    "pimpinan": "menteri", "ketua_tpi": "inspektorat_jenderal", "sekretaris_jenderal": "sekretariat_jenderal",
    "biro": "sekretariat_jenderal",
}  # fmt: skip
_UNIT = {"inspektorat_jenderal": "Inspektorat Jenderal", "sekretariat_jenderal": "Sekretariat Jenderal"}
_REPUBLIC = "Republik Indonesia"
_ADDRESS = re.compile(r"(jalan|jl\.?|telepon|telp\.?|faksimile|laman|pos-el|email|surel)\b", re.IGNORECASE)
_MINISTRY = re.compile(r"(kementerian|kejaksaan|kepolisian|badan|mahkamah|republik indonesia)\b", re.IGNORECASE)


class Letterhead(NamedTuple):
    """Lines above the bold ones, the bold ones, and the address."""

    atas: tuple[str, ...]
    unit: tuple[str, ...]
    alamat: tuple[str, ...]


def letterhead_level(p: PermintaanSurat, b: BahanSatker | None) -> str:
    """Whose letterhead the letter has: a key of ``[kop]``, "" for the ministry's as a whole."""
    j = load_kinds()[p.jenis]
    if j.penanda == "kelompok":
        return j.per
    if j.penanda == "kepala":
        return {"Kanwil": "kanwil", "Unit Eselon I": "eselon1"}.get(
            (b.satker.jenis or "") if b and b.satker else "", "upt"
        )
    jabatan = p.isi.get("ttd.jabatan")
    k = p.konfigurasi
    for level, pejabat in (
        ("menteri", k.pimpinan), ("inspektorat_jenderal", k.ketua_tpi), ("sekretariat_jenderal", k.sekretaris_jenderal)
    ):  # fmt: skip
        if jabatan and pejabat.jabatan == jabatan and not p.isi.get("ttd.atas_nama"):
            return level
    return _LEVEL.get(j.penanda, "")


def letterhead(p: PermintaanSurat, b: BahanSatker | None) -> Letterhead:
    """The lines of the letterhead; nothing where neither configuration nor register says whose it is."""
    level = letterhead_level(p, b)
    k = p.konfigurasi
    own = k.kop.baris.get(level, ())
    if level in ("kanwil", "eselon1", "upt"):
        return _of_unit(p, b, own)
    if own:
        return _parted(own)
    if level == "menteri" and k.pimpinan.jabatan:
        return Letterhead((), (k.pimpinan.jabatan, _REPUBLIC), ())
    common = _parted(k.surat.kop)
    rows = (*common.atas, *common.unit)
    kementerian = [x for x in rows if _MINISTRY.match(x)] or [x for x in (k.instansi.nama,) if x]
    berunit = len(rows) > len([x for x in rows if _MINISTRY.match(x)])
    unit = _UNIT.get(level)
    if level == "inspektorat_jenderal" and not _is_inspectorate(k):
        unit = None if rows else p.tim.nama_surat
    if unit is None:
        return common if rows else _parted([x for x in (k.instansi.nama,) if x])
    if berunit and level == "inspektorat_jenderal":
        return common
    return Letterhead(tuple(kementerian), (unit,), () if berunit else common.alamat)


def _of_unit(p: PermintaanSurat, b: BahanSatker | None, own: Sequence[str]) -> Letterhead:
    """A satker's or a group's own: what is above it, its name, its address in the register."""
    from zi_cli.surat.chain import group_row

    s = b.satker if b else None
    name = official_name(group_name(b, load_kinds()[p.jenis].per) or b.nama) if b else ""
    if load_kinds()[p.jenis].penanda == "kelompok":
        s = group_row(p, group_name(b, load_kinds()[p.jenis].per)) if b else None
    upper = _parted(own) if own else Letterhead(tuple(x for x in (p.konfigurasi.instansi.nama,) if x), (), ())
    lajur = [*upper.atas, *upper.unit]
    kanwil = official_name(s.kanwil) if s and s.kanwil else ""
    if kanwil.startswith("Kantor Wilayah") and kanwil != name and not own:
        lajur.append(kanwil)
    address = (s.alamat,) if s and s.alamat else upper.alamat
    return Letterhead(tuple(x for x in lajur if x != name), (name,) if name else (), address)


def letterhead_fields(p: PermintaanSurat, b: BahanSatker | None) -> dict[str, Any]:
    """The same as fields of a letter."""
    kop = letterhead(p, b)
    return {"kop.atas": list(kop.atas), "kop.unit": "\n".join(kop.unit), "kop.alamat": "\n".join(kop.alamat)}


def logo_file(p: PermintaanSurat, b: BahanSatker | None) -> Path | None:
    """The picture that the configuration has for the letter's letterhead; beside it, where it is no full path."""
    k = p.konfigurasi
    name = k.kop.logo_menteri if letterhead_level(p, b) == "menteri" else k.kop.logo
    return k.berkas.parent / name if name and k.berkas is not None else None


def _parted(rows: Sequence[str]) -> Letterhead:
    """Lines as a person lists them: the last is bold ("Republik Indonesia" with the one above), then the address."""
    content, address = list(rows), list[str]()
    while len(content) > 1 and _ADDRESS.match(content[-1]):
        address.insert(0, content.pop())
    thickness = 2 if len(content) > 1 and content[-1].casefold() == _REPUBLIC.casefold() else 1
    return Letterhead(tuple(content[:-thickness]), tuple(content[-thickness:]), tuple(address))


def _is_inspectorate(k: Config) -> bool:
    return (k.ketua_tpi.jabatan or "").casefold().startswith("inspektur jenderal")


def copies(p: PermintaanSurat, tidak: Mapping[str, Any]) -> list[str]:
    """Who gets a copy: as asked for, else as configured for the kind, else for all; never who signs or is addressed."""
    if p.tembusan:
        return list(p.tembusan)
    k = p.konfigurasi
    milik = k.tembusan.get(p.jenis)
    if milik is not None:
        return list(milik)
    kepada = {"nota-biro": k.sekretaris_jenderal.jabatan, "nota-sekjen": k.pimpinan.jabatan}.get(p.jenis)
    kepada = k.pimpinan.jabatan if p.jenis == "rekomendasi" else kepada
    bukan = {x.casefold() for x in (tidak.get("ttd.jabatan"), kepada) if x}
    return [t for t in k.surat.tembusan if t.casefold() not in bukan]
