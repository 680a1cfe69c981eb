"""What is wrong with the evidence: by indicator, by document, by file. Nothing here reads a file."""

from collections.abc import Iterator, Sequence

from zi_cli.bukti.collect_documents import Evidence, EvidenceDocument, Found
from zi_cli.bukti.folder_names import TABLE_NAME, area_of, indicator_of_path
from zi_cli.bukti.judge_files import file_findings, name_findings
from zi_cli.bukti.mentions import (
    Office,
    is_comparison,
    is_other_office,
    names_another,
    offices_in,
    years_in_name,
)
from zi_cli.bukti.rules import load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.bukti.text_links import canonical_link, link_fault
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import TINGKAT, Temuan, Tingkat
from zi_cli.text import decimal_text, path_text, shown_figure

_CODE_BY_LINK = {
    "folder": "BKT823",
    "penyunting": "BKT824",
    "pendek": "BKT825",
    "lokal": "BKT826",
    "surel": "BKT827",
    "salah": "BKT828",
    "umum": "BKT830",
}
#: Links that nobody but their owner can follow prove nothing; how grave that is depends on the points.
_DEAD_LINKS = frozenset({"BKT826", "BKT827", "BKT828"})
#: Kode shown in one message.
_MAX_NAMED = 6


def judge(e: Evidence, s: Subject) -> list[Found]:
    """All findings, by area, indicator and file; those about the whole tree first."""
    by_code: dict[str, list[EvidenceDocument]] = {}
    for d in e.dokumen:
        if d.kode is not None:
            by_code.setdefault(d.kode, []).append(d)
    temuan = [*e.temuan, *file_findings(e, s), *name_findings(e, s), *_outside(e, s), *_unlisted(e)]
    temuan += _shared(e)
    for code, dokumen in by_code.items():
        temuan += [
            *_years(dokumen, s),
            *_quarters(code, dokumen, s),
            *_copies(dokumen),
            *_single_page(code, dokumen, s),
        ]
        temuan += [t for d in dokumen for t in (*_link(d, s), *_offices(d, s))]
    temuan += [*_answers(by_code, s), *_premature(e, temuan)]
    order = {b.kode: n for n, b in enumerate(s.instrumen.baris)}

    def position(f: Found) -> tuple[str, int, int, str, str]:
        code = f.temuan.indikator
        area = area_of(s.instrumen, code) or "~" if code else ""
        return area, order.get(code or "", -1), TINGKAT.index(f.temuan.tingkat), f.berkas, f.temuan.kode

    return sorted(dict.fromkeys(temuan), key=position)


def _found(d: EvidenceDocument, temuan: Temuan) -> Found:
    return Found(path_text(d.nama), temuan._replace(indikator=d.kode, sel=d.baris if d.tautan else None))


def _answers(by_code: dict[str, list[EvidenceDocument]], s: Subject) -> Iterator[Found]:
    """Answers that score without a document, and documents of questions without an answer."""
    for code, a in s.jawaban.items():
        present = code in by_code
        if a.terjawab and a.skor > 0 and not present:
            poin = decimal_text(a.skor, 2)
            said = shown_figure(a.mentah or "menurut hitungannya")
            yield Found(code, make_temuan("BKT801", None, code, level=s.grade(code), jawaban=said, poin=poin))
        elif not a.terjawab and present:
            poin = decimal_text(s.instrumen.bobot(code), 2)
            name = path_text(by_code[code][0].nama)
            yield Found(name, make_temuan("BKT802", None, code, banyak=len(by_code[code]), poin=poin))


def _outside(e: Evidence, s: Subject) -> Iterator[Found]:
    """Files that lie in no indicator's folder and that no row of the table assigns to one."""
    bermilik = {d.nama for d in e.dokumen if d.kode is not None}
    for d in e.dokumen:
        if d.kode is not None or d.nama in bermilik:
            continue
        _, foreign = indicator_of_path(s.instrumen, d.nama.split("/"))
        if foreign is not None:
            yield _found(d, make_temuan("BKT804", kode=foreign))
        else:
            yield _found(d, make_temuan("BKT803"))


def _unlisted(e: Evidence) -> Iterator[Found]:
    if e.baris is None:
        return
    written = {d.nama for d in e.dokumen if d.baris is not None}
    for d in e.dokumen:
        if d.kode is not None and not d.tautan and d.nama not in written:
            yield _found(d, make_temuan("BKT835", tabel=TABLE_NAME))


def _shared(e: Evidence) -> Iterator[Found]:
    """The same bytes, or the same link, for several indicators."""
    milik: dict[tuple[bool, str], list[EvidenceDocument]] = {}
    for d in e.dokumen:
        if d.kode is not None and (d.tautan or (d.fakta is not None and d.fakta.ukuran)):
            key = canonical_link(d.nama) if d.tautan else d.fakta.sha256 if d.fakta is not None else ""
            milik.setdefault((d.tautan, key), []).append(d)
    limit = load_rules().banyak_indikator
    for (link, _), dokumen in milik.items():
        codes = list(dict.fromkeys(d.kode for d in dokumen if d.kode is not None))
        if len(codes) < 2:
            continue
        daftar = ", ".join(codes[:_MAX_NAMED]) + (" …" if len(codes) > _MAX_NAMED else "")
        code = "BKT829" if link else "BKT805"
        for d in dokumen:
            level: Tingkat = "peringatan" if len(codes) >= limit else "info"
            yield _found(d, make_temuan(code, level=level, banyak=len(codes), daftar=daftar))


def _copies(dokumen: Sequence[EvidenceDocument]) -> Iterator[Found]:
    """The same bytes twice in one indicator: as the renewal of a quarter, or side by side."""
    known: dict[str, EvidenceDocument] = {}
    for d in dokumen:
        if d.fakta is None or not d.fakta.ukuran:
            continue
        other = known.setdefault(d.fakta.sha256, d)
        if other.nama == d.nama:
            continue
        if d.triwulan is not None and other.triwulan is not None and d.triwulan != other.triwulan:
            name = path_text(other.nama)
            yield _found(d, make_temuan("BKT811", berkas=name, triwulan=d.triwulan, lain=other.triwulan))
        else:
            yield _found(d, make_temuan("BKT806", berkas=path_text(other.nama)))


def _own_years(d: EvidenceDocument) -> frozenset[int]:
    """The years that a document is of, by the table, else its name, else the latest date in its text."""
    if d.tahun is not None:
        return frozenset({d.tahun})
    name = d.judul if d.tautan else d.nama.rpartition("/")[2]
    for text in (name, d.judul, *([] if d.tautan else reversed(d.nama.split("/")[:-1]))):
        if tahun := years_in_name(text):
            return tahun
    if d.isi is not None and d.isi.tanggal:
        return frozenset(d.isi.tahun if d.isi.tahun else d.isi.tanggal)
    return frozenset()


def _years(dokumen: Sequence[EvidenceDocument], s: Subject) -> Iterator[Found]:
    """Documents of another year where none is of this year: what is kept for comparison stands beside this year's."""
    if s.tahun is None:
        return
    tahun = {d: _own_years(d) for d in dokumen}
    sendirian = not any(not t or s.tahun in t for t in tahun.values())
    for d, t in tahun.items():
        other, reason = ", ".join(map(str, sorted(t)[:3])), ""
        if sendirian:
            reason = "tidak ada dokumen tahun ini di indikator itu"
        elif s.tahun in t and d.isi is not None and d.isi.tanggal and s.tahun not in d.isi.tahun:
            other, reason = str(d.isi.tanggal[-1]), "menurut tanggal di dalamnya"
        elif t and min(t) > s.tahun:
            reason = "tahun itu belum tiba"
        if reason:
            level = s.grade(d.kode) if sendirian else "peringatan"
            yield _found(d, make_temuan("BKT807", level=level, sebab=reason, lain=other, tahun=s.tahun))


def _offices(d: EvidenceDocument, s: Subject) -> Iterator[Found]:
    """Another office in the name of a document, or throughout its text."""
    if s.satker is None or is_comparison(d.nama.split("/")):
        return
    name = "" if d.tautan else d.nama.rpartition("/")[2].rpartition(".")[0] or d.nama
    for text in (name, d.judul):
        others = [k for k in offices_in(text) if is_other_office(k, s.satker)]
        if others and not names_another(text):
            yield _found(d, make_temuan("BKT808", level=s.grade(d.kode), lain=others[0].words, tempat="nama"))
            return
    di_isi = other_office(d, s)
    if di_isi is not None and not names_another(f"{name} {d.judul}"):
        yield _found(d, make_temuan("BKT808", level=s.grade(d.kode), lain=di_isi.words, tempat="isi"))


def other_office(d: EvidenceDocument, s: Subject) -> Office | None:
    """The first office that the text of *d* names when it names none but others; None without such text."""
    kantor = [Office(*k) for k in d.isi.kantor] if d.isi is not None else []
    others = [k for k in kantor if s.satker is not None and is_other_office(k, s.satker)]
    return others[0] if others and len(others) == len(kantor) else None


def _quarters(code: str, dokumen: Sequence[EvidenceDocument], s: Subject) -> Iterator[Found]:
    """Quarters without a document where other quarters of the year have one."""
    tahun = s.tahun or max((t for d in dokumen for t in _own_years(d)), default=None)
    tahun_ini = [d for d in dokumen if d.triwulan is not None and is_current(d, tahun)]
    present = {d.triwulan for d in tahun_ini if d.triwulan is not None}
    if not present:
        return
    lacking = [n for n in range(1, (s.triwulan or max(present)) + 1) if n not in present]
    if lacking:
        last = max(tahun_ini, key=lambda d: d.triwulan or 0)
        word = ", ".join(f"TW{n}" for n in lacking)
        yield Found(path_text(last.nama), make_temuan("BKT810", None, code, kurang=word, terakhir=max(present)))


def is_current(d: EvidenceDocument, tahun: int | None) -> bool:
    """Whether a document may be of the year *tahun*: not kept for comparison, and not of another year by its word."""
    milik = _own_years(d)
    return not is_comparison(d.nama.split("/")) and (not milik or tahun is None or tahun in milik)


def _single_page(code: str, dokumen: Sequence[EvidenceDocument], s: Subject) -> Iterator[Found]:
    """The best answer of several levels, proven by one page."""
    jawaban = s.jawaban.get(code)
    if jawaban is None or not jawaban.tertinggi or len(dokumen) != 1:
        return
    d = dokumen[0]
    if page_count(d) == 1:
        yield _found(d, make_temuan("BKT809", jawaban=jawaban.mentah, poin=decimal_text(jawaban.skor, 2)))


def page_count(d: EvidenceDocument) -> int | None:
    """Pages of a document: one for a picture, what was read of the others, None when it is not known."""
    if d.fakta is not None and d.fakta.isi in ("png", "jpg", "gif", "bmp", "webp"):
        return 1
    return d.isi.halaman if d.isi is not None else None


def _link(d: EvidenceDocument, s: Subject) -> Iterator[Found]:
    wrong = link_fault(d.nama) if d.tautan else None
    if wrong is not None:
        code, what = _CODE_BY_LINK[wrong[0]], wrong[1]
        level = s.grade(d.kode) if code in _DEAD_LINKS else None
        yield _found(d, make_temuan(code, level=level, tautan=path_text(d.nama)[:200], apa=what))


def _premature(e: Evidence, temuan: Sequence[Found]) -> Iterator[Found]:
    """Documents said to be checked or complete that can't be used."""
    damaged = {
        (f.berkas, f.temuan.indikator): f.temuan
        for f in temuan
        if f.temuan.kode in ("BKT812", "BKT813", "BKT814", "BKT815", "BKT818", "BKT826", "BKT827", "BKT828")
    }
    for d in e.dokumen:
        t = damaged.get((path_text(d.nama), d.kode))
        if t is not None and d.status in ("diperiksa", "lengkap"):
            reason = f"dokumennya tidak dapat dipakai ({t.kode})"
            yield Found(TABLE_NAME, make_temuan("BKT839", d.baris, d.kode, status=d.status, sebab=reason))
