"""What a letter may not state because the data deny it."""

from collections.abc import Iterator, Sequence

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.pengajuan.calendar import submission_deadline
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.scoring.result import BELUM_PASTI
from zi_cli.scoring.words import HASIL_BELUM_DINILAI, DoubtText, reason_words
from zi_cli.surat.material import BahanSatker, PermintaanSurat, Rencana
from zi_cli.text import tanggal as tulis_tanggal

_PENGUSULAN = frozenset({"pengajuan"})
_BERJALUR = frozenset({"pengajuan", "lhe", "berita-acara", "rekomendasi", "perbaikan"})
_BERPREDIKAT = frozenset({"monev", "pencabutan"})


def check_statements(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> list[Temuan]:
    """Findings SRT62x about letter *p*: galat when the data deny it, peringatan when ``--paksa`` overrides.

    Legal source: BAB III A.2 (criteria), Tabel 7 (requirements), BAB III A.1.d (TPM), BAB IV B and D
    of SEK-OT.03.02-01.
    """
    tingkat: Tingkat = "galat" if p.paksa is None else "peringatan"
    temuan: list[Temuan] = []
    if p.jalur == "tpm" and p.jenis in _BERJALUR:
        if p.konfigurasi.persetujuan_tpm is None:
            temuan.append(make_temuan("SRT624", tingkat=tingkat))
        temuan += [
            make_temuan("SRT625", tingkat=tingkat, satker=b.nama, predikat=b.predikat)
            for b in bahan
            if b.predikat == "WBBM"
        ]
    if p.jenis in _PENGUSULAN:
        temuan += [t for b in bahan for t in _usulan(b, tingkat)]
        temuan += _lewat_batas(p)
    if p.jenis in _BERPREDIKAT:
        temuan += [t for b in bahan for t in _berpredikat(p, b, tingkat)]
    temuan += [t for b in bahan for t in _penilai(p, b, tingkat)]
    if p.rencana is not None and p.jenis in ("lhe", "perbaikan"):
        temuan += [t for b in bahan for t in _rencana(p.rencana, b)]
    if p.paksa is not None:
        temuan.append(make_temuan("SRT629", alasan=p.paksa))
    return temuan


def _rencana(rencana: Rencana, b: BahanSatker) -> Iterator[Temuan]:
    """A plan speaks of one worksheet, byte for byte, and of one predicate."""
    if b.skor is not None and (rencana.sha256_lke, rencana.target) != (b.skor["berkas"]["sha256"], b.predikat):
        yield make_temuan("SRT634", satker=b.nama, berkas=rencana.sumber.nama)


def _penilai(p: PermintaanSurat, b: BahanSatker, tingkat: Tingkat) -> Iterator[Temuan]:
    """The team the letter speaks for must have scored; only the report itself is refused without it."""
    if b.skor is None or p.jenis == "perbaikan":
        return
    penilai = p.instrumen.penilai
    tim = p.tim.kode
    if penilai.rank(b.skor["penilai"]) < penilai.rank(tim):
        isi = {"satker": b.nama, "penilai": penilai.nama(b.skor["penilai"]), "tim": penilai.nama(tim)}
        yield make_temuan("SRT633", tingkat=tingkat if p.jenis == "lhe" else None, **isi)


def _usulan(b: BahanSatker, tingkat: Tingkat) -> Iterator[Temuan]:
    if b.predikat is None or b.kelayakan is None or b.kelayakan.layak is True:
        return
    kode = "SRT621" if b.kelayakan.layak is False else "SRT622"
    yield make_temuan(kode, tingkat=tingkat, satker=b.nama, predikat=b.predikat, sebab="; ".join(b.kelayakan.sebab))


def _berpredikat(p: PermintaanSurat, b: BahanSatker, tingkat: Tingkat) -> Iterator[Temuan]:
    dimiliki = b.satker.predikat if b.satker else None
    if b.satker is not None and dimiliki != b.predikat:
        yield make_temuan("SRT626", tingkat=tingkat, satker=b.nama, predikat=b.predikat or "WBK atau WBBM")
    if b.skor is None or b.predikat is None:
        return
    putusan = b.skor["putusan"][b.predikat]
    if b.skor["tahap"] == "pendahuluan":
        sebab = f"komponen {HASIL_BELUM_DINILAI}"
        yield make_temuan("SRT622", tingkat=tingkat, satker=b.nama, predikat=b.predikat, sebab=sebab)
        return
    if putusan["keadaan"] == BELUM_PASTI:
        sebab = reason_words([DoubtText(**x) for x in putusan["bergantung"]], putusan["sebab"])
        yield make_temuan("SRT622", tingkat=tingkat, satker=b.nama, predikat=b.predikat, sebab=sebab)
        return
    if p.jenis == "pencabutan":
        dinyatakan, simpulan = False, "tidak lagi memenuhi"
    else:
        dinyatakan = putusan["memenuhi"] if p.simpulan is None or p.kawasan else p.simpulan
        simpulan = "masih memenuhi" if dinyatakan else "tidak memenuhi"
        if p.kawasan and p.simpulan:
            dinyatakan, simpulan = True, "masih memenuhi"
    if dinyatakan != putusan["memenuhi"]:
        yield make_temuan(
            "SRT623", tingkat=tingkat, satker=b.nama, simpulan=simpulan, sebab=_sebab(putusan, b.predikat)
        )


def _sebab(putusan: dict[str, object], predikat: str) -> str:
    ambang = putusan["ambang"]
    assert isinstance(ambang, list)
    gagal = [str(a["kode"]) for a in ambang if not a["memenuhi"]]
    if not gagal:
        return f"semua ambang {predikat} tercapai"
    return f"ambang {predikat} tidak tercapai: {', '.join(gagal)}"


def _lewat_batas(p: PermintaanSurat) -> Iterator[Temuan]:
    if p.tanggal is None:
        return
    batas = submission_deadline(p.tanggal, load_syarat(p.instrumen).kalender, p.konfigurasi.kalender)
    if p.tanggal > batas:
        yield make_temuan("SRT630", tanggal=tulis_tanggal(p.tanggal), batas=tulis_tanggal(batas))
