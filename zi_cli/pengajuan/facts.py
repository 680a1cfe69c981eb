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
from zi_cli.pengajuan.calendar import add_years
from zi_cli.pengajuan.fact import Asal
from zi_cli.pengajuan.lke_facts import LkeFacts, LkeFigure
from zi_cli.pengajuan.notes import Catatan
from zi_cli.pengajuan.preliminary import preliminary_doubt
from zi_cli.pengajuan.register.cell_values import Persen
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.pengajuan.requirement import NilaiFakta, RequirementValue
from zi_cli.text import excerpt, nearest, path_text, read_number
from zi_cli.text import long_date as tulis_tanggal

#: Requirements whose figure a note of the worksheet may give, by kode, with the note's subject.
_IN_NOTES: Mapping[str, str] = {"sakip-satker": "sakip", "tlhp": "tlhp"}
#: Where a value came from that was given on the command line.
OPTION_ORIGIN = "opsi --syarat"


class FactSources(NamedTuple):
    """Everything the facts of one satker may come from; ``nama_daftar`` prints before its cells."""

    konfigurasi: Config
    satker: Satker | None
    nama_daftar: str
    sha256_daftar: str | None
    bahan: LkeFacts | None
    opsi: Mapping[str, str]
    tanggal: date

    def cell_origin(self, field: str) -> Asal:
        """The register's cell of *field*; an option has none."""
        cell = self.satker.sel.get(field) if self.satker else None
        return Asal(self.nama_daftar or OPTION_ORIGIN, cell, self.sha256_daftar)

    def lke_origin(self, cell: Sel | None = None) -> Asal:
        """A cell of the worksheet."""
        return Asal(self.bahan.nama, cell, self.bahan.sha256) if self.bahan else Asal(None)


def setting_place(k: Config, key: str) -> tuple[str, Asal]:
    """What a person calls the setting *key*, and where it stands: its cell, or its key in ``zi.toml``."""
    if k.lembar is not None and (cell := k.lembar.sel.get(key)) is not None:
        return k.lembar.label.get(key, key), Asal(path_text(k.lembar.berkas.name), cell, k.lembar.sha256)
    file = path_text(k.berkas.name) if k.berkas is not None else "zi.toml"
    return key, Asal(f"{file}:{key}", None, k.sha256)


def doubted_setting(k: Config, key: str) -> tuple[str, Asal] | None:
    """Why the setting *key*, though written, is not known, and where; None where nothing stands against it."""
    doubts = k.doubts(key)
    if not doubts or k.lembar is None:
        return None
    return doubts[0].pesan.rstrip("."), Asal(path_text(k.lembar.berkas.name), doubts[0].sel, k.lembar.sha256)


def instansi_facts(
    syarat: Syarat, config: Config, opsi: Mapping[str, str] = MappingProxyType({})
) -> tuple[RequirementValue, list[Temuan]]:
    """The ministry's value for *syarat*: of *opsi* by kode, else of ``zi.toml``.

    A value that is no grade or number, or off its scale, is not known, with a DAT537 finding.
    """
    key = syarat.isian["WBK"]
    text = getattr(config.instansi, key.partition(".")[2])
    isian, origin = setting_place(config, key)
    if syarat.kode in opsi:
        isian, text, origin = syarat.kode, opsi[syarat.kode], Asal(OPTION_ORIGIN)
    elif doubt := doubted_setting(config, key):
        return RequirementValue(None, (doubt[1],), doubt[0]), []
    if text is None:
        return RequirementValue(None, (origin,) if config.berkas else (), kosong=True), []
    nilai: NilaiFakta
    if syarat.skala is not None:
        nilai, choice = syarat.skala.read(text), ", ".join(syarat.skala.huruf)
        near = nearest(text.upper(), syarat.skala.huruf)
        choice = f"{choice}; mungkin {near}" if near else choice
    else:
        upper = syarat.maksimum
        dibaca = read_number(
            text.casefold().removeprefix("level"), None if upper is None else lambda n: 0 <= n <= upper
        )
        nilai = dibaca[0] if dibaca and dibaca[0] >= 0 and (upper is None or dibaca[0] <= upper) else None
        choice = "angka, misalnya 3" if upper is None else f"angka 0–{upper}, misalnya 3"
    if nilai is not None:
        return RequirementValue(nilai, (origin,)), []
    writing = f"{isian} di lembar {origin.sel.lembar}" if origin.sel else str(origin)
    temuan = make_temuan("DAT537", origin.sel, isian=writing, nilai=excerpt(text), pilihan=choice)
    return RequirementValue(None, (origin,), f"“{excerpt(text)}” tidak dikenal"), [temuan]


def satker_facts(syarat: Syarat, predikat: Predikat, dari: FactSources) -> tuple[RequirementValue, list[Temuan]]:
    """The satker's value for *syarat*: the register's, checked against the worksheet.

    A disagreement is a finding with both places, and the value is then not known. Where the register is silent,
    the worksheet's own figure stands in for it.
    """
    field = syarat.isian[predikat].partition(".")[2]
    bukti = _register_value(syarat, field, dari)
    figure = dari.bahan.angka.get(syarat.kode) if dari.bahan else None
    if figure is not None:
        return _with_lke(syarat, field, bukti, figure, dari)
    temuan: list[Temuan] = []
    if syarat.berlaku_tahun is not None and isinstance(bukti.nilai, date):
        return _fresh(syarat, bukti, dari)
    if field == "pendahuluan_layak" and dari.satker is not None and bukti.nilai is not None:
        known = dari.konfigurasi.instrumen
        reason, temuan = preliminary_doubt(syarat, predikat, dari.satker, dari.bahan, dari.tanggal, known)
        return bukti._replace(sebab=bukti.sebab or reason), temuan
    subject = _IN_NOTES.get(syarat.kode)
    if subject is None or dari.bahan is None or bukti.nilai is None:
        return bukti, temuan
    for c in dari.bahan.catatan:
        if c.perihal == subject:
            bukti, difference = _with_note(syarat, field, bukti, c, dari)
            temuan += difference
    return bukti, temuan


def _register_value(syarat: Syarat, field: str, dari: FactSources) -> RequirementValue:
    """What the register's cell says by itself: its value, that it is truly blank, or why it is not known."""
    satker = dari.satker
    if satker is None:
        return RequirementValue()
    content, origin = satker.content(field), (dari.cell_origin(field),)
    if content.keadaan == "tanpa kolom":
        return RequirementValue(None, (), "tidak ada kolomnya di daftar satker" if satker.sel else "")
    if content.keadaan == "tidak terbaca":
        return RequirementValue(None, origin, "isinya tidak dapat dipakai")
    if content.keadaan == "kosong":
        bertanggal = field == "tanggal_pencabutan" and satker.predikat == "Belum ada" and satker.tanggal_predikat
        reason = "pernah berpredikat, tetapi tanggal pencabutannya kosong" if bertanggal else ""
        return RequirementValue(None, origin, reason, kosong=True)
    nilai: NilaiFakta = content.nilai
    if field == "predikat":
        nilai = satker.holds_predikat
    elif syarat.skala is not None and isinstance(nilai, str):
        nilai = syarat.skala.read(nilai)
    if isinstance(nilai, date):
        origin = (origin[0]._replace(tanggal=nilai),)
        if field == "tanggal_pencabutan" and nilai > dari.tanggal:
            return RequirementValue(None, origin, f"bertanggal {tulis_tanggal(nilai)}, sesudah tanggal pengajuan")
    return RequirementValue(nilai, origin)


def _fresh(syarat: Syarat, bukti: RequirementValue, dari: FactSources) -> tuple[RequirementValue, list[Temuan]]:
    """A document dated outside the years up to the submission (an SPTJM: one) proves nothing (SYR419)."""
    day, tahun = bukti.nilai, syarat.berlaku_tahun
    assert isinstance(day, date) and tahun is not None
    if day <= dari.tanggal <= add_years(day, tahun):
        return bukti, []
    content = {"label": syarat.label, "nilai": tulis_tanggal(day), "bulan": 12 * tahun}
    temuan = make_temuan("SYR419", bukti.asal[0].sel, level=None, **content, tanggal=tulis_tanggal(dari.tanggal))
    position = "sesudah" if day > dari.tanggal else f"lebih dari {12 * tahun} bulan sebelum"
    return bukti._replace(nilai=None, sebab=f"bertanggal {tulis_tanggal(day)}, {position} tanggal pengajuan"), [temuan]


def _with_lke(
    syarat: Syarat, field: str, bukti: RequirementValue, figure: LkeFigure, dari: FactSources
) -> tuple[RequirementValue, list[Temuan]]:
    """The register's figure beside the worksheet's (*figure*)."""
    origin = dari.lke_origin(figure.sel)
    if dari.satker is not None and dari.satker.content(field).keadaan == "tidak terbaca":
        return bukti, []
    if figure.persen is None:
        reason = f"angkanya di LKE ({figure.sel}) tidak dapat dipakai: {figure.sebab}"
        return bukti._replace(sebab=reason, asal=(*bukti.asal, origin), kosong=False), []
    if not isinstance(bukti.nilai, Persen):
        return RequirementValue(figure.persen, (origin,)), []
    a, b = bukti.nilai, figure.persen
    if _same_figure(a, b):
        return bukti, []
    # Equal ratios of different counts deny each other on paper, but not on the requirement.
    setara = _ratio(a) == _ratio(b)
    content = {"label": syarat.label, "isian": a.teks, "lke": b.teks, "sel_lke": str(origin)}
    temuan = make_temuan("SYR405", bukti.asal[0].sel, syarat.lke, level="peringatan" if setara else None, **content)
    if setara:
        return bukti, [temuan]
    reason = f"{a.teks} di daftar, {b.teks} di LKE"
    return RequirementValue(a, (*bukti.asal, origin), reason, b), [temuan]


def _ratio(p: Persen) -> Fraction:
    """0/0 counts as nothing left to do."""
    return Fraction(1) if p.nilai is None else p.nilai


def _same_figure(a: Persen, b: Persen) -> bool:
    """Same figure within the precision written; never when one is complete and the other is not."""
    if a.selesai is not None and b.selesai is not None:
        return (a.selesai, a.seluruh) == (b.selesai, b.seluruh)
    ra, rb = _ratio(a), _ratio(b)
    return ra == rb or ((ra == 1) == (rb == 1) and abs(ra - rb) <= max(a.toleransi, b.toleransi))


def _with_note(
    syarat: Syarat, field: str, bukti: RequirementValue, c: Catatan, dari: FactSources
) -> tuple[RequirementValue, list[Temuan]]:
    """The register's value beside a figure that a note of the worksheet gives."""
    origin = dari.lke_origin(c.sel)
    other: NilaiFakta
    if isinstance(bukti.nilai, Persen) and c.persen is not None:
        if _same_figure(bukti.nilai, c.persen) or _ratio(bukti.nilai) == _ratio(c.persen):
            return bukti, []
        other, text = c.persen, bukti.nilai.teks
    elif isinstance(bukti.nilai, str) and c.huruf is not None and syarat.skala is not None:
        if c.huruf == bukti.nilai:
            return bukti, []
        other, text = c.huruf, bukti.nilai
    else:
        return bukti, []
    content = {"label": syarat.label, "isian": text, "catatan": excerpt(c.teks), "sel_lke": str(origin)}
    temuan = make_temuan("SYR406", dari.cell_origin(field).sel, level=None, **content)
    reason = f"{text} di daftar, “{excerpt(c.teks)}” di catatan LKE"
    return bukti._replace(sebab=reason, lain=other, asal=(*bukti.asal, origin)), [temuan]
