"""What is wrong with the evidence: by indicator, by document, by file. Nothing here reads a file."""

from collections.abc import Iterator, Sequence

from zi_cli.bukti.collect import Evidence, EvidenceDocument, Found
from zi_cli.bukti.judge_files import file_findings, name_findings
from zi_cli.bukti.layout import NAMA_TABEL, area_of, indicator_of_path
from zi_cli.bukti.links import canonical_link, link_fault
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
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import TINGKAT, Temuan, Tingkat
from zi_cli.text import desimal, path_text

_SORT_TAUTAN = {
    "folder": "BKT823",
    "penyunting": "BKT824",
    "pendek": "BKT825",
    "lokal": "BKT826",
    "surel": "BKT827",
    "salah": "BKT828",
    "umum": "BKT830",
}
#: Links that nobody but their owner can follow prove nothing; how grave that is depends on the points.
_BUNTU = frozenset({"BKT826", "BKT827", "BKT828"})
#: Kode shown in one message.
_SEBUT = 6


def judge(e: Evidence, s: Subject) -> list[Found]:
    """All findings, by area, indicator and file; those about the whole tree first."""
    per_kode: dict[str, list[EvidenceDocument]] = {}
    for d in e.dokumen:
        if d.kode is not None:
            per_kode.setdefault(d.kode, []).append(d)
    temuan = [*e.temuan, *file_findings(e, s), *name_findings(e, s), *_outside(e, s), *_unlisted(e)]
    temuan += _shared(e)
    for kode, dokumen in per_kode.items():
        temuan += [
            *_years(dokumen, s),
            *_quarters(kode, dokumen, s),
            *_copies(dokumen),
            *_single_page(kode, dokumen, s),
        ]
        temuan += [t for d in dokumen for t in (*_link(d, s), *_offices(d, s))]
    temuan += [*_answers(per_kode, s), *_premature(e, temuan)]
    urutan = {b.kode: n for n, b in enumerate(s.instrumen.baris)}

    def letak(f: Found) -> tuple[str, int, int, str, str]:
        kode = f.temuan.indikator
        area = area_of(s.instrumen, kode) or "~" if kode else ""
        return area, urutan.get(kode or "", -1), TINGKAT.index(f.temuan.tingkat), f.berkas, f.temuan.kode

    return sorted(dict.fromkeys(temuan), key=letak)


def _found(d: EvidenceDocument, temuan: Temuan) -> Found:
    return Found(path_text(d.nama), temuan._replace(indikator=d.kode, sel=d.baris if d.tautan else None))


def _answers(per_kode: dict[str, list[EvidenceDocument]], s: Subject) -> Iterator[Found]:
    """Answers that score without a document, and documents of questions without an answer."""
    for kode, a in s.jawaban.items():
        ada = kode in per_kode
        if a.terjawab and a.skor > 0 and not ada:
            poin = desimal(a.skor, 2)
            yield Found(kode, make_temuan("BKT801", None, kode, tingkat=s.grade(kode), jawaban=a.mentah, poin=poin))
        elif not a.terjawab and ada:
            poin = desimal(s.instrumen.bobot(kode), 2)
            nama = path_text(per_kode[kode][0].nama)
            yield Found(nama, make_temuan("BKT802", None, kode, banyak=len(per_kode[kode]), poin=poin))


def _outside(e: Evidence, s: Subject) -> Iterator[Found]:
    """Files that lie in no indicator's folder and that no row of the table assigns to one."""
    bermilik = {d.nama for d in e.dokumen if d.kode is not None}
    for d in e.dokumen:
        if d.kode is not None or d.nama in bermilik:
            continue
        _, asing = indicator_of_path(s.instrumen, d.nama.split("/"))
        if asing is not None:
            yield _found(d, make_temuan("BKT804", kode=asing))
        else:
            yield _found(d, make_temuan("BKT803"))


def _unlisted(e: Evidence) -> Iterator[Found]:
    if e.baris is None:
        return
    tertulis = {d.nama for d in e.dokumen if d.baris is not None}
    for d in e.dokumen:
        if d.kode is not None and not d.tautan and d.nama not in tertulis:
            yield _found(d, make_temuan("BKT835", tabel=NAMA_TABEL))


def _shared(e: Evidence) -> Iterator[Found]:
    """The same bytes, or the same link, for several indicators."""
    milik: dict[tuple[bool, str], list[EvidenceDocument]] = {}
    for d in e.dokumen:
        if d.kode is not None and (d.tautan or (d.fakta is not None and d.fakta.ukuran)):
            kunci = canonical_link(d.nama) if d.tautan else d.fakta.sha256 if d.fakta is not None else ""
            milik.setdefault((d.tautan, kunci), []).append(d)
    batas = load_rules().banyak_indikator
    for (tautan, _), dokumen in milik.items():
        kode = list(dict.fromkeys(d.kode for d in dokumen if d.kode is not None))
        if len(kode) < 2:
            continue
        daftar = ", ".join(kode[:_SEBUT]) + (" …" if len(kode) > _SEBUT else "")
        code = "BKT829" if tautan else "BKT805"
        for d in dokumen:
            tingkat: Tingkat = "peringatan" if len(kode) >= batas else "info"
            yield _found(d, make_temuan(code, tingkat=tingkat, banyak=len(kode), daftar=daftar))


def _copies(dokumen: Sequence[EvidenceDocument]) -> Iterator[Found]:
    """The same bytes twice in one indicator: as the renewal of a quarter, or side by side."""
    dikenal: dict[str, EvidenceDocument] = {}
    for d in dokumen:
        if d.fakta is None or not d.fakta.ukuran:
            continue
        lain = dikenal.setdefault(d.fakta.sha256, d)
        if lain.nama == d.nama:
            continue
        if d.triwulan is not None and lain.triwulan is not None and d.triwulan != lain.triwulan:
            nama = path_text(lain.nama)
            yield _found(d, make_temuan("BKT811", berkas=nama, triwulan=d.triwulan, lain=lain.triwulan))
        else:
            yield _found(d, make_temuan("BKT806", berkas=path_text(lain.nama)))


def _own_years(d: EvidenceDocument) -> frozenset[int]:
    """The years that a document is of, by the table, else its name, else the latest date in its text."""
    if d.tahun is not None:
        return frozenset({d.tahun})
    nama = d.judul if d.tautan else d.nama.rpartition("/")[2]
    for teks in (nama, d.judul, *([] if d.tautan else reversed(d.nama.split("/")[:-1]))):
        if tahun := years_in_name(teks):
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
        lain, sebab = ", ".join(map(str, sorted(t)[:3])), ""
        if sendirian:
            sebab = "tidak ada dokumen tahun ini di indikator itu"
        elif s.tahun in t and d.isi is not None and d.isi.tanggal and s.tahun not in d.isi.tahun:
            lain, sebab = str(d.isi.tanggal[-1]), "menurut tanggal di dalamnya"
        elif t and min(t) > s.tahun:
            sebab = "tahun itu belum tiba"
        if sebab:
            tingkat = s.grade(d.kode) if sendirian else "peringatan"
            yield _found(d, make_temuan("BKT807", tingkat=tingkat, sebab=sebab, lain=lain, tahun=s.tahun))


def _offices(d: EvidenceDocument, s: Subject) -> Iterator[Found]:
    """Another office in the name of a document, or throughout its text."""
    if s.satker is None or is_comparison(d.nama.split("/")):
        return
    nama = "" if d.tautan else d.nama.rpartition("/")[2].rpartition(".")[0] or d.nama
    for teks in (nama, d.judul):
        lain = [k for k in offices_in(teks) if is_other_office(k, s.satker)]
        if lain and not names_another(teks):
            yield _found(d, make_temuan("BKT808", tingkat=s.grade(d.kode), lain=lain[0].words, tempat="nama"))
            return
    di_isi = other_office(d, s)
    if di_isi is not None and not names_another(f"{nama} {d.judul}"):
        yield _found(d, make_temuan("BKT808", tingkat=s.grade(d.kode), lain=di_isi.words, tempat="isi"))


def other_office(d: EvidenceDocument, s: Subject) -> Office | None:
    """The first office that the text of *d* names when it names none but others; None without such text."""
    kantor = [Office(*k) for k in d.isi.kantor] if d.isi is not None else []
    lain = [k for k in kantor if s.satker is not None and is_other_office(k, s.satker)]
    return lain[0] if lain and len(lain) == len(kantor) else None


def _quarters(kode: str, dokumen: Sequence[EvidenceDocument], s: Subject) -> Iterator[Found]:
    """Quarters without a document where other quarters of the year have one."""
    tahun = s.tahun or max((t for d in dokumen for t in _own_years(d)), default=None)
    tahun_ini = [d for d in dokumen if d.triwulan is not None and is_current(d, tahun)]
    ada = {d.triwulan for d in tahun_ini if d.triwulan is not None}
    if not ada:
        return
    kurang = [n for n in range(1, (s.triwulan or max(ada)) + 1) if n not in ada]
    if kurang:
        terakhir = max(tahun_ini, key=lambda d: d.triwulan or 0)
        kata = ", ".join(f"TW{n}" for n in kurang)
        yield Found(path_text(terakhir.nama), make_temuan("BKT810", None, kode, kurang=kata, terakhir=max(ada)))


def is_current(d: EvidenceDocument, tahun: int | None) -> bool:
    """Whether a document may be of the year *tahun*: not kept for comparison, and not of another year by its word."""
    milik = _own_years(d)
    return not is_comparison(d.nama.split("/")) and (not milik or tahun is None or tahun in milik)


def _single_page(kode: str, dokumen: Sequence[EvidenceDocument], s: Subject) -> Iterator[Found]:
    """The best answer of several levels, proven by one page."""
    jawaban = s.jawaban.get(kode)
    if jawaban is None or not jawaban.tertinggi or len(dokumen) != 1:
        return
    d = dokumen[0]
    if page_count(d) == 1:
        yield _found(d, make_temuan("BKT809", jawaban=jawaban.mentah, poin=desimal(jawaban.skor, 2)))


def page_count(d: EvidenceDocument) -> int | None:
    """Pages of a document: one for a picture, what was read of the others, None when it is not known."""
    if d.fakta is not None and d.fakta.isi in ("png", "jpg", "gif", "bmp", "webp"):
        return 1
    return d.isi.halaman if d.isi is not None else None


def _link(d: EvidenceDocument, s: Subject) -> Iterator[Found]:
    salah = link_fault(d.nama) if d.tautan else None
    if salah is not None:
        kode, apa = _SORT_TAUTAN[salah[0]], salah[1]
        tingkat = s.grade(d.kode) if kode in _BUNTU else None
        yield _found(d, make_temuan(kode, tingkat=tingkat, tautan=path_text(d.nama)[:200], apa=apa))


def _premature(e: Evidence, temuan: Sequence[Found]) -> Iterator[Found]:
    """Documents said to be checked or complete that can't be used."""
    rusak = {
        (f.berkas, f.temuan.indikator): f.temuan
        for f in temuan
        if f.temuan.kode in ("BKT812", "BKT813", "BKT814", "BKT815", "BKT818", "BKT826", "BKT827", "BKT828")
    }
    for d in e.dokumen:
        t = rusak.get((path_text(d.nama), d.kode))
        if t is not None and d.status in ("diperiksa", "lengkap"):
            sebab = f"dokumennya tidak dapat dipakai ({t.kode})"
            yield Found(NAMA_TABEL, make_temuan("BKT839", d.baris, d.kode, status=d.status, sebab=sebab))
