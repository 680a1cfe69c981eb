"""A template looked at for the person who edits it in Word: each fault with its paragraph, and what to do."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from difflib import get_close_matches

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan, Tingkat
from zi_cli.named_tuple import NamedTuple
from zi_cli.surat.fields import fields_of_kind, nearest_fields
from zi_cli.surat.sandbox import FILTERS, LetterEnvironment
from zi_cli.surat.template_check import own_template
from zi_cli.surat.template_paragraphs import STATEMENT_TAG, UNFILLED, Paragraph, read_paragraphs
from zi_cli.surat.template_removed import loop_fields, loop_lists, removed_statements
from zi_cli.text import excerpt

_PLAIN = re.compile(r"\$\{[^{}]*\}")
_INLINE = re.compile(r"\{%-?\s*(for|endfor)\b")
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


def review_template(content: bytes, kind: str, name: str) -> list[Temuan]:
    """Everything a person should mend or know about a template of *kind*, in order of place."""
    paragraphs = list(read_paragraphs(content))
    names = _names_set(" ".join(a.teks for a in paragraphs))
    temuan: dict[Temuan, None] = {}
    for a in paragraphs:
        place = f"{name} ({a.bagian})"
        if a.bagian in UNFILLED:
            if _FIELD.search(a.teks) or "{%" in a.teks:
                temuan[make_temuan("SRT653", tempat=place, alinea=excerpt(a.teks, 80), bagian=a.bagian)] = None
            continue
        temuan |= dict.fromkeys((*_strays(a, kind, place), *_tags(a, names, kind, place), *_cut(a, place)))
    for part in dict.fromkeys(a.bagian for a in paragraphs if a.bagian not in UNFILLED):
        temuan |= dict.fromkeys(_unclosed([a for a in paragraphs if a.bagian == part], f"{name} ({part})"))
    originals = [a for a in read_paragraphs(own_template(kind)) if a.bagian not in UNFILLED]
    present = [a.teks for a in paragraphs if a.bagian not in UNFILLED]
    temuan |= dict.fromkeys(removed_statements([a.teks for a in originals], present, kind, name))
    return list(temuan)


class _Names(NamedTuple):
    """Names that a template itself sets, and of those of its loops the lists of which they may be an item."""

    local: frozenset[str]
    daftar: Mapping[str, tuple[str, ...]]


def _names_set(whole: str) -> _Names:
    local = {m[1] for m in _LOCAL.finditer(whole)} | {"klaim"} | ({"loop"} if _FOR.search(whole) else set())
    return _Names(frozenset(local), loop_lists(whole))


def _strays(a: Paragraph, kind: str, place: str) -> Iterator[Temuan]:
    """Marks that look like fields and are none, and braces without their partner."""
    rest = _WELL_FORMED.sub(" ", _PLAIN.sub(" ", a.teks))
    known = fields_of_kind(kind)
    for pattern, what in _STRAY:
        for match in pattern.finditer(rest):
            content = match[1].strip()
            near = [content] if content in known else nearest_fields(content.replace(" ", "_").lower(), known)
            # Words in brackets may be meant as they stand: printed as they are, which is said.
            plain = not near and ("." not in content or what == "kurung siku") and what != _STRAY[1][1]
            suggestion = f"tulis {{{{ {near[0]} }}}}" if near else f"nama isian: zi surat daftar {kind} --kolom"
            if plain:
                suggestion = f"tercetak apa adanya; bila maksudnya isian, {suggestion}"
            level: Tingkat | None = "peringatan" if plain else None
            fault = {"tempat": place, "apa": f"{what} {match[0]}", "alinea": excerpt(a.teks, 80), "saran": suggestion}
            yield make_temuan("SRT650", level=level, **fault)
    for match in _SPACED.finditer(rest):
        yield _mark_fault(place, f"tanda {match[0]} berspasi", a.teks, "tulis tanpa spasi: {% … %}")
    for match in _DOTTED.finditer("" if _SPACED.search(rest) else _RAW_NAME_APART.sub(" ", rest)):
        if (content := match[0]) in known:
            yield _mark_fault(place, f"nama isian {content} tanpa kurung kurawal", a.teks, f"tulis {{{{ {content} }}}}")
    for match in _PLAIN.finditer(a.teks):
        if (content := match[0][2:-1].strip()) in known:
            yield _mark_fault(place, f"tanda {match[0]} di tempat isian", a.teks, f"tulis {{{{ {content} }}}}")
    for match in _BRACE.finditer(rest):
        pair = "lengkapi pasangannya: {{ … }} atau {% … %}"
        yield make_temuan(
            "SRT650", tempat=place, apa=f"tanda {match[0]} tanpa pasangan", alinea=excerpt(a.teks, 80), saran=pair
        )


def _tags(a: Paragraph, names: _Names, kind: str, place: str) -> Iterator[Temuan]:
    """Each field and statement of the paragraph: names that are not known, words that are none, what can't be read."""
    if "{{{" in a.teks or "}}}" in a.teks:
        yield _mark_fault(place, "tiga kurung kurawal", a.teks, "pakai dua di setiap sisi: {{ … }}")
        return
    for m in _PRINT_TAG.finditer(a.teks):
        yield from _printed(m[0], m[1], a, names.local, kind, place)
    for m in STATEMENT_TAG.finditer(a.teks):
        yield from _statement(m[0], m[2], a, names.local, kind, place)
        yield from _place_fault(m[0], m[1] or "", a, place)
    content = " ".join(m[0] for pattern in (_PRINT_TAG, STATEMENT_TAG) for m in pattern.finditer(a.teks))
    known = fields_of_kind(kind)
    for daftar, member in sorted(loop_fields(names.daftar, content)):
        milik = sorted({n.rpartition(".")[2] for n in known if n.rpartition("[].")[0] in daftar})
        if milik and member not in milik:
            near = ", ".join(get_close_matches(member, milik) or milik)
            what, paragraph = f"{member} dari {' atau '.join(daftar)}", excerpt(a.teks, 80)
            yield make_temuan(
                "SRT651", tempat=place, medan=what, jenis=kind, alinea=paragraph, saran=f"; mungkin {near}"
            )


def _place_fault(mark: str, shape: str, a: Paragraph, place: str) -> Iterator[Temuan]:
    """A tag that takes its paragraph or row with it stands alone there, and that of a row in a table."""
    if shape == "p" and STATEMENT_TAG.sub("", a.teks).strip():
        yield _tag_fault(place, f"teks di samping {mark} akan hilang", a.teks, "taruh tanda itu di alineanya sendiri")
    elif shape in ("tr", "tc") and not a.tabel:
        suggestion = f"tulis {mark.replace(f'%{shape}', '%p', 1)}"
        yield _tag_fault(place, f"tanda {mark} di luar tabel", a.teks, suggestion)
    elif shape == "tr" and a.baris:
        suggestion = "taruh tanda itu di baris tabelnya sendiri"
        yield _tag_fault(place, f"isi baris di samping {mark} akan hilang", a.teks, suggestion)


def _printed(mark: str, content: str, a: Paragraph, local: Set[str], kind: str, place: str) -> Iterator[Temuan]:
    header, _, tail = _QUOTED.sub('""', content).partition("|")
    name, tail = header.strip(), re.sub(r"\([^()]*\)", "", tail)
    foreign = [x for f in tail.split("|") if (x := f.strip()) and x not in FILTERS]
    if not name:
        yield _mark_fault(place, f"tanda kosong {mark}", a.teks, f"nama isian: zi surat daftar {kind} --kolom")
    elif not (_PATH.fullmatch(name) or " if " in name or "~" in name) and _MANGLED.fullmatch(name):
        yield _unknown_field(name, a, kind, place)
    elif " if " not in name and re.search(r"[-+*/%()\[\]]", name):
        suggestion = "isian hanya namanya, misalnya {{ satker.nama }}; angka sudah jadi dari program"
        yield _mark_fault(place, f"hitungan atau panggilan {mark}", a.teks, suggestion)
    elif not tail and (fault := _no_text(name, kind)):
        yield _mark_fault(place, f"{fault} {mark} yang dicetak", a.teks, _WHOLE[fault].format(nama=name))
    elif foreign:
        suggestion = f"yang ada: {', '.join(sorted(FILTERS))}"
        yield _mark_fault(place, f"saringan “{excerpt(foreign[0])}” yang tidak dikenal", a.teks, suggestion)
    elif not _readable(mark):
        yield _mark_fault(place, f"tanda {mark} yang tidak terbaca", a.teks, "isian ditulis seperti {{ satker.nama }}")
    else:
        yield from _unknown(name, a, local, kind, place)


#: What is no text, and what to write in its place.
_WHOLE = {
    "daftar": "ulangi dengan {{% for x in {nama} %}} … {{% endfor %}}",
    "kelompok isian": "sebut isiannya, misalnya {{{{ {nama}.… }}}}",
}


def _no_text(name: str, kind: str) -> str:
    """What the field *name* is when it can't be printed: a list, or a group of fields; "" for a text."""
    known = fields_of_kind(kind)
    if name in known:
        return "daftar" if known[name].bentuk == "daftar" and any(n.startswith(f"{name}[].") for n in known) else ""
    return "kelompok isian" if any(n.startswith(f"{name}.") for n in known) else ""


def _statement(mark: str, content: str, a: Paragraph, local: Set[str], kind: str, place: str) -> Iterator[Temuan]:
    word, _, rest = content.partition(" ")
    plain = _QUOTED.sub('""', rest)
    if word not in _WORDS:
        maksud = _MEANT.get(word.lower()) or next(iter(get_close_matches(word.lower(), _WORDS, 1)), "")
        suggestion = f"mungkin {maksud}" if maksud else "yang ada: " + ", ".join(_WORDS)
        yield _tag_fault(place, f"kata “{excerpt(word)}” di {mark} tidak dikenal", a.teks, suggestion)
    elif word == "for" and not _FOR.fullmatch(content):
        yield _tag_fault(place, f"pengulangan {mark} tidak lengkap", a.teks, "tulis seperti {% for u in usulan %}")
    elif word in ("if", "elif") and re.search(r"(?<![=!<>])=(?!=)", plain):
        yield _tag_fault(place, f"tanda = tunggal di {mark}", a.teks, "bandingkan dengan dua tanda: ==")
    elif word == "else" and rest:
        yield _tag_fault(place, f"kata “{excerpt(rest)}” sesudah else", a.teks, "syarat kedua ditulis {% elif … %}")
    elif word in ("if", "elif", "for", "set") and not _readable(mark.replace("elif", "if", 1), word):
        bukan = word in ("if", "elif") and re.search(r"\b(?:dan|atau|tidak|bukan)\b", plain)
        suggestion = "dan, atau, tidak ditulis and, or, not" if bukan else "tulis seperti {% if satker.kode %}"
        yield _tag_fault(place, f"tanda {mark} tidak terbaca", a.teks, suggestion)
    else:
        yield from _unknown(plain, a, local, kind, place)


def _readable(mark: str, word: str = "") -> bool:
    """Whether the tag alone is one that can be read."""
    from jinja2 import TemplateError

    plain = re.sub(r"^(\{[{%]-?)\s*(?:p|tr|tc|r)\s+", r"\1 ", mark).translate(_STRAIGHT)
    closing = {"if": "{% endif %}", "elif": "{% endif %}", "for": "{% endfor %}"}.get(word, "")
    try:
        LetterEnvironment().parse(plain + closing)
    except (TemplateError, RecursionError):
        return False
    return True


#: What docxtpl reads as straight quotes and plain blanks.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


def _unknown(text: str, a: Paragraph, local: Set[str], kind: str, place: str) -> Iterator[Temuan]:
    known = fields_of_kind(kind)
    gugus = {n.partition(".")[0].partition("[")[0] for n in known}
    for m in re.finditer(rf"(?<![\w.|\"'])({_PATH.pattern})(?![\w.(\"'])", text):
        field = m[1]
        start = field.partition(".")[0]
        if field in known or start in local or field in _GRAMMAR or (field in gugus and "." not in field):
            continue
        if text[: m.start()].rstrip().endswith("|") or re.search(r"\bis\s+(?:not\s+)?$", text[: m.start()]):
            continue  # a filter, a test
        yield _unknown_field(field, a, kind, place)


_GRAMMAR = frozenset({"and", "or", "not", "in", "is", "if", "else", "defined", "undefined", "true", "false", "none"})


def _unknown_field(field: str, a: Paragraph, kind: str, place: str) -> Temuan:
    known = fields_of_kind(kind)
    rata = re.sub(r"[ ,\-–—\u00a0\u200b]+", ".", field.lower().strip())
    reverse = ".".join(reversed(rata.split(".")))  # "nama satker"
    candidates = [x for x in (rata, reverse) if x in known]
    candidates = candidates or [n for n in known if n.replace(".", "_") == rata.replace(".", "_")]
    start = rata.partition(".")[0]
    near = candidates or nearest_fields(rata, known) or [n for n in known if n.partition(".")[2] == rata][:3]
    near = near or sorted(n for n in known if n.startswith(f"{start}."))[:3]
    suggestion = f"; mungkin {', '.join(near)}" if near else f"; nama isian: zi surat daftar {kind} --kolom"
    return make_temuan(
        "SRT651", tempat=place, medan=field[:80], jenis=kind, alinea=excerpt(a.teks, 80), saran=suggestion
    )


def _mark_fault(place: str, what: str, text: str, suggestion: str) -> Temuan:
    return make_temuan("SRT650", tempat=place, apa=what, alinea=excerpt(text, 80), saran=suggestion)


def _cut(a: Paragraph, place: str) -> Iterator[Temuan]:
    """A plain loop that begins in one cell and ends in another tears the table apart."""
    if not a.tabel:
        return
    marks = [m[1] for m in _INLINE.finditer(a.teks)]
    if marks.count("for") != marks.count("endfor"):
        suggestion = "taruh {%tr for … %} dan {%tr endfor %} masing-masing di baris tabelnya sendiri"
        yield make_temuan(
            "SRT652", tempat=place, apa="pengulangan memotong tabel", alinea=excerpt(a.teks, 80), saran=suggestion
        )


def _unclosed(paragraphs: Iterable[Paragraph], place: str) -> Iterator[Temuan]:
    """Loops and conditions that are not closed, closed without being open, closed in another form, or empty."""
    opened: list[_Open] = []
    for n, a in enumerate(paragraphs):
        for m in STATEMENT_TAG.finditer(a.teks):
            shape, word = m[1] or "", m[2].partition(" ")[0]
            if word in ("for", "if"):
                opened.append(_Open(word, shape, a.teks, n))
            elif word in ("elif", "else") and not opened:
                yield _tag_fault(place, f"{word} tanpa if sebelumnya", a.teks, "hapus, atau buka dengan if")
            elif word in ("elif", "else") and opened[-1].lain:
                yield _tag_fault(place, f"{word} sesudah else", a.teks, "satu if hanya punya satu else, yang terakhir")
            elif word == "else":
                opened[-1] = opened[-1]._replace(lain=True)
            elif word in _CLOSES:
                buka = _CLOSES[word]
                if not opened or opened[-1].kata != buka:
                    yield _tag_fault(
                        place, f"{word} tanpa {buka} sebelumnya", a.teks, f"hapus, atau buka dengan {buka}"
                    )
                    continue
                start = opened.pop()
                if start.bentuk != shape:
                    suggestion = (
                        f"samakan: {{%{start.bentuk or shape} {buka} … %}} dan {{%{start.bentuk or shape} {word} %}}"
                    )
                    yield _tag_fault(place, f"{buka} dan {word} berlainan bentuk", start.teks, suggestion)
                elif buka == "for" and shape and n == start.nomor + 1:
                    suggestion = "kembalikan baris atau alinea yang diulang, atau hapus keduanya"
                    yield _tag_fault(place, "pengulangan tanpa isi", start.teks, suggestion)
    for x in opened:
        yield _tag_fault(place, f"{x.kata} belum ditutup", x.teks, f"tutup dengan {{% end{x.kata} %}}")


class _Open(NamedTuple):
    """A loop or condition that is open: its word and form, and the paragraph, by its number, in which it begins.

    ``lain``: its else was met.
    """

    kata: str
    bentuk: str
    teks: str
    nomor: int
    lain: bool = False


def _tag_fault(place: str, what: str, text: str, suggestion: str) -> Temuan:
    return make_temuan("SRT652", tempat=place, apa=what, alinea=excerpt(text, 80), saran=suggestion)
