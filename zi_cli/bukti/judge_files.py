"""What is wrong with single files: their bytes, their kind, their names."""

import unicodedata
from collections.abc import Iterator

from zi_cli.bukti.collect import Evidence, EvidenceDocument, Found
from zi_cli.bukti.layout import indicator_of_path
from zi_cli.bukti.rules import file_kinds, load_rules
from zi_cli.bukti.subject import Subject
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.text import is_device, path_text, strip_controls

#: What each kind of content is called.
_NAMA_ISI = {
    "jpg": "gambar JPEG", "png": "gambar PNG", "teks": "teks biasa", "html": "halaman web",
    "ole": "dokumen Office lama", "mp4": "video", "zip": "arsip zip", "exe": "program",
    "": "isi yang tidak dikenal",
}  # fmt: skip


def file_findings(e: Evidence, s: Subject) -> Iterator[Found]:
    """Findings about the bytes of each file, once for each indicator that it belongs to."""
    for nama in e.pohon.sementara:
        kode, _ = indicator_of_path(s.instrumen, nama.split("/"))
        yield Found(path_text(nama), make_temuan("BKT817", None, kode, berkas=path_text(nama.rpartition("/")[2])))
    for d in e.dokumen:
        if d.fakta is None:
            continue
        for t in document_findings(d, s):
            yield Found(path_text(d.nama), t._replace(indikator=d.kode))


def document_findings(d: EvidenceDocument, s: Subject) -> Iterator[Temuan]:
    """What is wrong with the bytes and the content of one file; what makes the rest pointless ends the list."""
    f, isi = d.fakta, d.isi
    if f is None:
        return
    berat = s.grade(d.kode)
    akhiran = d.nama.rpartition("/")[2].rpartition(".")[2].casefold() if "." in d.nama.rpartition("/")[2] else ""
    jenis = file_kinds().get(akhiran)
    if jenis is None or jenis.ditolak:
        apa = jenis.ditolak if jenis is not None else f"akhiran “.{akhiran}”" if akhiran else "tanpa akhiran"
        yield make_temuan("BKT816", apa=path_text(apa)[:60])
        return
    if f.ukuran == 0:
        yield make_temuan("BKT812", tingkat=berat)
        return
    bersandi = f.sandi or (isi is not None and isi.sandi)
    if bersandi:
        yield make_temuan("BKT814", tingkat=berat)
        return
    if f.isi not in jenis.isi:
        apa = _NAMA_ISI.get(f.isi, f.isi.upper())
        yield make_temuan("BKT815", tingkat=berat, akhiran=akhiran, apa=apa)
        return
    if f.rusak or (isi is not None and isi.rusak):
        yield make_temuan("BKT813", tingkat=berat, sebab=f.rusak or (isi.rusak if isi is not None else ""))
        return
    if isi is not None and isi.batas:
        yield make_temuan("BKT820", sebab=isi.batas)
        return
    yield from _looks(d, s)
    if isi is not None and isi.aktif:
        yield make_temuan("BKT821", apa=", ".join(isi.aktif))


def _looks(d: EvidenceDocument, s: Subject) -> Iterator[Temuan]:
    """Nothing in it, or nothing that can be read."""
    f, isi, aturan = d.fakta, d.isi, load_rules()
    if f is None:
        return
    terpanjang = max(f.lebar, f.tinggi)
    if f.sewarna:
        yield make_temuan("BKT818", tingkat=s.grade(d.kode), sebab="gambarnya sewarna")
    elif 0 < terpanjang < aturan.piksel_gambar:
        yield make_temuan("BKT819", sebab=f"sisi terpanjangnya {terpanjang} piksel")
    elif isi is not None and not (isi.kata or isi.gambar or isi.goresan) and f.isi in ("pdf", "docx"):
        yield make_temuan("BKT818", tingkat=s.grade(d.kode), sebab="tanpa teks dan gambar")
    elif isi is not None and isi.sewarna and not isi.kata:
        yield make_temuan("BKT818", tingkat=s.grade(d.kode), sebab="gambar di halamannya sewarna")
    elif isi is not None and isi.halaman == 1 and not isi.kata and 0 < isi.gambar < aturan.piksel_pindaian:
        yield make_temuan("BKT819", sebab=f"pindaian satu halaman dengan sisi terpanjang {isi.gambar} piksel")


def name_findings(e: Evidence, s: Subject) -> Iterator[Found]:
    """Names that Windows or an upload refuses, once for each file with every indicator's first document."""
    kode = {d.nama: d.kode for d in reversed(e.dokumen) if not d.tautan}
    dikenal: dict[str, str] = {}
    for b in e.pohon.berkas:
        tampak = path_text(b.nama)
        for t in _name(b.nama):
            yield Found(tampak, t._replace(indikator=kode.get(b.nama)))
        kunci = unicodedata.normalize("NFC", b.nama).casefold()
        if (lain := dikenal.setdefault(kunci, b.nama)) != b.nama:
            t = make_temuan("BKT833", berkas=path_text(lain))
            yield Found(tampak, t._replace(indikator=kode.get(b.nama)))


def _name(nama: str) -> Iterator[Temuan]:
    aturan = load_rules()
    bagian = nama.split("/")
    terpanjang = max(bagian, key=len)
    if len(terpanjang) > aturan.nama_bagian:
        yield make_temuan("BKT831", panjang=len(terpanjang), apa="sebuah bagiannya", batas=aturan.nama_bagian)
    elif len(nama) > aturan.nama_jalur:
        yield make_temuan("BKT831", panjang=len(nama), apa="jalurnya", batas=aturan.nama_jalur)
    sebab = next((x for b in bagian if (x := _refused_by_windows(b))), "")
    if sebab:
        yield make_temuan("BKT832", tingkat="peringatan", siapa="Windows", sebab=sebab)
        return
    khusus = "".join(dict.fromkeys(c for c in bagian[-1] if c in aturan.ditolak_portal))
    if khusus:
        yield make_temuan("BKT832", tingkat="info", siapa="tempat unggahan", sebab=f"karakter {khusus}")


def _refused_by_windows(bagian: str) -> str:
    tampak = path_text(bagian)
    if tampak != bagian:
        return "bukan teks yang sah"
    if strip_controls(bagian) != bagian or not bagian.isprintable():
        return "karakter yang tidak tampak"
    khusus = "".join(dict.fromkeys(c for c in bagian if c in load_rules().ditolak_windows))
    if khusus:
        return f"karakter {khusus}"
    if bagian != bagian.rstrip(" .") or bagian != bagian.lstrip(" "):
        return "titik atau spasi di ujungnya"
    return "nama perangkat" if is_device(bagian) else ""
