"""One requirement of one satker: the evidence for it, found and judged."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.requirements import Syarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.facts import Sumber, instansi_facts, satker_facts
from zi_cli.pengajuan.requirement import HasilSyarat, is_exempt, judge_syarat, teks_dua_desimal
from zi_cli.text import canonical_name, ringkas


def check_requirement(s: Syarat, usulan: Predikat, dari: Sumber) -> tuple[HasilSyarat, list[Temuan]]:
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
        angka, tampak = ringkas(hasil.nilai, 9), teks_dua_desimal(hasil.nilai)
        temuan.append(
            make_temuan("SYR410", sel, label=hasil.label, nilai=angka, minimal=hasil.minimal_teks, tampak=tampak)
        )
    return hasil, temuan


def further_warnings(daftar: Iterable[Syarat], usulan: Predikat, dari: Sumber) -> Iterator[Temuan]:
    """SYR423 for what another body asks besides the guideline and the data do not show."""
    for s in daftar:
        hasil, temuan = check_requirement(s, usulan, dari)
        yield from temuan
        if not hasil.fakta.proven:
            sel = dari.asal(s.isian[usulan].partition(".")[2]).sel
            yield make_temuan("SYR423", sel, label=s.label, nilai=hasil.nilai_teks, sumber=s.sumber)
