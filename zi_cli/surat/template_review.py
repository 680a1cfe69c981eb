"""A template looked at for the person who edits it in Word: each fault with its paragraph, and what to do.

Parses the template's XML, so it runs in the child process.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from lxml import etree

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.named_tuple import NamedTuple
from zi_cli.surat.fields import fields_of_kind, nearest_fields
from zi_cli.surat.sandbox import FILTERS, LetterEnvironment
from zi_cli.surat.template_check import own_template
from zi_cli.surat.template_package import part_words
from zi_cli.surat.template_removed import loop_fields, removed_statements
from zi_cli.text import cuplik

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Parts that are never filled.
_UNFILLED = ("komentar", "catatan akhir")
_TEXT = ("isi", "kepala halaman", "kaki halaman", "catatan kaki", *_UNFILLED)
_PLAIN = re.compile(r"\$\{[^{}]*\}")
_INLINE = re.compile(r"\{%-?\s*(for|endfor)\b")
#: A tag of a statement: the letter that says what it takes with it (a paragraph, a row, …), and what it says.
_STATEMENT_TAG = re.compile(r"\{%-?\s*(?:(p|tr|tc|r)\s+)?(.*?)\s*-?%\}")
_PRINT_TAG = re.compile(r"\{\{-?\s*(?:[prc]\s+)?(.*?)\s*-?\}\}")
_WORDS = ("for", "endfor", "if", "elif", "else", "endif", "set")
_MEANT = {"jika": "if", "bila": "if", "untuk": "for", "setiap": "for", "selain": "else", "lainnya": "else",
          "selesai": "endif", "akhir": "endif", "ulang": "for", "elseif": "elif", "elsif": "elif"}  # fmt: skip
_FOR = re.compile(r"for\s+([a-z_]\w*)\s+in\s+([a-z_][\w.]*)(\s*\|.*)?")
_LOCAL = re.compile(r"\b(?:for|set)\s+(\w+)\s*(?:in\b|=)")
_PATH = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*")
#: What stands where a name should, with what a keyboard or Word made of it.
_MANGLED = re.compile(r"[^\W\d][\w .,\-–—\u00a0\u200b]*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’")
_FIELD = re.compile(r"\{\{-?\s*(?:[prc]\s+)?([a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)+)")
_WELL_FORMED = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_NAME = r"[A-Za-z_][\w ]*(?:\.[A-Za-z_]\w*)*"
_STRAY = (
    (re.compile(rf"(?<!\{{)\{{\s*({_NAME})\s*\}}(?!\}})"), "kurung kurawal tunggal"),
    (re.compile(rf"«\s*({_NAME})\s*»"), "tanda gabungan surat (mail merge)"),
    (re.compile(rf"\[\s*({_NAME})\s*\]"), "kurung siku"),
    (re.compile(rf"<<?\s*({_NAME})\s*>>?"), "kurung sudut"),
    (re.compile(rf"[｛{{]+\s*({_NAME})\s*[｝}}]+(?<=｝)"), "kurung kurawal lebar"),
)
#: A brace and its second sign parted by a blank, and a field's name that stands in no mark at all.
_SPACED = re.compile(r"\{\s+%|%\s+\}")
_DOTTED = re.compile(r"(?<![\w.])[a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)+(?![\w.])")
_RAW_NAME_APART = re.compile(rf"\{{+\s*{_NAME}|«\s*{_NAME}|\[+\s*{_NAME}|<+\s*{_NAME}|｛+\s*{_NAME}")
_BRACE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_CLOSES = {"endfor": "for", "endif": "if"}


class Paragraph(NamedTuple):
    """One paragraph: the part it stands in, its text, whether it is in a cell of a table, and the text of its row."""

    bagian: str
    teks: str
    tabel: bool
    baris: str = ""


def review_template(isi: bytes, jenis: str, nama: str) -> list[Temuan]:
    """Everything a person should mend or know about a template of *jenis*, in order of place."""
    alinea = list(_paragraphs(isi))
    temuan: dict[Temuan, None] = {}
    for a in alinea:
        tempat = f"{nama} ({a.bagian})"
        if a.bagian in _UNFILLED:
            if _FIELD.search(a.teks) or "{%" in a.teks:
                temuan[make_temuan("SRT653", tempat=tempat, alinea=cuplik(a.teks, 80), bagian=a.bagian)] = None
            continue
        temuan |= dict.fromkeys((*_strays(a, jenis, tempat), *_tags(a, alinea, jenis, tempat), *_cut(a, tempat)))
    for bagian in dict.fromkeys(a.bagian for a in alinea if a.bagian not in _UNFILLED):
        temuan |= dict.fromkeys(_unclosed([a for a in alinea if a.bagian == bagian], f"{nama} ({bagian})"))
    asli = [a for a in _paragraphs(own_template(jenis)) if a.bagian not in _UNFILLED]
    ada = [a.teks for a in alinea if a.bagian not in _UNFILLED]
    temuan |= dict.fromkeys(removed_statements([a.teks for a in asli], ada, jenis, nama))
    return list(temuan)


def _paragraphs(isi: bytes) -> Iterator[Paragraph]:
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        for nama in sorted(arsip.namelist()):
            bagian = part_words(nama)
            if bagian not in _TEXT:
                continue
            aman = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            for p in etree.fromstring(arsip.read(nama), aman).iter(f"{_W}p"):
                teks = " ".join(_text(p).split())
                if teks:
                    baris = next(p.iterancestors(f"{_W}tr"), None)
                    yield Paragraph(bagian, teks, baris is not None, "" if baris is None else _text(baris))


def _text(p: Any) -> str:
    return "".join(t.text or "" if t.tag == f"{_W}t" else " " for t in p.iter(f"{_W}t", f"{_W}tab", f"{_W}br"))


def _strays(a: Paragraph, jenis: str, tempat: str) -> Iterator[Temuan]:
    """Marks that look like fields and are none, and braces without their partner."""
    sisa = _WELL_FORMED.sub(" ", _PLAIN.sub(" ", a.teks))
    dikenal = fields_of_kind(jenis)
    for pola, apa in _STRAY:
        for cocok in pola.finditer(sisa):
            isi = cocok[1].strip()
            dekat = [isi] if isi in dikenal else nearest_fields(isi.replace(" ", "_").lower(), dikenal)
            # Words in brackets may be meant as they stand: printed as they are, which is said.
            polos = not dekat and ("." not in isi or apa == "kurung siku") and apa != _STRAY[1][1]
            saran = f"tulis {{{{ {dekat[0]} }}}}" if dekat else f"nama isian: zi surat daftar {jenis} --kolom"
            if polos:
                saran = f"tercetak apa adanya; bila maksudnya isian, {saran}"
            tingkat: Tingkat | None = "peringatan" if polos else None
            fault = {"tempat": tempat, "apa": f"{apa} {cocok[0]}", "alinea": cuplik(a.teks, 80), "saran": saran}
            yield make_temuan("SRT650", tingkat=tingkat, **fault)
    for cocok in _SPACED.finditer(sisa):
        yield _mark_fault(tempat, f"tanda {cocok[0]} berspasi", a.teks, "tulis tanpa spasi: {% … %}")
    for cocok in _DOTTED.finditer("" if _SPACED.search(sisa) else _RAW_NAME_APART.sub(" ", sisa)):
        if (isi := cocok[0]) in dikenal:
            yield _mark_fault(tempat, f"nama isian {isi} tanpa kurung kurawal", a.teks, f"tulis {{{{ {isi} }}}}")
    for cocok in _PLAIN.finditer(a.teks):
        if (isi := cocok[0][2:-1].strip()) in dikenal:
            yield _mark_fault(tempat, f"tanda {cocok[0]} di tempat isian", a.teks, f"tulis {{{{ {isi} }}}}")
    for cocok in _BRACE.finditer(sisa):
        pasangan = "lengkapi pasangannya: {{ … }} atau {% … %}"
        yield make_temuan(
            "SRT650", tempat=tempat, apa=f"tanda {cocok[0]} tanpa pasangan", alinea=cuplik(a.teks, 80), saran=pasangan
        )


def _tags(a: Paragraph, semua: Iterable[Paragraph], jenis: str, tempat: str) -> Iterator[Temuan]:
    """Each field and statement of the paragraph: names that are not known, words that are none, what can't be read."""
    seluruh = " ".join(x.teks for x in semua)
    lokal = {m[1] for m in _LOCAL.finditer(seluruh)} | {"klaim"} | ({"loop"} if _FOR.search(seluruh) else set())
    if "{{{" in a.teks or "}}}" in a.teks:
        yield _mark_fault(tempat, "tiga kurung kurawal", a.teks, "pakai dua di setiap sisi: {{ … }}")
        return
    for m in _PRINT_TAG.finditer(a.teks):
        yield from _printed(m[0], m[1], a, lokal, jenis, tempat)
    for m in _STATEMENT_TAG.finditer(a.teks):
        yield from _statement(m[0], m[2], a, lokal, jenis, tempat)
        yield from _place_fault(m[0], m[1] or "", a, tempat)
    isi = " ".join(m[0] for pola in (_PRINT_TAG, _STATEMENT_TAG) for m in pola.finditer(a.teks))
    dikenal = fields_of_kind(jenis)
    for daftar, anggota in sorted(loop_fields(seluruh, isi)):
        milik = sorted({n.rpartition(".")[2] for n in dikenal if n.rpartition("[].")[0] in daftar})
        if milik and anggota not in milik:
            dekat = ", ".join(get_close_matches(anggota, milik) or milik)
            apa, alinea = f"{anggota} dari {' atau '.join(daftar)}", cuplik(a.teks, 80)
            yield make_temuan(
                "SRT651", tempat=tempat, medan=apa, jenis=jenis, alinea=alinea, saran=f"; mungkin {dekat}"
            )


def _place_fault(tanda: str, bentuk: str, a: Paragraph, tempat: str) -> Iterator[Temuan]:
    """A tag that takes its paragraph or row with it stands alone there, and that of a row in a table."""
    if bentuk == "p" and _STATEMENT_TAG.sub("", a.teks).strip():
        yield _tag_fault(tempat, f"teks di samping {tanda} akan hilang", a.teks, "taruh tanda itu di alineanya sendiri")
    elif bentuk in ("tr", "tc") and not a.tabel:
        saran = f"tulis {tanda.replace(f'%{bentuk}', '%p', 1)}"
        yield _tag_fault(tempat, f"tanda {tanda} di luar tabel", a.teks, saran)
    elif bentuk == "tr" and _STATEMENT_TAG.sub("", a.baris).strip():
        saran = "taruh tanda itu di baris tabelnya sendiri"
        yield _tag_fault(tempat, f"isi baris di samping {tanda} akan hilang", a.teks, saran)


def _printed(tanda: str, isi: str, a: Paragraph, lokal: set[str], jenis: str, tempat: str) -> Iterator[Temuan]:
    kepala, _, ekor = _QUOTED.sub('""', isi).partition("|")
    nama, ekor = kepala.strip(), re.sub(r"\([^()]*\)", "", ekor)
    asing = [x for f in ekor.split("|") if (x := f.strip()) and x not in FILTERS]
    if not nama:
        yield _mark_fault(tempat, f"tanda kosong {tanda}", a.teks, f"nama isian: zi surat daftar {jenis} --kolom")
    elif not (_PATH.fullmatch(nama) or " if " in nama or "~" in nama) and _MANGLED.fullmatch(nama):
        yield _unknown_field(nama, a, jenis, tempat)
    elif " if " not in nama and re.search(r"[-+*/%()\[\]]", nama):
        saran = "isian hanya namanya, misalnya {{ satker.nama }}; angka sudah jadi dari program"
        yield _mark_fault(tempat, f"hitungan atau panggilan {tanda}", a.teks, saran)
    elif not ekor and (fault := _no_text(nama, jenis)):
        yield _mark_fault(tempat, f"{fault} {tanda} yang dicetak", a.teks, _WHOLE[fault].format(nama=nama))
    elif asing:
        saran = f"yang ada: {', '.join(sorted(FILTERS))}"
        yield _mark_fault(tempat, f"saringan “{cuplik(asing[0])}” yang tidak dikenal", a.teks, saran)
    elif not _readable(tanda):
        yield _mark_fault(
            tempat, f"tanda {tanda} yang tidak terbaca", a.teks, "isian ditulis seperti {{ satker.nama }}"
        )
    else:
        yield from _unknown(nama, a, lokal, jenis, tempat)


#: What is no text, and what to write in its place.
_WHOLE = {
    "daftar": "ulangi dengan {{% for x in {nama} %}} … {{% endfor %}}",
    "kelompok isian": "sebut isiannya, misalnya {{{{ {nama}.… }}}}",
}


def _no_text(nama: str, jenis: str) -> str:
    """What the field *nama* is when it can't be printed: a list, or a group of fields; "" for a text."""
    dikenal = fields_of_kind(jenis)
    if nama in dikenal:
        return "daftar" if dikenal[nama].bentuk == "daftar" and any(n.startswith(f"{nama}[].") for n in dikenal) else ""
    return "kelompok isian" if any(n.startswith(f"{nama}.") for n in dikenal) else ""


def _statement(tanda: str, isi: str, a: Paragraph, lokal: set[str], jenis: str, tempat: str) -> Iterator[Temuan]:
    kata, _, sisa = isi.partition(" ")
    polos = _QUOTED.sub('""', sisa)
    if kata not in _WORDS:
        maksud = _MEANT.get(kata.lower()) or next(iter(get_close_matches(kata.lower(), _WORDS, 1)), "")
        saran = f"mungkin {maksud}" if maksud else "yang ada: " + ", ".join(_WORDS)
        yield _tag_fault(tempat, f"kata “{cuplik(kata)}” di {tanda} tidak dikenal", a.teks, saran)
    elif kata == "for" and not _FOR.fullmatch(isi):
        yield _tag_fault(tempat, f"pengulangan {tanda} tidak lengkap", a.teks, "tulis seperti {% for u in usulan %}")
    elif kata in ("if", "elif") and re.search(r"(?<![=!<>])=(?!=)", polos):
        yield _tag_fault(tempat, f"tanda = tunggal di {tanda}", a.teks, "bandingkan dengan dua tanda: ==")
    elif kata == "else" and sisa:
        yield _tag_fault(tempat, f"kata “{cuplik(sisa)}” sesudah else", a.teks, "syarat kedua ditulis {% elif … %}")
    elif kata in ("if", "elif", "for", "set") and not _readable(tanda.replace("elif", "if", 1), kata):
        bukan = kata in ("if", "elif") and re.search(r"\b(?:dan|atau|tidak|bukan)\b", polos)
        saran = "dan, atau, tidak ditulis and, or, not" if bukan else "tulis seperti {% if satker.kode %}"
        yield _tag_fault(tempat, f"tanda {tanda} tidak terbaca", a.teks, saran)
    else:
        yield from _unknown(polos, a, lokal, jenis, tempat)


def _readable(tanda: str, kata: str = "") -> bool:
    """Whether the tag alone is one that can be read."""
    from jinja2 import TemplateError

    polos = re.sub(r"^(\{[{%]-?)\s*(?:p|tr|tc|r)\s+", r"\1 ", tanda).translate(_STRAIGHT)
    tutup = {"if": "{% endif %}", "elif": "{% endif %}", "for": "{% endfor %}"}.get(kata, "")
    try:
        LetterEnvironment().parse(polos + tutup)
    except (TemplateError, RecursionError):
        return False
    return True


#: What docxtpl reads as straight quotes and plain blanks.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


def _unknown(teks: str, a: Paragraph, lokal: set[str], jenis: str, tempat: str) -> Iterator[Temuan]:
    dikenal = fields_of_kind(jenis)
    gugus = {n.partition(".")[0].partition("[")[0] for n in dikenal}
    for m in re.finditer(rf"(?<![\w.|\"'])({_PATH.pattern})(?![\w.(\"'])", teks):
        medan = m[1]
        awal = medan.partition(".")[0]
        if medan in dikenal or awal in lokal or medan in _GRAMMAR or (medan in gugus and "." not in medan):
            continue
        if teks[: m.start()].rstrip().endswith("|") or re.search(r"\bis\s+(?:not\s+)?$", teks[: m.start()]):
            continue  # a filter, a test
        yield _unknown_field(medan, a, jenis, tempat)


_GRAMMAR = frozenset({"and", "or", "not", "in", "is", "if", "else", "defined", "undefined", "true", "false", "none"})


def _unknown_field(medan: str, a: Paragraph, jenis: str, tempat: str) -> Temuan:
    dikenal = fields_of_kind(jenis)
    rata = re.sub(r"[ ,\-–—\u00a0\u200b]+", ".", medan.lower().strip())
    balik = ".".join(reversed(rata.split(".")))  # "nama satker"
    calon = [x for x in (rata, balik) if x in dikenal]
    calon = calon or [n for n in dikenal if n.replace(".", "_") == rata.replace(".", "_")]
    awal = rata.partition(".")[0]
    dekat = calon or nearest_fields(rata, dikenal) or [n for n in dikenal if n.partition(".")[2] == rata][:3]
    dekat = dekat or sorted(n for n in dikenal if n.startswith(f"{awal}."))[:3]
    saran = f"; mungkin {', '.join(dekat)}" if dekat else f"; nama isian: zi surat daftar {jenis} --kolom"
    return make_temuan("SRT651", tempat=tempat, medan=medan[:80], jenis=jenis, alinea=cuplik(a.teks, 80), saran=saran)


def _mark_fault(tempat: str, apa: str, teks: str, saran: str) -> Temuan:
    return make_temuan("SRT650", tempat=tempat, apa=apa, alinea=cuplik(teks, 80), saran=saran)


def _cut(a: Paragraph, tempat: str) -> Iterator[Temuan]:
    """A plain loop that begins in one cell and ends in another tears the table apart."""
    if not a.tabel:
        return
    tanda = [m[1] for m in _INLINE.finditer(a.teks)]
    if tanda.count("for") != tanda.count("endfor"):
        saran = "taruh {%tr for … %} dan {%tr endfor %} masing-masing di baris tabelnya sendiri"
        yield make_temuan(
            "SRT652", tempat=tempat, apa="pengulangan memotong tabel", alinea=cuplik(a.teks, 80), saran=saran
        )


def _unclosed(alinea: Iterable[Paragraph], tempat: str) -> Iterator[Temuan]:
    """Loops and conditions that are not closed, closed without being open, closed in another form, or empty."""
    terbuka: list[_Open] = []
    for n, a in enumerate(alinea):
        for m in _STATEMENT_TAG.finditer(a.teks):
            bentuk, kata = m[1] or "", m[2].partition(" ")[0]
            if kata in ("for", "if"):
                terbuka.append(_Open(kata, bentuk, a.teks, n))
            elif kata in ("elif", "else") and not terbuka:
                yield _tag_fault(tempat, f"{kata} tanpa if sebelumnya", a.teks, "hapus, atau buka dengan if")
            elif kata in ("elif", "else") and terbuka[-1].lain:
                yield _tag_fault(tempat, f"{kata} sesudah else", a.teks, "satu if hanya punya satu else, yang terakhir")
            elif kata == "else":
                terbuka[-1] = terbuka[-1]._replace(lain=True)
            elif kata in _CLOSES:
                buka = _CLOSES[kata]
                if not terbuka or terbuka[-1].kata != buka:
                    yield _tag_fault(
                        tempat, f"{kata} tanpa {buka} sebelumnya", a.teks, f"hapus, atau buka dengan {buka}"
                    )
                    continue
                awal = terbuka.pop()
                if awal.bentuk != bentuk:
                    saran = (
                        f"samakan: {{%{awal.bentuk or bentuk} {buka} … %}} dan {{%{awal.bentuk or bentuk} {kata} %}}"
                    )
                    yield _tag_fault(tempat, f"{buka} dan {kata} berlainan bentuk", awal.teks, saran)
                elif buka == "for" and bentuk and n == awal.nomor + 1:
                    saran = "kembalikan baris atau alinea yang diulang, atau hapus keduanya"
                    yield _tag_fault(tempat, "pengulangan tanpa isi", awal.teks, saran)
    for x in terbuka:
        yield _tag_fault(tempat, f"{x.kata} belum ditutup", x.teks, f"tutup dengan {{% end{x.kata} %}}")


class _Open(NamedTuple):
    """A loop or condition that is open: its word and form, and the paragraph, by its number, in which it begins.

    ``lain``: its else was met.
    """

    kata: str
    bentuk: str
    teks: str
    nomor: int
    lain: bool = False


def _tag_fault(tempat: str, apa: str, teks: str, saran: str) -> Temuan:
    return make_temuan("SRT652", tempat=tempat, apa=apa, alinea=cuplik(teks, 80), saran=saran)
