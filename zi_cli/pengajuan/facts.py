"""Where the value of each requirement comes from, and which figure decides when two disagree."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from zi_cli.config import Config
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.notes import Catatan
from zi_cli.pengajuan.register.read import Satker
from zi_cli.pengajuan.register.values import Persen
from zi_cli.pengajuan.requirement import Fakta, NilaiFakta
from zi_cli.text import cuplik, path_text, read_decimal

#: Requirements whose figure a note of the worksheet may give, by kode, with the note's subject.
_DI_CATATAN: Mapping[str, str] = {"sakip-satker": "sakip", "tlhp": "tlhp"}


class Sumber(NamedTuple):
    """Everything the facts of one satker may come from; ``nama_daftar`` prints before its cells."""

    konfigurasi: Config
    satker: Satker | None
    nama_daftar: str
    bahan: LkeFacts | None
    opsi: Mapping[str, str]


def instansi_facts(
    syarat: Syarat, konfigurasi: Config, opsi: Mapping[str, str] = MappingProxyType({})
) -> tuple[Fakta, list[Temuan]]:
    """The ministry's value for *syarat*: of *opsi* by kode, else of ``zi.toml``.

    A value that is no grade or number counts as missing, with a DAT537 finding.
    """
    kunci = syarat.isian["WBK"]
    berkas = path_text(konfigurasi.berkas.name) if konfigurasi.berkas else "zi.toml"
    teks, sumber = getattr(konfigurasi.instansi, kunci.partition(".")[2]), f"{berkas}:{kunci}"
    if syarat.kode in opsi:
        berkas, kunci, teks, sumber = "opsi --syarat", syarat.kode, opsi[syarat.kode], "opsi --syarat"
    if teks is None:
        return Fakta(None, sumber if konfigurasi.berkas else None), []
    nilai: NilaiFakta
    if syarat.skala is not None:
        nilai, pilihan = syarat.skala.baca(teks), ", ".join(syarat.skala.huruf)
    else:
        dibaca = read_decimal(teks.casefold().removeprefix("level"))
        nilai, pilihan = dibaca[0] if dibaca else None, "angka, misalnya 3"
    temuan = []
    if nilai is None:
        temuan.append(make_temuan("DAT537", berkas=berkas, kunci=kunci, nilai=cuplik(teks), pilihan=pilihan))
    return Fakta(nilai, sumber), temuan


def satker_facts(syarat: Syarat, predikat: Predikat, dari: Sumber) -> tuple[Fakta, list[Temuan]]:
    """The satker's value for *syarat*: the register's, checked against the worksheet.

    Disagreements are findings with both places; the lower figure is returned. Where the register
    is silent, the worksheet's own figure stands in for it.
    """
    field = syarat.isian[predikat].partition(".")[2]
    isian = Fakta(None, None)
    if dari.satker is not None:
        nilai = _isi(dari.satker, field, syarat)
        isian = Fakta(nilai, _tempat(dari, field, nilai is not None))
    angka = dari.bahan.angka.get(syarat.kode) if dari.bahan else None
    if dari.bahan is not None and angka is not None:
        lke = Fakta(angka.persen, f"{dari.bahan.nama}:{angka.sel}")
        if dari.satker is not None and field in dari.satker.galat:
            return isian, []
        if not isinstance(isian.nilai, Persen):
            return lke, []
        return _banding_angka(syarat, isian, lke, angka.sel, dari)
    perihal = _DI_CATATAN.get(syarat.kode)
    if perihal is None or dari.bahan is None or isian.nilai is None:
        return isian, []
    temuan: list[Temuan] = []
    for c in dari.bahan.catatan:
        if c.perihal == perihal:
            isian, beda = _banding_catatan(syarat, isian, c, dari)
            temuan += beda
    return isian, temuan


def _isi(satker: Satker, field: str, syarat: Syarat) -> NilaiFakta:
    nilai: str | Persen | bool | date | None = getattr(satker, field)
    if field == "predikat" and nilai is not None:
        return nilai in ("WBK", "WBBM") and not dicabut(satker)
    if syarat.skala is not None and isinstance(nilai, str):
        return syarat.skala.baca(nilai)
    return nilai


def dicabut(satker: Satker) -> bool:
    """Whether the predicate the row claims was revoked on or after the day it was decreed."""
    cabut = satker.tanggal_pencabutan
    return cabut is not None and (satker.tanggal_predikat is None or cabut >= satker.tanggal_predikat)


def _tempat(dari: Sumber, field: str, ada: bool) -> str | None:
    """Cell of the register; a value without one was given as an option."""
    sel = dari.satker.sel.get(field) if dari.satker else None
    if sel is not None:
        return f"{dari.nama_daftar}:{sel}"
    return dari.nama_daftar if ada else None


def _banding_angka(syarat: Syarat, isian: Fakta, lke: Fakta, sel_lke: Sel, dari: Sumber) -> tuple[Fakta, list[Temuan]]:
    a, b = isian.nilai, lke.nilai
    if not isinstance(a, Persen) or not isinstance(b, Persen) or _sama(a, b):
        return isian, []
    # Equal ratios of different counts deny each other on paper, but not on the requirement.
    setara = _rasio(a) == _rasio(b)
    temuan = make_temuan(
        "SYR405",
        _sel(dari, syarat),
        syarat.lke,
        tingkat="peringatan" if setara else None,
        label=syarat.label,
        isian=a.teks,
        lke=b.teks,
        sel_lke=f"{dari.bahan.nama if dari.bahan else ''}:{sel_lke}",
    )
    return (lke if _rasio(b) < _rasio(a) else isian), [temuan]


def _rasio(p: Persen) -> Fraction:
    """0/0 counts as nothing left to do."""
    return Fraction(1) if p.nilai is None else p.nilai


def _sama(a: Persen, b: Persen) -> bool:
    """Same figure within the precision written; never when one is complete and the other is not."""
    if a.selesai is not None and b.selesai is not None:
        return (a.selesai, a.seluruh) == (b.selesai, b.seluruh)
    ra, rb = _rasio(a), _rasio(b)
    return ra == rb or ((ra == 1) == (rb == 1) and abs(ra - rb) <= max(a.toleransi, b.toleransi))


def _banding_catatan(syarat: Syarat, isian: Fakta, c: Catatan, dari: Sumber) -> tuple[Fakta, list[Temuan]]:
    nama = dari.bahan.nama if dari.bahan else ""
    lain = Fakta(None, f"{nama}:{c.sel}")
    lebih_rendah = False
    if isinstance(isian.nilai, Persen) and c.persen is not None:
        if _sama(isian.nilai, c.persen) or _rasio(isian.nilai) == _rasio(c.persen):
            return isian, []
        lain = lain._replace(nilai=c.persen)
        lebih_rendah, teks = _rasio(c.persen) < _rasio(isian.nilai), isian.nilai.teks
    elif isinstance(isian.nilai, str) and c.huruf is not None and syarat.skala is not None:
        if c.huruf == isian.nilai:
            return isian, []
        lain = lain._replace(nilai=c.huruf)
        lebih_rendah, teks = syarat.skala.tingkat(c.huruf) < syarat.skala.tingkat(isian.nilai), isian.nilai
    else:
        return isian, []
    temuan = make_temuan(
        "SYR406", _sel(dari, syarat), label=syarat.label, isian=teks, catatan=cuplik(c.teks), sel_lke=lain.sumber
    )
    return (lain if lebih_rendah else isian), [temuan]


def _sel(dari: Sumber, syarat: Syarat) -> Sel | None:
    return dari.satker.sel.get(syarat.isian["WBK"].partition(".")[2]) if dari.satker else None
