"""Thresholds: read with their sources, and made stricter by a configuration, never more lenient."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.strict_data import InvalidInstrumen, TomlTable, read_toml
from zi_cli.instrumen.tree import PREDIKAT, Ambang, Baris, Instrumen, Predikat, SetAmbang, StatusAmbang
from zi_cli.text import cuplik, read_number, ringkas, saran

_KUNCI = frozenset(["nama", "sumber", "diverifikasi", "batas", "ambang"])
_KUNCI_BUTIR = frozenset(["kode", "label", "simpul", "wbk", "wbbm", "sumber", "status"])
_TAMBAHAN = frozenset(["satuan", "catatan"])


def read_ambang(berkas: Path, per_kode: Mapping[str, Baris], area: Mapping[str, str]) -> SetAmbang:
    """The thresholds of *berkas* for the rows *per_kode*; the one on "area" becomes one for each of *area*.

    Raises :class:`InvalidInstrumen` at the first thing that does not fit.
    """
    isi = read_toml(berkas)
    isi.require(_KUNCI)
    isi.choice("batas", ("inklusif",))
    daftar = tuple(a for butir in isi.tables("ambang") for a in _read_one(butir, per_kode, area))
    if len({a.kode for a in daftar}) != len(daftar):
        raise InvalidInstrumen(berkas, None, "kode ambang ganda")
    simpul = [a.simpul for a in daftar]
    for wajib in ("total", *area):
        if simpul.count(wajib) != 1:
            kata = "total" if wajib == "total" else "area"
            raise InvalidInstrumen(berkas, None, f"harus ada tepat satu ambang dengan simpul “{kata}”")
    return SetAmbang(isi.text("nama"), isi.text("sumber"), isi.text("diverifikasi"), daftar)


def _read_one(butir: TomlTable, per_kode: Mapping[str, Baris], area: Mapping[str, str]) -> Iterator[Ambang]:
    butir.require(_KUNCI_BUTIR, _TAMBAHAN)
    kode, label, simpul = butir.text("kode"), butir.text("label"), butir.text("simpul")
    satuan = cast(
        Literal["nilai", "persen"],
        butir.choice("satuan", ("nilai", "persen")) if "satuan" in butir.isi else "nilai",
    )
    if simpul not in ("total", "area") and (simpul not in per_kode or not per_kode[simpul].bernilai):
        raise butir.wrong("", f"simpul “{simpul}” tidak ada di struktur.csv")
    if simpul in ("total", "area") and kode != simpul:
        raise butir.wrong("", f"ambang dengan simpul “{simpul}” berkode “{simpul}”")
    if (simpul == "area") != (satuan == "persen"):
        raise butir.wrong("", "satuan “persen” hanya untuk simpul “area”, dan wajib di sana")
    minimal: dict[Predikat, Fraction] = {p: butir.number(p.lower()) for p in PREDIKAT}
    if minimal["WBK"] > minimal["WBBM"]:
        raise butir.wrong("", "WBBM lebih rendah daripada WBK")
    status = cast(StatusAmbang, butir.choice("status", get_args(StatusAmbang)))
    catatan = butir.text("catatan") if "catatan" in butir.isi else None
    if status == "berbeda" and catatan is None:
        raise butir.wrong("", "status berbeda perlu catatan yang terisi")
    sumber = butir.texts("sumber")
    tetap = MappingProxyType(minimal)
    if simpul != "area":
        yield Ambang(kode, label, simpul, satuan, tetap, sumber, status, catatan)
        return
    for n in area:
        yield Ambang(f"{kode}-{n}", label, n, satuan, tetap, sumber, status, catatan)


#: One key for all areas at once.
_SEMUA_AREA = "area"


def tighten_ambang(instrumen: Instrumen, isi: Mapping[str, Any], berkas: str) -> tuple[SetAmbang, list[Temuan]]:
    """The instrument's thresholds with the overrides of table ``[ambang]`` (points, or percent for areas).

    Returns them with the DAT50x findings of what was refused: unknown key, not a number, laxer
    than the instrument, out of reach, WBK above WBBM.
    """
    temuan: list[Temuan] = []
    baru: dict[tuple[str, Predikat], Fraction] = {}
    nama_predikat = {p.lower(): p for p in PREDIKAT}
    for kunci, tabel in isi.items():
        predikat = nama_predikat.get(kunci.lower())
        if predikat is None:
            temuan.append(_tak_dikenal(berkas, f"ambang.{kunci}", kunci, tuple(nama_predikat)))
        elif not isinstance(tabel, dict):
            jalur = f"ambang.{kunci}"
            temuan.append(_salah_jenis(berkas, jalur, f"bagian [{jalur}]", tabel))
        else:
            for kode, nilai in tabel.items():
                _satu(instrumen, berkas, f"ambang.{kunci}.{kode}", predikat, kode, nilai, baru, temuan)
    hasil, diubah = _apply(instrumen.ambang, baru)
    for a in hasil.daftar:
        if a.minimal["WBK"] > a.minimal["WBBM"]:
            pesan = f"minimal WBK {ringkas(a.minimal['WBK'])} melebihi minimal WBBM {ringkas(a.minimal['WBBM'])}"
            temuan.append(make_temuan("DAT505", berkas=berkas, kunci=f"ambang.*.{a.kode}", sebab=pesan))
    return hasil._replace(diubah=diubah), temuan


def _satu(
    instrumen: Instrumen,
    berkas: str,
    jalur: str,
    predikat: Predikat,
    kode: str,
    nilai: object,
    baru: dict[tuple[str, Predikat], Fraction],
    temuan: list[Temuan],
) -> None:
    daftar = instrumen.ambang.daftar
    kena = [a for a in daftar if a.kode == kode or (kode == _SEMUA_AREA and a.satuan == "persen")]
    if not kena:
        temuan.append(_tak_dikenal(berkas, jalur, kode, (*(a.kode for a in daftar), _SEMUA_AREA)))
        return
    angka = _angka(nilai)
    if angka is None:
        temuan.append(_salah_jenis(berkas, jalur, "angka, misalnya 78.5", nilai))
        return
    for a in kena:
        puncak = _puncak(instrumen, a)
        if angka < a.minimal[predikat]:
            temuan.append(
                make_temuan(
                    "DAT504",
                    berkas=berkas,
                    kunci=jalur,
                    nilai=ringkas(angka),
                    minimal=ringkas(a.minimal[predikat]),
                    sumber=instrumen.ambang.sumber,
                )
            )
            return
        if angka > puncak:
            sebab = f"{ringkas(angka)} melebihi nilai tertinggi yang mungkin, {ringkas(puncak)}"
            temuan.append(make_temuan("DAT505", berkas=berkas, kunci=jalur, sebab=sebab))
            return
        # The key of a single area outweighs the one for all areas, in whatever order they stand.
        if kode != _SEMUA_AREA or (a.kode, predikat) not in baru:
            baru[a.kode, predikat] = angka


def _tak_dikenal(berkas: str, jalur: str, nama: str, boleh: tuple[str, ...]) -> Temuan:
    return make_temuan("DAT502", berkas=berkas, kunci=cuplik(jalur), saran=saran(nama, boleh))


def _salah_jenis(berkas: str, jalur: str, seharusnya: str, nilai: object) -> Temuan:
    return make_temuan("DAT503", berkas=berkas, kunci=jalur, seharusnya=seharusnya, nilai=cuplik(nilai))


def _angka(nilai: object) -> Fraction | None:
    if isinstance(nilai, bool) or not isinstance(nilai, int | str):
        return None
    # No threshold is above 100 points or percent, so 78.125 is no number of thousands.
    hasil = read_number(str(nilai), lambda n: n <= 100)
    return hasil[0] if hasil else None


def _puncak(instrumen: Instrumen, ambang: Ambang) -> Fraction:
    if ambang.satuan == "persen":
        return Fraction(100)
    if ambang.simpul == "total":
        return instrumen.bobot_total
    return instrumen.bobot(ambang.simpul)


def _apply(dasar: SetAmbang, baru: Mapping[tuple[str, Predikat], Fraction]) -> tuple[SetAmbang, tuple[str, ...]]:
    daftar: list[Ambang] = []
    diubah: list[str] = []
    for a in dasar.daftar:
        minimal = {p: baru.get((a.kode, p), a.minimal[p]) for p in PREDIKAT}
        for p in PREDIKAT:
            if minimal[p] != a.minimal[p]:
                diubah.append(f"{a.kode} {p}: {ringkas(a.minimal[p])} menjadi {ringkas(minimal[p])}")
        daftar.append(a._replace(minimal=MappingProxyType(minimal)))
    return dasar._replace(daftar=tuple(daftar)), tuple(diubah)
