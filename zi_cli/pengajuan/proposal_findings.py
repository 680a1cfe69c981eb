"""What a register row and a worksheet say that can't be, or that contradicts the proposal or a requirement."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.pengajuan.calendar import dates_to_come
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.facts import FactSources, instansi_facts, satker_facts
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.columns import COLUMNS
from zi_cli.pengajuan.register.read_register import Satker
from zi_cli.pengajuan.requirement import HasilSyarat, is_exempt, judge_syarat
from zi_cli.text import canonical_name, decimal_text, excerpt, short_number

#: Dates that judge themselves when they lie after the submission (operators of the requirements).
_JUDGED_APART = frozenset({"mulai_wbk", "mulai_wbbm", "sptjm_tanggal"})


def row_findings(satker: Satker, usulan: Predikat | None, tanggal: date) -> list[Temuan]:
    """What the row says that can't be, or that it should not propose."""
    temuan: list[Temuan] = []
    owned = satker.predikat if satker.predikat in PREDIKAT else None
    if usulan and owned and not satker.was_revoked and PREDIKAT.index(usulan) <= PREDIKAT.index(owned):
        temuan.append(make_temuan("SYR402", satker.sel.get("usulan"), usulan=usulan, predikat=owned))
    if owned and satker.was_revoked:
        reason = f"Predikat saat ini {owned}, padahal ada tanggal pencabutan sesudah penetapannya"
        temuan.append(make_temuan("DAT536", satker.sel.get("tanggal_pencabutan"), sebab=reason))
    if satker.predikat == "Belum ada" and satker.tanggal_predikat and not satker.tanggal_pencabutan:
        reason = "Tanggal penetapan predikat terisi, padahal predikat saat ini Belum ada"
        temuan.append(make_temuan("DAT536", satker.sel.get("predikat"), sebab=reason))
    if satker.mulai_wbk and satker.mulai_wbbm and satker.mulai_wbbm < satker.mulai_wbk:
        reason = "Mulai menuju WBBM mendahului mulai menuju WBK"
        temuan.append(make_temuan("DAT536", satker.sel.get("mulai_wbbm"), sebab=reason))
    if satker.tanggal_monev and satker.tanggal_predikat and satker.tanggal_monev < satker.tanggal_predikat:
        reason = "Monev terakhir mendahului penetapan predikatnya"
        temuan.append(make_temuan("DAT536", satker.sel.get("tanggal_monev"), level="peringatan", sebab=reason))
    dated = [k for k in COLUMNS if k.jenis == "tanggal" and k.field not in _JUDGED_APART]
    for k in dated:
        temuan += dates_to_come(satker, tanggal, [k.field], level="galat" if k.menentukan else None)
    return temuan


def worksheet_findings(
    satker: Satker | None, material: LkeFacts, usulan: Predikat | None, dari: FactSources, tahun: int
) -> list[Temuan]:
    """The worksheet against the proposal."""
    temuan = [*material.temuan]
    known = dari.konfigurasi.instrumen.penilai
    penilai = known.name_of(material.penilai)
    if material.penilai != known.penentu:
        temuan.append(make_temuan("SYR416", penentu=known.name_of(known.penentu), penilai=penilai))
    if material.satker_ragu:
        temuan.append(make_temuan("SYR425", nilai=excerpt(material.satker_ragu)))
    if material.tahun_ragu:
        temuan.append(make_temuan("SYR424", nilai=excerpt(material.tahun_ragu), tahun=tahun))
    elif material.tahun is None:
        temuan.append(make_temuan("SYR418", tahun=tahun))
    elif material.tahun != tahun:
        temuan.append(make_temuan("SYR417", tahun_lke=material.tahun, tahun=tahun))
    if usulan is None:
        return temuan
    di = str(dari.cell_origin("usulan")) if satker and "usulan" in satker.sel else material.nama
    simpulan = material.simpulan[usulan]
    if simpulan.memenuhi is Jawaban.TIDAK:
        failed = "; ".join(simpulan.gagal)
        temuan.append(make_temuan("SYR403", usulan=usulan, usulan_di=di, penilai=penilai, gagal=failed))
    elif simpulan.memenuhi is Jawaban.BELUM:
        ground = f": {simpulan.alasan}" if simpulan.alasan else ""
        content = {"usulan": usulan, "penilai": penilai, "putusan": simpulan.putusan}
        temuan.append(make_temuan("SYR404", level=None, alasan=ground, **content))
    if satker is not None and satker.usulan in PREDIKAT and material.usulan and material.usulan != satker.usulan:
        temuan.append(make_temuan("SYR408", usulan=satker.usulan, usulan_lke=material.usulan))
    return temuan


def check_requirement(s: Syarat, usulan: Predikat, dari: FactSources) -> tuple[HasilSyarat, list[Temuan]]:
    """Whether the requirement *s* is met by what *dari* knows, with the findings on the way."""
    satker = dari.satker
    if s.kecuali and satker and satker.jenis and canonical_name(satker.jenis) == canonical_name(s.kecuali):
        return is_exempt(s, usulan, dari.cell_origin("jenis")), []
    temuan: list[Temuan] = []
    if s.tingkat == "instansi":
        bukti, _ = instansi_facts(s, dari.konfigurasi, dari.opsi)
    else:
        bukti, temuan = satker_facts(s, usulan, dari)
    result = judge_syarat(s, usulan, bukti, dari.tanggal)
    cell = satker.sel.get(s.isian[usulan].partition(".")[2]) if satker else None
    if result.nihil:
        temuan.append(make_temuan("SYR409", cell, label=result.label))
    if result.pembulatan and isinstance(result.nilai, Fraction):
        figure, visible = short_number(result.nilai, 9), decimal_text(result.nilai)
        temuan.append(
            make_temuan("SYR410", cell, label=result.label, nilai=figure, minimal=result.minimal_teks, tampak=visible)
        )
    return result, temuan


def further_warnings(daftar: Iterable[Syarat], usulan: Predikat, dari: FactSources) -> Iterator[Temuan]:
    """SYR423 for what another body asks besides the guideline and the data do not show."""
    for s in daftar:
        result, temuan = check_requirement(s, usulan, dari)
        yield from temuan
        if not result.fakta.proven:
            cell = dari.cell_origin(s.isian[usulan].partition(".")[2]).sel
            yield make_temuan("SYR423", cell, label=s.label, nilai=result.nilai_teks, sumber=s.sumber)


def not_told(temuan: Iterable[Temuan], satker: Satker | None, results: Iterable[HasilSyarat]) -> Iterator[Temuan]:
    """Those of *temuan* that no requirement's own reason tells: that of the preliminary assessment tells its date."""
    field, told = "satker.pendahuluan_layak", False
    if satker is not None and satker.pendahuluan_layak is True:
        told = any(x.fakta.jawaban is Jawaban.BELUM and field in x.syarat.isian.values() for x in results)
    for t in temuan:
        if not (told and satker and t.kode == "SYR415" and t.sel == satker.sel.get("pendahuluan_tanggal")):
            yield t
