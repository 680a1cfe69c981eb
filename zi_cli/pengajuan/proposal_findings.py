"""What a register row and a worksheet say that can't be, or that contradicts the proposal."""

from datetime import date

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import PREDIKAT, Predikat
from zi_cli.pengajuan.fact import Jawaban
from zi_cli.pengajuan.facts import Sumber
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.columns import KOLOM
from zi_cli.pengajuan.register.read import Satker
from zi_cli.text import cuplik
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
    satker: Satker | None, bahan: LkeFacts, usulan: Predikat | None, dari: Sumber, tahun: int
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
