"""What a register row and a worksheet say that can't be, or that contradicts the proposal or a requirement."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.facts import FactSources, instansi_facts, satker_facts
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.columns import KOLOM
from zi_cli.pengajuan.register.read import Satker
from zi_cli.pengajuan.requirement import HasilSyarat, is_exempt, judge_syarat
from zi_cli.text import canonical_name, cuplik, desimal, ringkas
from zi_cli.text import tanggal as tulis_tanggal

#: Dates that judge themselves when they lie after the submission (operators of the requirements).
_DINILAI_SENDIRI = frozenset({"mulai_wbk", "mulai_wbbm", "sptjm_tanggal"})


def row_findings(satker: Satker, usulan: Predikat | None, tanggal: date) -> list[Temuan]:
    """What the row says that can't be, or that it should not propose."""
    temuan: list[Temuan] = []
    dimiliki = satker.predikat if satker.predikat in PREDIKAT else None
    if usulan and dimiliki and not satker.dicabut and PREDIKAT.index(usulan) <= PREDIKAT.index(dimiliki):
        temuan.append(make_temuan("SYR402", satker.sel.get("usulan"), usulan=usulan, predikat=dimiliki))
    if dimiliki and satker.dicabut:
        sebab = f"Predikat saat ini {dimiliki}, padahal ada tanggal pencabutan sesudah penetapannya"
        temuan.append(make_temuan("DAT536", satker.sel.get("tanggal_pencabutan"), sebab=sebab))
    if satker.predikat == "Belum ada" and satker.tanggal_predikat and not satker.tanggal_pencabutan:
        sebab = "Tanggal penetapan predikat terisi, padahal predikat saat ini Belum ada"
        temuan.append(make_temuan("DAT536", satker.sel.get("predikat"), sebab=sebab))
    if satker.mulai_wbk and satker.mulai_wbbm and satker.mulai_wbbm < satker.mulai_wbk:
        sebab = "Mulai menuju WBBM mendahului mulai menuju WBK"
        temuan.append(make_temuan("DAT536", satker.sel.get("mulai_wbbm"), sebab=sebab))
    if satker.tanggal_monev and satker.tanggal_predikat and satker.tanggal_monev < satker.tanggal_predikat:
        sebab = "Monev terakhir mendahului penetapan predikatnya"
        temuan.append(make_temuan("DAT536", satker.sel.get("tanggal_monev"), tingkat="peringatan", sebab=sebab))
    for k in KOLOM:
        hari = getattr(satker, k.field)
        if k.jenis != "tanggal" or k.field in _DINILAI_SENDIRI or hari is None or hari <= tanggal:
            continue
        temuan.append(
            make_temuan(
                "SYR415",
                satker.sel.get(k.field),
                tingkat="galat" if k.menentukan else None,
                kolom=k.judul,
                nilai=tulis_tanggal(hari),
                tanggal=tulis_tanggal(tanggal),
            )
        )
    return temuan


def worksheet_findings(
    satker: Satker | None, bahan: LkeFacts, usulan: Predikat | None, dari: FactSources, tahun: int
) -> list[Temuan]:
    """The worksheet against the proposal."""
    temuan = [*bahan.temuan]
    dikenal = dari.konfigurasi.instrumen.penilai
    penilai = dikenal.nama(bahan.penilai)
    if bahan.penilai != dikenal.penentu:
        temuan.append(make_temuan("SYR416", penilai=penilai))
    if bahan.satker_ragu:
        temuan.append(make_temuan("SYR425", nilai=cuplik(bahan.satker_ragu)))
    if bahan.tahun_ragu:
        temuan.append(make_temuan("SYR424", nilai=cuplik(bahan.tahun_ragu), tahun=tahun))
    elif bahan.tahun is None:
        temuan.append(make_temuan("SYR418", tahun=tahun))
    elif bahan.tahun != tahun:
        temuan.append(make_temuan("SYR417", tahun_lke=bahan.tahun, tahun=tahun))
    if usulan is None:
        return temuan
    di = str(dari.asal("usulan")) if satker and "usulan" in satker.sel else bahan.nama
    simpulan = bahan.simpulan[usulan]
    if simpulan.memenuhi is Jawaban.TIDAK:
        gagal = "; ".join(simpulan.gagal)
        temuan.append(make_temuan("SYR403", usulan=usulan, usulan_di=di, penilai=penilai, gagal=gagal))
    elif simpulan.memenuhi is Jawaban.BELUM:
        alasan = f": {simpulan.alasan}" if simpulan.alasan else ""
        isi = {"usulan": usulan, "penilai": penilai, "putusan": simpulan.putusan}
        temuan.append(make_temuan("SYR404", tingkat=None, alasan=alasan, **isi))
    if satker is not None and satker.usulan in PREDIKAT and bahan.usulan and bahan.usulan != satker.usulan:
        temuan.append(make_temuan("SYR408", usulan=satker.usulan, usulan_lke=bahan.usulan))
    return temuan


def check_requirement(s: Syarat, usulan: Predikat, dari: FactSources) -> tuple[HasilSyarat, list[Temuan]]:
    """Whether the requirement *s* is met by what *dari* knows, with the findings on the way."""
    satker = dari.satker
    if s.kecuali and satker and satker.jenis and canonical_name(satker.jenis) == canonical_name(s.kecuali):
        return is_exempt(s, usulan, dari.asal("jenis")), []
    temuan: list[Temuan] = []
    if s.tingkat == "instansi":
        bukti, _ = instansi_facts(s, dari.konfigurasi, dari.opsi)
    else:
        bukti, temuan = satker_facts(s, usulan, dari)
    hasil = judge_syarat(s, usulan, bukti, dari.tanggal)
    sel = satker.sel.get(s.isian[usulan].partition(".")[2]) if satker else None
    if hasil.nihil:
        temuan.append(make_temuan("SYR409", sel, label=hasil.label))
    if hasil.pembulatan and isinstance(hasil.nilai, Fraction):
        angka, tampak = ringkas(hasil.nilai, 9), desimal(hasil.nilai)
        temuan.append(
            make_temuan("SYR410", sel, label=hasil.label, nilai=angka, minimal=hasil.minimal_teks, tampak=tampak)
        )
    return hasil, temuan


def further_warnings(daftar: Iterable[Syarat], usulan: Predikat, dari: FactSources) -> Iterator[Temuan]:
    """SYR423 for what another body asks besides the guideline and the data do not show."""
    for s in daftar:
        hasil, temuan = check_requirement(s, usulan, dari)
        yield from temuan
        if not hasil.fakta.proven:
            sel = dari.asal(s.isian[usulan].partition(".")[2]).sel
            yield make_temuan("SYR423", sel, label=s.label, nilai=hasil.nilai_teks, sumber=s.sumber)
