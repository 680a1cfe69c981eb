"""What a row of the sheet Surat says of its letter: number, date, notes, signatory, texts of its own."""

from collections.abc import Sequence
from dataclasses import replace

from zi_cli.config import Config, Pejabat
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.pengajuan.register.instansi import read_official
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import LetterRow, Letters
from zi_cli.surat.fields import fields_of_kind
from zi_cli.surat.material import BahanSatker, PermintaanSurat
from zi_cli.text import canonical_name, cuplik

_HEAD = "kepala satker"


def row_of(p: PermintaanSurat, bahan: Sequence[BahanSatker], surat: Letters) -> LetterRow | None:
    """The row of the sheet Surat of letter *p* about *bahan*."""
    semua = iter(surat.of(p.jenis, p.jalur))
    if load_kinds()[p.jenis].per == "gabungan":
        return next(semua, None)
    if p.kawasan:
        kawasan = canonical_name(p.kawasan)
        return next((b for b in semua if b.milik is None and canonical_name(b.satker) == kawasan), None)
    satker = bahan[0].satker
    return next((b for b in semua if satker is not None and b.milik is satker), None)


def with_row(p: PermintaanSurat, b: LetterRow | None) -> tuple[PermintaanSurat, list[Temuan]]:
    """*p* with what *b* says wherever no option said it, and findings about *b*; the row of a letter, if it has one.

    A letter whose number is blank takes the placeholder of the correspondence system, where there is one.
    """
    pengganti = p.konfigurasi.naskah.nomor
    if b is None:
        return replace(p, nomor=p.nomor or pengganti), []
    isi, temuan = _signatory(p, b)
    medan = fields_of_kind(p.jenis)
    isi |= {k: v for k, v in b.uraian.items() if k in medan}
    nomor = b.nomor if "nomor" not in b.galat else None
    catatan = tuple(x for x in b.catatan.splitlines() if x) if "surat.catatan" in medan else ()
    return replace(
        p,
        nomor=p.nomor or nomor or (pengganti if "nomor" not in b.galat else None),
        tanggal=p.tanggal or b.tanggal,
        catatan=p.catatan or catatan,
        isi={**isi, **p.isi},
    ), temuan


def _signatory(p: PermintaanSurat, b: LetterRow) -> tuple[dict[str, str], list[Temuan]]:
    """The fields of who signs, by the row; a signatory that the letter can't have is a finding."""
    teks = b.penanda_tangan
    penanda = load_kinds()[p.jenis].penanda
    if not teks or (penanda == "kepala" and canonical_name(teks) == _HEAD):
        return {}, []
    pejabat = None if penanda in ("", "kepala") else _known(p.konfigurasi, teks) or read_official(teks)
    if pejabat is None or not pejabat.nama or not pejabat.jabatan:
        sebab = {
            "": "surat ini ditandatangani hadirin",
            "kepala": "surat ini ditandatangani kepala satker; ubah namanya di lembar Satker",
        }.get(penanda, "tulis nama; NIP; jabatan, atau pilih dari daftar dan isi namanya di lembar Instansi")
        return {}, [make_temuan("DAT548", b.sel.get("penanda_tangan"), nama=cuplik(teks), sebab=sebab)]
    return {"ttd.nama": pejabat.nama, "ttd.jabatan": pejabat.jabatan, "ttd.nip": pejabat.nip or ""}, []


def _known(k: Config, teks: str) -> Pejabat | None:
    """The official of the configuration whose role, or name, is *teks*."""
    peran = {"pimpinan": k.pimpinan, "sekretaris jenderal": k.sekretaris_jenderal, "ketua tpi": k.ketua_tpi}
    datar = canonical_name(teks)
    return peran.get(datar) or next((x for x in peran.values() if x.nama and canonical_name(x.nama) == datar), None)
