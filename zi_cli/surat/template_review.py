"""A template looked at for the person who edits it in Word: each fault with its paragraph, and what to do.

Parses the template's XML, so it runs in the child process.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from lxml import etree

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.surat.fields import fields_of_kind, terdekat
from zi_cli.surat.template_check import own_template
from zi_cli.text import cuplik

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = (
    (re.compile(r"word/document\.xml"), "isi"), (re.compile(r"word/header\d*\.xml"), "kepala halaman"),
    (re.compile(r"word/footer\d*\.xml"), "kaki halaman"), (re.compile(r"word/footnotes\.xml"), "catatan kaki"),
    (re.compile(r"word/comments\.xml"), "komentar"), (re.compile(r"word/endnotes\.xml"), "catatan akhir"),
)  # fmt: skip
#: Parts that are never filled.
_UNFILLED = ("komentar", "catatan akhir")
_PLAIN = re.compile(r"\$\{[^{}]*\}")
_TAG = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*-?\s*(for|endfor|if|endif|elif|else)\b[^%]*%\}")
_INLINE = re.compile(r"\{%-?\s*(for|endfor)\b")
_FIELD = re.compile(r"\{\{-?\s*(?:[prc]\s+)?([a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)+)")
_WELL_FORMED = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_NAME = r"[A-Za-z_][\w ]*(?:\.[A-Za-z_]\w*)*"
_STRAY = (
    (re.compile(rf"(?<!\{{)\{{\s*({_NAME})\s*\}}(?!\}})"), "kurung kurawal tunggal"),
    (re.compile(rf"«\s*({_NAME})\s*»"), "tanda gabungan surat (mail merge)"),
    (re.compile(rf"\[\s*({_NAME})\s*\]"), "kurung siku"),
)
_BRACE = re.compile(r"\{\{|\}\}|\{%|%\}")
_CLOSES = {"endfor": "for", "endif": "if"}
#: A paragraph this long is a statement; one at least this like it says the same.
_STATEMENT, _ALIKE = 60, 0.6


class Paragraph(NamedTuple):
    """One paragraph: the part it stands in, its text, and whether it is in a cell of a table."""

    bagian: str
    teks: str
    tabel: bool


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
        temuan |= dict.fromkeys((*_strays(a, jenis, tempat), *_unknown(a, alinea, jenis, tempat), *_cut(a, tempat)))
    for bagian in dict.fromkeys(a.bagian for a in alinea if a.bagian not in _UNFILLED):
        temuan |= dict.fromkeys(_unclosed([a for a in alinea if a.bagian == bagian], f"{nama} ({bagian})"))
    temuan |= dict.fromkeys(_removed(alinea, jenis, nama))
    return list(temuan)


def _paragraphs(isi: bytes) -> Iterator[Paragraph]:
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        for nama in sorted(arsip.namelist()):
            bagian = next((b for pola, b in _PARTS if pola.fullmatch(nama)), None)
            if bagian is None:
                continue
            aman = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            for p in etree.fromstring(arsip.read(nama), aman).iter(f"{_W}p"):
                teks = " ".join(_text(p).split())
                if teks:
                    yield Paragraph(bagian, teks, any(True for _ in p.iterancestors(f"{_W}tc")))


def _text(p: Any) -> str:
    return "".join(t.text or "" if t.tag == f"{_W}t" else " " for t in p.iter(f"{_W}t", f"{_W}tab", f"{_W}br"))


def _strays(a: Paragraph, jenis: str, tempat: str) -> Iterator[Temuan]:
    """Marks that look like fields and are none, and braces without their partner."""
    sisa = _WELL_FORMED.sub(" ", _PLAIN.sub(" ", a.teks))
    dikenal = fields_of_kind(jenis)
    for pola, apa in _STRAY:
        for cocok in pola.finditer(sisa):
            isi = cocok[1].strip()
            dekat = [isi] if isi in dikenal else terdekat(isi.replace(" ", "_").lower(), dikenal)
            if not dekat and ("." not in isi or apa == "kurung siku") and apa != _STRAY[1][1]:
                continue  # plain words in brackets
            saran = f"tulis {{{{ {dekat[0]} }}}}" if dekat else f"nama isian: zi surat daftar {jenis} --kolom"
            yield make_temuan("SRT650", tempat=tempat, apa=f"{apa} {cocok[0]}", alinea=cuplik(a.teks, 80), saran=saran)
    for cocok in _BRACE.finditer(sisa):
        pasangan = "lengkapi pasangannya: {{ … }} atau {% … %}"
        yield make_temuan(
            "SRT650", tempat=tempat, apa=f"tanda {cocok[0]} tanpa pasangan", alinea=cuplik(a.teks, 80), saran=pasangan
        )


def _unknown(a: Paragraph, semua: Iterable[Paragraph], jenis: str, tempat: str) -> Iterator[Temuan]:
    dikenal = fields_of_kind(jenis)
    gugus = {n.partition(".")[0].partition("[")[0] for n in dikenal}
    lokal = {m[1] for x in semua for m in re.finditer(r"\bfor\s+(\w+)\s+in\b", x.teks)} | {"loop", "klaim"}
    for cocok in _FIELD.finditer(a.teks):
        medan = cocok[1]
        awal = medan.partition(".")[0]
        if medan in dikenal or awal in lokal:
            continue
        dekat = terdekat(medan, dikenal) or sorted(n for n in dikenal if awal in gugus and n.startswith(f"{awal}."))[:3]
        saran = f"; mungkin {', '.join(dekat)}" if dekat else ""
        yield make_temuan(
            "SRT651", tempat=tempat, medan=medan[:80], jenis=jenis, alinea=cuplik(a.teks, 80), saran=saran
        )


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
    """Loops and conditions that are not closed, or closed without being open."""
    terbuka: list[tuple[str, str]] = []
    for a in alinea:
        for m in _TAG.finditer(a.teks):
            if m[1] in ("for", "if"):
                terbuka.append((m[1], a.teks))
            elif m[1] in _CLOSES:
                if terbuka and terbuka[-1][0] == _CLOSES[m[1]]:
                    terbuka.pop()
                else:
                    buka = _CLOSES[m[1]]
                    yield _tag_fault(
                        tempat, f"{m[1]} tanpa {buka} sebelumnya", a.teks, f"hapus, atau buka dengan {buka}"
                    )
    for kata, teks in terbuka:
        yield _tag_fault(tempat, f"{kata} belum ditutup", teks, f"tutup dengan {{% end{kata} %}}")


def _tag_fault(tempat: str, apa: str, teks: str, saran: str) -> Temuan:
    return make_temuan("SRT652", tempat=tempat, apa=apa, alinea=cuplik(teks, 80), saran=saran)


def _removed(alinea: Iterable[Paragraph], jenis: str, nama: str) -> Iterator[Temuan]:
    """Statements and compulsory fields of our own template that this one has no longer."""
    asli = [a for a in _paragraphs(own_template(jenis)) if a.bagian not in _UNFILLED]
    ada = [a.teks for a in alinea if a.bagian not in _UNFILLED]
    sama = set(ada)
    for a in asli:
        if len(a.teks) < _STATEMENT or a.teks in sama:
            continue
        if not any(SequenceMatcher(None, a.teks, x, autojunk=False).ratio() >= _ALIKE for x in ada):
            yield make_temuan("SRT654", tempat=nama, alinea=cuplik(a.teks, 120))
    dipakai, semula = (" ".join(x) for x in (ada, (a.teks for a in asli)))
    for medan, m in fields_of_kind(jenis).items():
        if m.wajib and "[]" not in medan and _uses(semula, medan) and not _uses(dipakai, medan):
            yield make_temuan("SRT655", tempat=nama, medan=medan, arti=m.arti)


def _uses(teks: str, medan: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(medan)}(?![\w.])", teks) is not None
