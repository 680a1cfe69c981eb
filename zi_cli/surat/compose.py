"""One letter from request to bytes: refusals, fields, template, rendering, what is missing."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.surat import audit
from zi_cli.surat.claims import check_claims
from zi_cli.surat.clean import clean_context
from zi_cli.surat.context import letter_fields
from zi_cli.surat.fields import fields_of_kind, terdekat
from zi_cli.surat.material import BahanSatker, PermintaanSurat
from zi_cli.surat.notices import notices
from zi_cli.text import clean_prose, nama_berkas
from zi_cli.version import PROGRAM

#: Begins the file name of a draft.
TANDA_DRAF = "DRAF-"
#: The date in the document properties of a draft that has none yet.
_TANPA_TANGGAL = date(2000, 1, 1)


class Surat(NamedTuple):
    """One letter: file name without extension, DOCX (None when refused), and all findings about it.

    ``jejak`` are its rows of the audit file, none unless it is asked for.
    """

    jenis: str
    nama: str
    satker: tuple[str, ...]
    docx: bytes | None
    temuan: tuple[Temuan, ...]
    jejak: tuple[tuple[str, ...], ...] = ()


def compose_letter(p: PermintaanSurat, bahan: Sequence[BahanSatker], lain: Sequence[BahanSatker] = ()) -> Surat:
    """Make letter *p* about *bahan* (*lain*: discussed, not proposed).

    A galat among the findings means there is no letter. Raises :class:`UnreadableInput` when the
    template can't be read.
    """
    ditimpa = check_claims(p, bahan)
    temuan = [*check_fields(p), *ditimpa, *notices(p, bahan)]
    if p.paksa is not None:
        temuan.append(make_temuan("SRT629", alasan=p.paksa))
    nama = letter_name(p, bahan)
    if not _bersih(nama, p, bahan):
        temuan.append(make_temuan("SRT606", nama=_judul(p, bahan)[:120], berkas=f"{nama}.docx"))
    docx = None
    if not any(t.tingkat == "galat" for t in temuan):
        docx, temuan_isi = _susun(p, bahan, lain, _paksa(p, ditimpa))
        temuan += temuan_isi
    if any(t.tingkat == "galat" for t in temuan):
        docx = None
    jejak = audit.baris_berkas(p, [*bahan, *lain]) if docx is not None else ()
    return Surat(p.jenis, nama, tuple(b.nama for b in bahan), docx, tuple(temuan), jejak)


def _paksa(p: PermintaanSurat, ditimpa: Sequence[Temuan]) -> tuple[str, ...]:
    """The notice on page 1: every claim that the data do not carry, and the reason given."""
    return (*(t.pesan for t in ditimpa), f"Alasan: {p.paksa}") if p.paksa is not None and ditimpa else ()


def check_fields(p: PermintaanSurat) -> list[Temuan]:
    """Fields given by option must exist (SRT602) and may not be figures or conclusions (SRT603)."""
    dikenal = fields_of_kind(p.jenis)
    temuan = []
    for medan in p.isi:
        if medan not in dikenal:
            saran = terdekat(medan, (n for n, m in dikenal.items() if m.bisa_diisi))
            kata = f"; mungkin {', '.join(saran)}" if saran else ""
            temuan.append(make_temuan("SRT602", tempat="--isi", medan=medan[:80], jenis=p.jenis, saran=kata))
        elif not dikenal[medan].bisa_diisi:
            temuan.append(make_temuan("SRT603", medan=medan, sumber=dikenal[medan].sumber))
    return temuan


def letter_name(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> str:
    """File name of the letter, without extension: the kind, and whose it is."""
    awal = (TANDA_DRAF if p.draf else "") + p.jenis
    if load_kinds()[p.jenis].per == "gabungan":
        return f"{awal}-tpm" if p.jalur == "tpm" else awal
    kode = bahan[0].kode if not p.kawasan else ""
    return "-".join(t for t in (awal, nama_berkas(kode) if kode else "", nama_berkas(_judul(p, bahan))) if t)


def _judul(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> str:
    return p.kawasan or bahan[0].nama


def _bersih(nama: str, p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> bool:
    """Whether the names went into the file name as they are (spaces apart)."""
    if load_kinds()[p.jenis].per == "gabungan":
        return True
    asli = (_judul(p, bahan), "" if p.kawasan else bahan[0].kode)
    return all(" ".join(a.split()) in nama for a in asli)


def _susun(
    p: PermintaanSurat, bahan: Sequence[BahanSatker], lain: Sequence[BahanSatker], paksa: tuple[str, ...]
) -> tuple[bytes | None, list[Temuan]]:
    from zi_cli.surat.render import Permintaan, render
    from zi_cli.surat.template_check import own_template, read_template

    sumber = audit.semua_sumber(p, [*bahan, *lain])
    mentah = letter_fields(p, bahan, lain)
    mentah["audit"] = {
        "kaki": audit.kaki(p, sumber),
        "program": PROGRAM,
        "instrumen": p.instrumen.nama,
        "ambang": audit.teks_ambang(p.konfigurasi.ambang),
    }
    konteks, temuan = clean_context(mentah)
    if any(t.tingkat == "galat" for t in temuan):
        return None, temuan
    permintaan = Permintaan(
        konteks=konteks,
        tanggal=p.tanggal or _TANPA_TANGGAL,
        pembuat=PROGRAM,
        sifat=audit.sifat(p, sumber),
        halaman_audit=audit.baris_halaman(p, sumber),
        logo=p.logo,
        draf=p.draf,
        paksa=tuple(clean_prose(t) for t in paksa),
    )
    if p.templat is None:
        hasil = render(own_template(p.jenis), permintaan)
    else:
        from zi_cli.surat.child import render_confined

        terkurung, temuan_templat = render_confined(read_template(p.templat), p.jenis, p.templat.name, permintaan)
        temuan += temuan_templat
        if terkurung is None:
            return None, temuan
        hasil = terkurung
    tingkat: Tingkat = "peringatan" if p.draf else "galat"
    dikenal = fields_of_kind(p.jenis)
    for medan in hasil.kosong:
        m = dikenal.get(medan)
        arti, asal = (m.arti, m.sumber) if m else ("medan templat", "--isi")
        temuan.append(make_temuan("SRT601", tingkat=tingkat, medan=medan, arti=arti, sumber=asal))
    return hasil.docx, temuan
