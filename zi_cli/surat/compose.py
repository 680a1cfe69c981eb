"""One letter from request to bytes: refusals, fields, template, rendering, what is missing or to be noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.calendar import submission_deadline
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.letters import on_way
from zi_cli.pengajuan.syarat import load_syarat
from zi_cli.surat import audit
from zi_cli.surat.claims import check_claims
from zi_cli.surat.clean import clean_context
from zi_cli.surat.context import letter_date, letter_fields, sptjm_date
from zi_cli.surat.fields import fields_of_kind, nearest_fields
from zi_cli.surat.letterhead import logo_file
from zi_cli.surat.material import BahanSatker, PermintaanSurat, Sumber, group_name
from zi_cli.surat.picture import read_picture
from zi_cli.text import clean_prose, nama_berkas
from zi_cli.text import tanggal as tulis_tanggal
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.surat.render import RenderRequest


#: Sections of the officials who sign, or to whom letters speak.
_SIGNATORY = ("pimpinan", "sekretaris_jenderal", "ketua_tpi")
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


class PreparedLetter(NamedTuple):
    """A letter up to its rendering: file name, fields (None: refused), findings, and what it depends on.

    ``sidik`` is a SHA-256 over everything that decides what the letter says: the same one means the same letter,
    whatever else changed in the files it is made from. "" where there is nothing to render. ``jejak`` are its rows of
    the audit file.
    """

    p: PermintaanSurat
    bahan: tuple[BahanSatker, ...]
    lain: tuple[BahanSatker, ...]
    nama: str
    permintaan: RenderRequest | None
    templat: bytes
    temuan: tuple[Temuan, ...]
    sidik: str
    jejak: tuple[tuple[str, ...], ...] = ()


def prepare_letter(
    p: PermintaanSurat,
    bahan: Sequence[BahanSatker],
    lain: Sequence[BahanSatker] = (),
    sebelumnya: Iterable[Temuan] = (),
) -> PreparedLetter:
    """Letter *p* about *bahan* and *lain* (discussed, not proposed) up to its rendering.

    *sebelumnya* are findings about it that were known before.
    """
    from zi_cli.surat.template_check import own_template, read_template

    ditimpa = check_claims(p, bahan)
    sebelumnya = list(sebelumnya)
    if p.audit in ("kaki", "halaman") and load_kinds()[p.jenis].menteri:
        sebelumnya.append(make_temuan("SRT657", audit=p.audit))
        p = replace(p, audit="berkas")
    temuan = [*sebelumnya, *check_fields(p), *doubted_settings(p), *ditimpa, *notices(p, bahan)]
    if p.paksa is not None:
        temuan.append(make_temuan("SRT629", alasan=p.paksa))
    nama = letter_name(p, bahan)
    if not _is_clean(nama, p, bahan):
        temuan.append(make_temuan("SRT606", nama=_judul(p, bahan)[:120], berkas=f"{nama}.docx"))
    siap = PreparedLetter(p, tuple(bahan), tuple(lain), nama, None, b"", tuple(temuan), "")
    if _refused(temuan):
        return siap
    templat = own_template(p.jenis) if p.templat is None else read_template(p.templat)
    sumber, paksa = audit.semua_sumber(p, [*bahan, *lain], templat), _force(p, ditimpa)
    permintaan, temuan_isi = _request(p, bahan, lain, sumber, paksa)
    temuan += temuan_isi
    if _refused(temuan):
        return siap._replace(temuan=tuple(temuan))
    return siap._replace(
        permintaan=permintaan, templat=templat, temuan=tuple(temuan), sidik=_fingerprint(permintaan, templat, siap),
        jejak=audit.baris_berkas(p, [*bahan, *lain], sumber, paksa),
    )  # fmt: skip


def finish_letter(siap: PreparedLetter) -> Surat:
    """The letter rendered; what it lacks is found here."""
    from zi_cli.surat.render import render

    p, docx, temuan = siap.p, None, list(siap.temuan)
    isi: bytes | None
    if siap.permintaan is not None:
        if p.templat is None:
            hasil = render(siap.templat, siap.permintaan)
            kosong, isi = hasil.kosong, hasil.docx
        else:
            from zi_cli.surat.child import render_confined

            terkurung, temuan_templat = render_confined(siap.templat, p.jenis, p.templat.name, siap.permintaan)
            temuan += temuan_templat
            kosong, isi = (terkurung.kosong, terkurung.docx) if terkurung else ((), None)
        temuan += _missing(p, kosong)
        docx = None if _refused(temuan) else isi
    jejak = siap.jejak if docx is not None else ()
    return Surat(p.jenis, siap.nama, tuple(b.nama for b in siap.bahan), docx, tuple(temuan), jejak)


def _refused(temuan: Iterable[Temuan]) -> bool:
    return any(t.tingkat == "galat" for t in temuan)


def _force(p: PermintaanSurat, ditimpa: Sequence[Temuan]) -> tuple[str, ...]:
    """The notice on page 1: every claim that the data do not carry, and the reason given."""
    return (*(t.pesan for t in ditimpa), f"Alasan: {p.paksa}") if p.paksa is not None and ditimpa else ()


def check_fields(p: PermintaanSurat) -> list[Temuan]:
    """Fields given by option must exist (SRT602) and may not be figures or conclusions (SRT603)."""
    dikenal = fields_of_kind(p.jenis)
    temuan = []
    for medan in p.isi:
        if medan not in dikenal:
            saran = nearest_fields(medan, (n for n, m in dikenal.items() if m.bisa_diisi))
            kata = f"; mungkin {', '.join(saran)}" if saran else ""
            temuan.append(make_temuan("SRT602", tempat="--isi", medan=medan[:80], jenis=p.jenis, saran=kata))
        elif not dikenal[medan].bisa_diisi:
            temuan.append(make_temuan("SRT603", medan=medan, sumber=dikenal[medan].sumber))
    return temuan


def doubted_settings(p: PermintaanSurat) -> list[Temuan]:
    """What the sheet Instansi says, and can't be used, of the settings that letter *p* hangs on: it is refused."""
    umum = ("instansi.nama", "surat", "kop", "naskah", "usulan", "sptjm_instansi", "persetujuan_tpm")
    ragu = p.konfigurasi.doubts(*umum, *_SIGNATORY, f"tembusan.{p.jenis}")
    return [t._replace(tingkat="galat") for t in ragu]


def letter_name(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> str:
    """File name of the letter, without extension: the kind, and whose it is."""
    awal = (TANDA_DRAF if p.draf else "") + on_way(p.jenis, p.jalur)
    per = load_kinds()[p.jenis].per
    if per == "gabungan":
        return awal
    kode = bahan[0].kode if not p.kawasan and per == "satker" else ""
    return "-".join(t for t in (awal, nama_berkas(kode) if kode else "", nama_berkas(_judul(p, bahan))) if t)


def _judul(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> str:
    per = load_kinds()[p.jenis].per
    return p.kawasan or (bahan[0].nama if per in ("satker", "gabungan") else group_name(bahan[0], per))


def _is_clean(nama: str, p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> bool:
    """Whether the names went into the file name as they are (spaces apart)."""
    if load_kinds()[p.jenis].per == "gabungan":
        return True
    sendiri = load_kinds()[p.jenis].per == "satker" and not p.kawasan
    asli = (_judul(p, bahan), bahan[0].kode if sendiri else "")
    return all(" ".join(a.split()) in nama for a in asli)


def _request(
    p: PermintaanSurat,
    bahan: Sequence[BahanSatker],
    lain: Sequence[BahanSatker],
    sumber: Sequence[Sumber],
    paksa: tuple[str, ...],
) -> tuple[RenderRequest, list[Temuan]]:
    from zi_cli.surat.render import RenderRequest

    mentah = letter_fields(p, bahan, lain)
    mentah["audit"] = {
        "kaki": audit.kaki(p, sumber),
        "program": PROGRAM,
        "instrumen": p.instrumen.nama,
        "ambang": audit.threshold_source(p.konfigurasi.ambang),
    }
    konteks, temuan = clean_context(mentah, {m.nama for m in fields_of_kind(p.jenis).values() if not m.wajib})
    logo, gambar = p.logo, logo_file(p, bahan[0] if bahan else None)
    if logo is None and gambar is not None:
        try:
            logo = read_picture(gambar)
        except UnreadableInput as e:
            temuan.append(e.temuan)
    return RenderRequest(
        konteks=konteks,
        tanggal=letter_date(p, bahan) or _TANPA_TANGGAL,
        pembuat=PROGRAM,
        sifat=audit.document_properties(p, sumber),
        halaman_audit=audit.baris_halaman(p, sumber),
        logo=logo,
        draf=p.draf,
        paksa=tuple(clean_prose(t) for t in paksa),
    ), temuan


def _fingerprint(permintaan: RenderRequest, templat: bytes, siap: PreparedLetter) -> str:
    """SHA-256 of all that the letter says and of the worksheets that it rests on."""
    isi = [
        permintaan.konteks, permintaan.tanggal.isoformat(), permintaan.halaman_audit, permintaan.draf,
        permintaan.paksa, hashlib.sha256(permintaan.logo or b"").hexdigest(), hashlib.sha256(templat).hexdigest(),
        sorted({s.sha256 for b in (*siap.bahan, *siap.lain) for s in b.sumber}),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(isi, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def _missing(p: PermintaanSurat, kosong: Iterable[str]) -> list[Temuan]:
    """SRT601 for every field that the template asks for and nobody filled."""
    tingkat: Tingkat = "peringatan" if p.draf else "galat"
    dikenal = fields_of_kind(p.jenis)
    temuan = []
    for medan in kosong:
        m = dikenal.get(medan)
        arti, asal = (m.arti, m.sumber) if m else ("isian templat", "--isi")
        temuan.append(make_temuan("SRT601", tingkat=tingkat, medan=medan, arti=arti, sumber=asal))
    return temuan


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
