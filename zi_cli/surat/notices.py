"""What the maker of a letter should know about it, beside what the data refuse."""

from collections.abc import Iterator, Sequence

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.pengajuan.calendar import submission_deadline
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.surat.context import sptjm_date
from zi_cli.surat.material import BahanSatker, PermintaanSurat
from zi_cli.text import tanggal as tulis_tanggal


def notices(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> Iterator[Temuan]:
    """Findings about letter *p*: the deadline, the date of an SPTJM, what should accompany it."""
    if p.jenis == "sptjm" and p.tanggal is not None:
        hari = sptjm_date(p, bahan[0])
        if hari is not None and hari != p.tanggal:
            yield make_temuan("SRT642", satker=bahan[0].nama, hari=tulis_tanggal(hari))
    if p.jenis == "pengajuan":
        yield from p.umum
        if p.konfigurasi.sptjm_instansi is None:
            yield make_temuan("SRT643")
        if p.tanggal is not None:
            batas = submission_deadline(p.tanggal, load_syarat(p.instrumen).kalender, p.konfigurasi.kalender)
            if p.tanggal > batas:
                yield make_temuan("SRT630", tanggal=tulis_tanggal(p.tanggal), batas=tulis_tanggal(batas))


def converter_notices() -> Iterator[Temuan]:
    """What should be known of the program that has made a PDF."""
    from zi_cli.surat.pdf import network_cut

    if network_cut() is None:
        yield make_temuan("SRT644")
