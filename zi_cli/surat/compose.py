"""One letter from request to bytes: refusals, fields, template, rendering, what is missing or to be noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from zi_cli.files import sha256
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
from zi_cli.text import clean_prose, file_part
from zi_cli.text import long_date as tulis_tanggal
from zi_cli.version import PROGRAM

if TYPE_CHECKING:
    from zi_cli.surat.render import RenderRequest


#: Sections of the officials who sign, or to whom letters speak.
_SIGNATORY = ("pimpinan", "sekretaris_jenderal", "ketua_tpi")
#: Begins the file name of a draft.
DRAFT_MARK = "DRAF-"
#: The date in the document properties of a draft that has none yet.
_NO_DATE = date(2000, 1, 1)


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
    materials: Sequence[BahanSatker],
    others: Sequence[BahanSatker] = (),
    previous: Iterable[Temuan] = (),
) -> PreparedLetter:
    """Letter *p* about *materials* and *others* (discussed, not proposed) up to its rendering.

    *previous* are findings about it that were known before.
    """
    from zi_cli.surat.template_check import own_template, read_template

    ditimpa = check_claims(p, materials)
    previous = list(previous)
    if p.audit in ("kaki", "halaman") and load_kinds()[p.jenis].menteri:
        previous.append(make_temuan("SRT657", audit=p.audit))
        p = replace(p, audit="berkas")
    temuan = [*previous, *check_fields(p), *doubted_settings(p), *ditimpa, *notices(p, materials)]
    if p.paksa is not None:
        temuan.append(make_temuan("SRT629", alasan=p.paksa))
    name = letter_name(p, materials)
    if not _is_clean(name, p, materials):
        temuan.append(make_temuan("SRT606", nama=_subject_name(p, materials)[:120], berkas=f"{name}.docx"))
    ready = PreparedLetter(p, tuple(materials), tuple(others), name, None, b"", tuple(temuan), "")
    if _refused(temuan):
        return ready
    template = own_template(p.jenis) if p.templat is None else read_template(p.templat)
    source, paksa = audit.all_sources(p, [*materials, *others], template), _force(p, ditimpa)
    request, temuan_isi = _request(p, materials, others, source, paksa)
    temuan += temuan_isi
    if _refused(temuan):
        return ready._replace(temuan=tuple(temuan))
    return ready._replace(
        permintaan=request, templat=template, temuan=tuple(temuan), sidik=_fingerprint(request, template, ready),
        jejak=audit.file_rows(p, [*materials, *others], source, paksa),
    )  # fmt: skip


def finish_letter(ready: PreparedLetter) -> Surat:
    """The letter rendered; what it lacks is found here."""
    from zi_cli.surat.render import render

    p, docx, temuan = ready.p, None, list(ready.temuan)
    content: bytes | None
    if ready.permintaan is not None:
        if p.templat is None:
            result = render(ready.templat, ready.permintaan)
            empty, content = result.kosong, result.docx
        else:
            from zi_cli.surat.child import render_confined

            terkurung, temuan_templat = render_confined(ready.templat, p.jenis, p.templat.name, ready.permintaan)
            temuan += temuan_templat
            empty, content = (terkurung.kosong, terkurung.docx) if terkurung else ((), None)
        temuan += _missing(p, empty)
        docx = None if _refused(temuan) else content
    trail = ready.jejak if docx is not None else ()
    return Surat(p.jenis, ready.nama, tuple(b.nama for b in ready.bahan), docx, tuple(temuan), trail)


def _refused(temuan: Iterable[Temuan]) -> bool:
    return any(t.tingkat == "galat" for t in temuan)


def _force(p: PermintaanSurat, ditimpa: Sequence[Temuan]) -> tuple[str, ...]:
    """The notice on page 1: every claim that the data do not carry, and the reason given."""
    return (*(t.pesan for t in ditimpa), f"Alasan: {p.paksa}") if p.paksa is not None and ditimpa else ()


def check_fields(p: PermintaanSurat) -> list[Temuan]:
    """Fields given by option must exist (SRT602) and may not be figures or conclusions (SRT603)."""
    known = fields_of_kind(p.jenis)
    temuan = []
    for field in p.isi:
        if field not in known:
            suggestions = nearest_fields(field, (n for n, m in known.items() if m.bisa_diisi))
            word = f"; mungkin {', '.join(suggestions)}" if suggestions else ""
            temuan.append(make_temuan("SRT602", tempat="--isi", medan=field[:80], jenis=p.jenis, saran=word))
        elif not known[field].bisa_diisi:
            temuan.append(make_temuan("SRT603", medan=field, sumber=known[field].sumber))
    return temuan


def doubted_settings(p: PermintaanSurat) -> list[Temuan]:
    """What the sheet Instansi says, and can't be used, of the settings that letter *p* hangs on: it is refused."""
    common = ("instansi.nama", "surat", "kop", "naskah", "usulan", "sptjm_instansi", "persetujuan_tpm")
    doubts = p.konfigurasi.doubts(*common, *_SIGNATORY, f"tembusan.{p.jenis}")
    return [t._replace(tingkat="galat") for t in doubts]


def letter_name(p: PermintaanSurat, materials: Sequence[BahanSatker]) -> str:
    """File name of the letter, without extension: the kind, and whose it is."""
    start = (DRAFT_MARK if p.draf else "") + on_way(p.jenis, p.jalur)
    per = load_kinds()[p.jenis].per
    if per == "gabungan":
        return start
    code = materials[0].kode if not p.kawasan and per == "satker" else ""
    return "-".join(t for t in (start, file_part(code) if code else "", file_part(_subject_name(p, materials))) if t)


def _subject_name(p: PermintaanSurat, materials: Sequence[BahanSatker]) -> str:
    per = load_kinds()[p.jenis].per
    return p.kawasan or (materials[0].nama if per in ("satker", "gabungan") else group_name(materials[0], per))


def _is_clean(name: str, p: PermintaanSurat, materials: Sequence[BahanSatker]) -> bool:
    """Whether the names went into the file name as they are (spaces apart)."""
    if load_kinds()[p.jenis].per == "gabungan":
        return True
    own = load_kinds()[p.jenis].per == "satker" and not p.kawasan
    originals = (_subject_name(p, materials), materials[0].kode if own else "")
    return all(" ".join(a.split()) in name for a in originals)


def _request(
    p: PermintaanSurat,
    materials: Sequence[BahanSatker],
    others: Sequence[BahanSatker],
    sources: Sequence[Sumber],
    paksa: tuple[str, ...],
) -> tuple[RenderRequest, list[Temuan]]:
    from zi_cli.surat.render import RenderRequest

    raw = letter_fields(p, materials, others)
    raw["audit"] = {
        "kaki": audit.footer_text(p, sources),
        "program": PROGRAM,
        "instrumen": p.instrumen.nama,
        "ambang": audit.threshold_source(p.konfigurasi.ambang),
    }
    context, temuan = clean_context(raw, {m.nama for m in fields_of_kind(p.jenis).values() if not m.wajib})
    logo, picture = p.logo, logo_file(p, materials[0] if materials else None)
    if logo is None and picture is not None:
        try:
            logo = read_picture(picture)
        except UnreadableInput as e:
            temuan.append(e.temuan)
    return RenderRequest(
        konteks=context,
        tanggal=letter_date(p, materials) or _NO_DATE,
        pembuat=PROGRAM,
        sifat=audit.document_properties(p, sources),
        halaman_audit=audit.page_rows(p, sources),
        logo=logo,
        draf=p.draf,
        paksa=tuple(clean_prose(t) for t in paksa),
    ), temuan


def _fingerprint(request: RenderRequest, template: bytes, ready: PreparedLetter) -> str:
    """SHA-256 of all that the letter says and of the worksheets that it rests on."""
    content = [
        request.konteks, request.tanggal.isoformat(), request.halaman_audit, request.draf,
        request.paksa, sha256(request.logo or b""), sha256(template),
        sorted({s.sha256 for b in (*ready.bahan, *ready.lain) for s in b.sumber}),
    ]  # fmt: skip
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace"))


def _missing(p: PermintaanSurat, empty: Iterable[str]) -> list[Temuan]:
    """SRT601 for every field that the template asks for and nobody filled."""
    level: Tingkat = "peringatan" if p.draf else "galat"
    known = fields_of_kind(p.jenis)
    temuan = []
    for field in empty:
        m = known.get(field)
        meaning, origin = (m.arti, m.sumber) if m else ("isian templat", "--isi")
        temuan.append(make_temuan("SRT601", level=level, medan=field, arti=meaning, sumber=origin))
    return temuan


def notices(p: PermintaanSurat, materials: Sequence[BahanSatker]) -> Iterator[Temuan]:
    """Findings about letter *p*: the deadline, the date of an SPTJM, what should accompany it."""
    if p.jenis == "sptjm" and p.tanggal is not None:
        day = sptjm_date(p, materials[0])
        if day is not None and day != p.tanggal:
            yield make_temuan("SRT642", satker=materials[0].nama, hari=tulis_tanggal(day))
    if p.jenis == "pengajuan":
        yield from p.umum
        if p.konfigurasi.sptjm_instansi is None:
            yield make_temuan("SRT643")
        if p.tanggal is not None:
            limit = submission_deadline(p.tanggal, load_syarat(p.instrumen).kalender, p.konfigurasi.kalender)
            if p.tanggal > limit:
                yield make_temuan("SRT630", tanggal=tulis_tanggal(p.tanggal), batas=tulis_tanggal(limit))


def converter_notices() -> Iterator[Temuan]:
    """What should be known of the program that has made a PDF."""
    from zi_cli.surat.pdf import network_cut

    if network_cut() is None:
        yield make_temuan("SRT644")
