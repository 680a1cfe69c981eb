"""Where the value of each requirement comes from, and what stands against relying on it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from zi_cli.config import Config
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.fact import Asal
from zi_cli.pengajuan.lke_facts import LkeFacts, LkeFigure
from zi_cli.pengajuan.notes import Catatan
from zi_cli.pengajuan.preliminary import preliminary_doubt
from zi_cli.pengajuan.register.read import Satker
from zi_cli.pengajuan.register.values import Persen
from zi_cli.pengajuan.requirement import NilaiFakta, RequirementValue
from zi_cli.text import add_years, cuplik, path_text, read_number, terdekat
from zi_cli.text import tanggal as tulis_tanggal

#: Requirements whose figure a note of the worksheet may give, by kode, with the note's subject.
_DI_CATATAN: Mapping[str, str] = {"sakip-satker": "sakip", "tlhp": "tlhp"}
#: Where a value came from that was given on the command line.
ASAL_OPSI = "opsi --syarat"


class FactSources(NamedTuple):
    """Everything the facts of one satker may come from; ``nama_daftar`` prints before its cells."""

    konfigurasi: Config
    satker: Satker | None
    nama_daftar: str
    sha256_daftar: str | None
    bahan: LkeFacts | None
    opsi: Mapping[str, str]
    tanggal: date

    def asal(self, field: str) -> Asal:
        """The register's cell of *field*; an option has none."""
        sel = self.satker.sel.get(field) if self.satker else None
        return Asal(self.nama_daftar or ASAL_OPSI, sel, self.sha256_daftar)

    def asal_lke(self, sel: Sel | None = None) -> Asal:
        """A cell of the worksheet."""
        return Asal(self.bahan.nama, sel, self.bahan.sha256) if self.bahan else Asal(None)


def setting_place(k: Config, kunci: str) -> tuple[str, Asal]:
    """What a person calls the setting *kunci*, and where it stands: its cell, or its key in ``zi.toml``."""
    if k.lembar is not None and (sel := k.lembar.sel.get(kunci)) is not None:
        return k.lembar.label.get(kunci, kunci), Asal(path_text(k.lembar.berkas.name), sel, k.lembar.sha256)
    berkas = path_text(k.berkas.name) if k.berkas is not None else "zi.toml"
    return kunci, Asal(f"{berkas}:{kunci}", None, k.sha256)


def doubted_setting(k: Config, kunci: str) -> tuple[str, Asal] | None:
    """Why the setting *kunci*, though written, is not known, and where; None where nothing stands against it."""
    ragu = k.doubts(kunci)
    if not ragu or k.lembar is None:
        return None
    return ragu[0].pesan.rstrip("."), Asal(path_text(k.lembar.berkas.name), ragu[0].sel, k.lembar.sha256)


def instansi_facts(
    syarat: Syarat, konfigurasi: Config, opsi: Mapping[str, str] = MappingProxyType({})
) -> tuple[RequirementValue, list[Temuan]]:
    """The ministry's value for *syarat*: of *opsi* by kode, else of ``zi.toml``.

    A value that is no grade or number, or off its scale, is not known, with a DAT537 finding.
    """
    kunci = syarat.isian["WBK"]
    teks = getattr(konfigurasi.instansi, kunci.partition(".")[2])
    isian, asal = setting_place(konfigurasi, kunci)
    if syarat.kode in opsi:
        isian, teks, asal = syarat.kode, opsi[syarat.kode], Asal(ASAL_OPSI)
    elif ragu := doubted_setting(konfigurasi, kunci):
        return RequirementValue(None, (ragu[1],), ragu[0]), []
    if teks is None:
        return RequirementValue(None, (asal,) if konfigurasi.berkas else (), kosong=True), []
    nilai: NilaiFakta
    if syarat.skala is not None:
        nilai, pilihan = syarat.skala.read(teks), ", ".join(syarat.skala.huruf)
        dekat = terdekat(teks.upper(), syarat.skala.huruf)
        pilihan = f"{pilihan}; mungkin {dekat}" if dekat else pilihan
    else:
        atas = syarat.maksimum
        dibaca = read_number(teks.casefold().removeprefix("level"), None if atas is None else lambda n: 0 <= n <= atas)
        nilai = dibaca[0] if dibaca and dibaca[0] >= 0 and (atas is None or dibaca[0] <= atas) else None
        pilihan = "angka, misalnya 3" if atas is None else f"angka 0–{atas}, misalnya 3"
    if nilai is not None:
        return RequirementValue(nilai, (asal,)), []
    tulisan = f"{isian} di lembar {asal.sel.lembar}" if asal.sel else str(asal)
    temuan = make_temuan("DAT537", asal.sel, isian=tulisan, nilai=cuplik(teks), pilihan=pilihan)
    return RequirementValue(None, (asal,), f"“{cuplik(teks)}” tidak dikenal"), [temuan]


def satker_facts(syarat: Syarat, predikat: Predikat, dari: FactSources) -> tuple[RequirementValue, list[Temuan]]:
    """The satker's value for *syarat*: the register's, checked against the worksheet.

    A disagreement is a finding with both places, and the value is then not known. Where the register is silent,
    the worksheet's own figure stands in for it.
    """
    field = syarat.isian[predikat].partition(".")[2]
    bukti = _register_value(syarat, field, dari)
    angka = dari.bahan.angka.get(syarat.kode) if dari.bahan else None
    if angka is not None:
        return _with_lke(syarat, field, bukti, angka, dari)
    temuan: list[Temuan] = []
    if syarat.berlaku_tahun is not None and isinstance(bukti.nilai, date):
        return _fresh(syarat, bukti, dari)
    if field == "pendahuluan_layak" and dari.satker is not None and bukti.nilai is not None:
        dikenal = dari.konfigurasi.instrumen.penilai
        sebab, temuan = preliminary_doubt(syarat, predikat, dari.satker, dari.bahan, dari.tanggal, dikenal)
        return bukti._replace(sebab=bukti.sebab or sebab), temuan
    perihal = _DI_CATATAN.get(syarat.kode)
    if perihal is None or dari.bahan is None or bukti.nilai is None:
        return bukti, temuan
    for c in dari.bahan.catatan:
        if c.perihal == perihal:
            bukti, beda = _with_note(syarat, field, bukti, c, dari)
            temuan += beda
    return bukti, temuan


def _register_value(syarat: Syarat, field: str, dari: FactSources) -> RequirementValue:
    """What the register's cell says by itself: its value, that it is truly blank, or why it is not known."""
    satker = dari.satker
    if satker is None:
        return RequirementValue()
    isi, asal = satker.isi(field), (dari.asal(field),)
    if isi.keadaan == "tanpa kolom":
        return RequirementValue(None, (), "tidak ada kolomnya di daftar satker" if satker.sel else "")
    if isi.keadaan == "tidak terbaca":
        return RequirementValue(None, asal, "isinya tidak dapat dipakai")
    if isi.keadaan == "kosong":
        bertanggal = field == "tanggal_pencabutan" and satker.predikat == "Belum ada" and satker.tanggal_predikat
        sebab = "pernah berpredikat, tetapi tanggal pencabutannya kosong" if bertanggal else ""
        return RequirementValue(None, asal, sebab, kosong=True)
    nilai: NilaiFakta = isi.nilai
    if field == "predikat":
        nilai = satker.memegang
    elif syarat.skala is not None and isinstance(nilai, str):
        nilai = syarat.skala.read(nilai)
    if isinstance(nilai, date):
        asal = (asal[0]._replace(tanggal=nilai),)
        if field == "tanggal_pencabutan" and nilai > dari.tanggal:
            return RequirementValue(None, asal, f"bertanggal {tulis_tanggal(nilai)}, sesudah tanggal pengajuan")
    return RequirementValue(nilai, asal)


def _fresh(syarat: Syarat, bukti: RequirementValue, dari: FactSources) -> tuple[RequirementValue, list[Temuan]]:
    """A document dated outside the years up to the submission (an SPTJM: one) proves nothing (SYR419)."""
    hari, tahun = bukti.nilai, syarat.berlaku_tahun
    assert isinstance(hari, date) and tahun is not None
    if hari <= dari.tanggal <= add_years(hari, tahun):
        return bukti, []
    isi = {"label": syarat.label, "nilai": tulis_tanggal(hari), "bulan": 12 * tahun}
    temuan = make_temuan("SYR419", bukti.asal[0].sel, tingkat=None, **isi, tanggal=tulis_tanggal(dari.tanggal))
    letak = "sesudah" if hari > dari.tanggal else f"lebih dari {12 * tahun} bulan sebelum"
    return bukti._replace(nilai=None, sebab=f"bertanggal {tulis_tanggal(hari)}, {letak} tanggal pengajuan"), [temuan]


def _with_lke(
    syarat: Syarat, field: str, bukti: RequirementValue, angka: LkeFigure, dari: FactSources
) -> tuple[RequirementValue, list[Temuan]]:
    """The register's figure beside the worksheet's (*angka*)."""
    asal = dari.asal_lke(angka.sel)
    if dari.satker is not None and dari.satker.isi(field).keadaan == "tidak terbaca":
        return bukti, []
    if angka.persen is None:
        sebab = f"angkanya di LKE ({angka.sel}) tidak dapat dipakai: {angka.sebab}"
        return bukti._replace(sebab=sebab, asal=(*bukti.asal, asal), kosong=False), []
    if not isinstance(bukti.nilai, Persen):
        return RequirementValue(angka.persen, (asal,)), []
    a, b = bukti.nilai, angka.persen
    if _sama(a, b):
        return bukti, []
    # Equal ratios of different counts deny each other on paper, but not on the requirement.
    setara = _rasio(a) == _rasio(b)
    isi = {"label": syarat.label, "isian": a.teks, "lke": b.teks, "sel_lke": str(asal)}
    temuan = make_temuan("SYR405", bukti.asal[0].sel, syarat.lke, tingkat="peringatan" if setara else None, **isi)
    if setara:
        return bukti, [temuan]
    sebab = f"{a.teks} di daftar, {b.teks} di LKE"
    return RequirementValue(a, (*bukti.asal, asal), sebab, b), [temuan]


def _rasio(p: Persen) -> Fraction:
    """0/0 counts as nothing left to do."""
    return Fraction(1) if p.nilai is None else p.nilai


def _sama(a: Persen, b: Persen) -> bool:
    """Same figure within the precision written; never when one is complete and the other is not."""
    if a.selesai is not None and b.selesai is not None:
        return (a.selesai, a.seluruh) == (b.selesai, b.seluruh)
    ra, rb = _rasio(a), _rasio(b)
    return ra == rb or ((ra == 1) == (rb == 1) and abs(ra - rb) <= max(a.toleransi, b.toleransi))


def _with_note(
    syarat: Syarat, field: str, bukti: RequirementValue, c: Catatan, dari: FactSources
) -> tuple[RequirementValue, list[Temuan]]:
    """The register's value beside a figure that a note of the worksheet gives."""
    asal = dari.asal_lke(c.sel)
    lain: NilaiFakta
    if isinstance(bukti.nilai, Persen) and c.persen is not None:
        if _sama(bukti.nilai, c.persen) or _rasio(bukti.nilai) == _rasio(c.persen):
            return bukti, []
        lain, teks = c.persen, bukti.nilai.teks
    elif isinstance(bukti.nilai, str) and c.huruf is not None and syarat.skala is not None:
        if c.huruf == bukti.nilai:
            return bukti, []
        lain, teks = c.huruf, bukti.nilai
    else:
        return bukti, []
    isi = {"label": syarat.label, "isian": teks, "catatan": cuplik(c.teks), "sel_lke": str(asal)}
    temuan = make_temuan("SYR406", dari.asal(field).sel, tingkat=None, **isi)
    sebab = f"{teks} di daftar, “{cuplik(c.teks)}” di catatan LKE"
    return bukti._replace(sebab=sebab, lain=lain, asal=(*bukti.asal, asal)), [temuan]
