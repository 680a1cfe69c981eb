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
from zi_cli.text import canonical_name, excerpt

_HEAD = "kepala satker"


def row_of(p: PermintaanSurat, materials: Sequence[BahanSatker], surat: Letters) -> LetterRow | None:
    """The row of the sheet Surat of letter *p* about *materials*."""
    every = iter(surat.of(p.jenis, p.jalur))
    if load_kinds()[p.jenis].per == "gabungan":
        return next(every, None)
    if p.kawasan:
        kawasan = canonical_name(p.kawasan)
        return next((b for b in every if b.milik is None and canonical_name(b.satker) == kawasan), None)
    satker = materials[0].satker
    return next((b for b in every if satker is not None and b.milik is satker), None)


def with_row(p: PermintaanSurat, b: LetterRow | None) -> tuple[PermintaanSurat, list[Temuan]]:
    """*p* with what *b* says wherever no option said it, and findings about *b*; the row of a letter, if it has one.

    A letter whose number is blank takes the placeholder of the correspondence system, where there is one.
    """
    substitute = p.konfigurasi.naskah.nomor
    if b is None:
        return replace(p, nomor=p.nomor or substitute), []
    content, temuan = _signatory(p, b)
    fields = fields_of_kind(p.jenis)
    content |= {k: v for k, v in b.uraian.items() if k in fields}
    number = b.nomor if "nomor" not in b.galat else None
    note = tuple(x for x in b.catatan.splitlines() if x) if "surat.catatan" in fields else ()
    return replace(
        p,
        nomor=p.nomor or number or (substitute if "nomor" not in b.galat else None),
        tanggal=p.tanggal or b.tanggal,
        catatan=p.catatan or note,
        isi={**content, **p.isi},
    ), temuan


def _signatory(p: PermintaanSurat, b: LetterRow) -> tuple[dict[str, str], list[Temuan]]:
    """The fields of who signs, by the row; a signatory that the letter can't have is a finding."""
    text = b.penanda_tangan
    marker = load_kinds()[p.jenis].penanda
    if not text or (marker == "kepala" and canonical_name(text) == _HEAD):
        return {}, []
    pejabat = None if marker in ("", "kepala") else _known(p.konfigurasi, text) or read_official(text)
    if pejabat is None or not pejabat.nama or not pejabat.jabatan:
        reason = {
            "": "surat ini ditandatangani hadirin",
            "kepala": "surat ini ditandatangani kepala satker; ubah namanya di lembar Satker",
        }.get(marker, "tulis nama; NIP; jabatan, atau pilih dari daftar dan isi namanya di lembar Instansi")
        return {}, [make_temuan("DAT548", b.sel.get("penanda_tangan"), nama=excerpt(text), sebab=reason)]
    return {"ttd.nama": pejabat.nama, "ttd.jabatan": pejabat.jabatan, "ttd.nip": pejabat.nip or ""}, []


def _known(k: Config, text: str) -> Pejabat | None:
    """The official of the configuration whose role, or name, is *text*."""
    roles = {"pimpinan": k.pimpinan, "sekretaris jenderal": k.sekretaris_jenderal, "ketua tpi": k.ketua_tpi}
    flat = canonical_name(text)
    return roles.get(flat) or next((x for x in roles.values() if x.nama and canonical_name(x.nama) == flat), None)
