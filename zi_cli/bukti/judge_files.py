"""What is wrong with single files: their bytes, their kind, their names."""

import unicodedata
from collections.abc import Iterator

from zi_cli.bukti.collect_documents import Evidence, EvidenceDocument, Found
from zi_cli.bukti.folder_names import indicator_of_path
from zi_cli.bukti.rules import file_kinds, load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.text import is_device, path_text, strip_controls

#: What each kind of content is called.
_CONTENT_NAMES = {
    "jpg": "gambar JPEG", "png": "gambar PNG", "teks": "teks biasa", "html": "halaman web",
    "ole": "dokumen Office lama", "mp4": "video", "zip": "arsip zip", "exe": "program",
    "": "isi yang tidak dikenal",
}  # fmt: skip


def file_findings(e: Evidence, s: Subject) -> Iterator[Found]:
    """Findings about the bytes of each file, once for each indicator that it belongs to."""
    for name in e.pohon.sementara:
        code, _ = indicator_of_path(s.instrumen, name.split("/"))
        yield Found(path_text(name), make_temuan("BKT817", None, code, berkas=path_text(name.rpartition("/")[2])))
    for d in e.dokumen:
        if d.fakta is None:
            continue
        for t in document_findings(d, s):
            yield Found(path_text(d.nama), t._replace(indikator=d.kode))


def document_findings(d: EvidenceDocument, s: Subject) -> Iterator[Temuan]:
    """What is wrong with the bytes and the content of one file; what makes the rest pointless ends the list."""
    f, content = d.fakta, d.isi
    if f is None:
        return
    weight = s.grade(d.kode)
    suffix = d.nama.rpartition("/")[2].rpartition(".")[2].casefold() if "." in d.nama.rpartition("/")[2] else ""
    kind = file_kinds().get(suffix)
    if kind is None or kind.ditolak:
        what = kind.ditolak if kind is not None else f"akhiran “.{suffix}”" if suffix else "tanpa akhiran"
        yield make_temuan("BKT816", apa=path_text(what)[:60])
        return
    if f.ukuran == 0:
        yield make_temuan("BKT812", level=weight)
        return
    bersandi = f.sandi or (content is not None and content.sandi)
    if bersandi:
        yield make_temuan("BKT814", level=weight)
        return
    if f.isi not in kind.isi:
        what = _CONTENT_NAMES.get(f.isi, f.isi.upper())
        yield make_temuan("BKT815", level=weight, akhiran=suffix, apa=what)
        return
    if f.rusak or (content is not None and content.rusak):
        yield make_temuan("BKT813", level=weight, sebab=f.rusak or (content.rusak if content is not None else ""))
        return
    if content is not None and content.batas:
        yield make_temuan("BKT820", sebab=content.batas)
        return
    yield from _looks(d, s)
    if content is not None and content.aktif:
        yield make_temuan("BKT821", apa=", ".join(content.aktif))


def _looks(d: EvidenceDocument, s: Subject) -> Iterator[Temuan]:
    """Nothing in it, or nothing that can be read."""
    f, content, rule = d.fakta, d.isi, load_rules()
    if f is None:
        return
    terpanjang = max(f.lebar, f.tinggi)
    if f.sewarna:
        yield make_temuan("BKT818", level=s.grade(d.kode), sebab="gambarnya sewarna")
    elif 0 < terpanjang < rule.piksel_gambar:
        yield make_temuan("BKT819", sebab=f"sisi terpanjangnya {terpanjang} piksel")
    elif content is not None and not (content.kata or content.gambar or content.goresan) and f.isi in ("pdf", "docx"):
        yield make_temuan("BKT818", level=s.grade(d.kode), sebab="tanpa teks dan gambar")
    elif content is not None and content.sewarna and not content.kata:
        yield make_temuan("BKT818", level=s.grade(d.kode), sebab="gambar di halamannya sewarna")
    elif (
        content is not None and content.halaman == 1 and not content.kata and 0 < content.gambar < rule.piksel_pindaian
    ):
        yield make_temuan("BKT819", sebab=f"pindaian satu halaman dengan sisi terpanjang {content.gambar} piksel")


def name_findings(e: Evidence, s: Subject) -> Iterator[Found]:
    """Names that Windows or an upload refuses, once for each file with every indicator's first document."""
    codes = {d.nama: d.kode for d in reversed(e.dokumen) if not d.tautan}
    known: dict[str, str] = {}
    for b in e.pohon.berkas:
        visible = path_text(b.nama)
        for t in _name(b.nama):
            yield Found(visible, t._replace(indikator=codes.get(b.nama)))
        key = unicodedata.normalize("NFC", b.nama).casefold()
        if (other := known.setdefault(key, b.nama)) != b.nama:
            t = make_temuan("BKT833", berkas=path_text(other))
            yield Found(visible, t._replace(indikator=codes.get(b.nama)))


def _name(name: str) -> Iterator[Temuan]:
    rules = load_rules()
    parts = name.split("/")
    terpanjang = max(parts, key=len)
    if len(terpanjang) > rules.nama_bagian:
        yield make_temuan("BKT831", panjang=len(terpanjang), apa="sebuah bagiannya", batas=rules.nama_bagian)
    elif len(name) > rules.nama_jalur:
        yield make_temuan("BKT831", panjang=len(name), apa="jalurnya", batas=rules.nama_jalur)
    reason = next((x for b in parts if (x := _refused_by_windows(b))), "")
    if reason:
        yield make_temuan("BKT832", level="peringatan", siapa="Windows", sebab=reason)
        return
    khusus = "".join(dict.fromkeys(c for c in parts[-1] if c in rules.ditolak_portal))
    if khusus:
        yield make_temuan("BKT832", level="info", siapa="tempat unggahan", sebab=f"karakter {khusus}")


def _refused_by_windows(part: str) -> str:
    visible = path_text(part)
    if visible != part:
        return "bukan teks yang sah"
    if strip_controls(part) != part or not part.isprintable():
        return "karakter yang tidak tampak"
    khusus = "".join(dict.fromkeys(c for c in part if c in load_rules().ditolak_windows))
    if khusus:
        return f"karakter {khusus}"
    if part != part.rstrip(" .") or part != part.lstrip(" "):
        return "titik atau spasi di ujungnya"
    return "nama perangkat" if is_device(part) else ""
