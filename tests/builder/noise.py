"""What people do to a worksheet: values typed their way, labels retyped, rows lost, added and moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from tests.builder.answers import Jawaban
from tests.builder.assemble import official_marker
from tests.builder.grid import Nilai
from tests.independent_scorer import score_answers
from zi_cli.instrumen.loader import load_instrumen
from zi_cli.instrumen.tree import Baris
from zi_cli.text import decimal_text, point_decimal, short_number

BLANKS: tuple[Nilai, ...] = (None, "-", "n/a", "N/A", " ", "\u00a0", "–", " - ")
_FULL_WIDTH = {c: chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}
_SINGKATAN = (
    ("monitoring dan evaluasi", "monev"),
    ("Zona Integritas", "ZI"),
    ("Whistle Blowing System", "WBS"),
    ("teknologi informasi", "TI"),
    ("Prosedur operasional tetap (SOP)", "SOP"),
    ("Indikator Kinerja Utama (IKU)", "IKU"),
)


def mistype(jawaban: Jawaban, rng: Random) -> dict[str, Nilai]:
    """Cells as people type them; each still means exactly what *jawaban* says."""
    rasio = score_answers(jawaban).rasio
    hasil: dict[str, Nilai] = {}
    for b in load_instrumen().baris:
        if b.jenis_jawaban is None or b.kode not in jawaban:
            continue
        nilai = jawaban[b.kode]
        if nilai is None and b.jenis_jawaban == "persen":
            hasil[b.kode] = _typed_percent(rasio[b.kode], jawaban, b, rng)
        elif nilai is None:
            hasil[b.kode] = rng.choice(BLANKS)
        elif isinstance(nilai, str):
            hasil[b.kode] = _typed_option(nilai, rng)
        elif isinstance(nilai, int):
            hasil[b.kode] = rng.choice([nilai, float(nilai), str(nilai), f" {nilai} ", f"{nilai}\u00a0"])
        elif b.jenis_jawaban == "persen":
            hasil[b.kode] = rng.choice(
                [f"{short_number(100 * nilai)}%", f"{decimal_text(100 * nilai)} %", float(nilai)]
            )
        else:
            hasil[b.kode] = rng.choice(
                [float(nilai), decimal_text(nilai), point_decimal(nilai), f" {decimal_text(nilai)}\u00a0"]
            )
    return hasil


def _typed_option(pilihan: str, rng: Random) -> str:
    if pilihan in ("Ya", "Tidak"):
        bentuk = rng.choice([pilihan, pilihan.lower(), pilihan.upper(), f"{pilihan}."])
    else:
        huruf = rng.choice([pilihan, pilihan.lower()])
        bentuk = rng.choice([huruf, f"{huruf}.", f"{huruf})", f"{huruf} .", f"({huruf})"])
    if rng.random() < 0.1:
        bentuk = "".join(_FULL_WIDTH.get(c, c) for c in bentuk)
    return rng.choice(["", "", " ", "\u00a0"]) + bentuk + rng.choice(["", "", " ", "\u00a0", "\n"])


def _typed_percent(rasio: Fraction | None, jawaban: Jawaban, b: Baris, rng: Random) -> Nilai:
    """A percentage beside its counts: left to them, or typed and rounded as its last digit allows."""
    if rasio is None or any(jawaban.get(k) is None for k in (b.aturan.operan if b.aturan else ())):
        return rng.choice(BLANKS)
    return rng.choice([None, float(rasio), f"{decimal_text(100 * rasio)} %", f"{point_decimal(100 * rasio)}%"])


def mistyped(teks: str, rng: Random) -> str:
    """A slip of the finger about every 35 letters, none within the first word."""
    huruf = list(teks)
    for _ in range(max(1, len(teks) // 35)):
        tempat = [n for n, c in enumerate(huruf) if c.isalpha() and n > 3]
        if not tempat:
            break
        n = rng.choice(tempat)
        match rng.randrange(4):
            case 0:
                del huruf[n]
            case 1:
                huruf.insert(n, huruf[n])
            case 2:
                huruf[n] = rng.choice("aeinrst")
            case _:
                huruf[n - 1], huruf[n] = huruf[n], huruf[n - 1]
    return "".join(huruf)


def shorten(teks: str, rng: Random) -> str:
    """The first two thirds of a long text; unchanged when short or when the rest is what tells it apart."""
    kata = teks.split()
    if len(kata) < 8:
        return teks
    pendek = " ".join(kata[: max(6, len(kata) * 2 // 3)])
    serupa = [b for b in load_instrumen().baris if b.teks.casefold().startswith(pendek.casefold())]
    return pendek if len(serupa) == 1 else teks


def abbreviate(teks: str, rng: Random) -> str:
    """The usual abbreviations for the usual phrases."""
    for panjang, pendek in _SINGKATAN:
        teks = re.sub(re.escape(panjang), pendek, teks, flags=re.IGNORECASE)
    return teks


def upper_case(teks: str, rng: Random) -> str:
    """Everything in capitals."""
    return teks.upper()


def spaced_out(teks: str, rng: Random) -> str:
    """Double blanks, non-breaking spaces and a line break where a blank was."""
    return re.sub(" ", lambda _: rng.choice([" ", "  ", "\u00a0", "\n"]), teks)


TEXT_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    mistyped,
    mistyped,
    shorten,
    abbreviate,
    upper_case,
    spaced_out,
)
#: Changes that leave near twins apart.
UBAH_RINGAN: tuple[Callable[[str, Random], str], ...] = (mistyped, upper_case, spaced_out)


def retyped_labels(
    rng: Random, *, bagian: float, kembar: frozenset[str] = frozenset(), kecuali: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Retyped texts for about the share *bagian* of all rows, by kode; rows *kembar* are not cut short."""
    return {
        b.kode: rng.choice(UBAH_RINGAN if b.kode in kembar else TEXT_CHANGES)(b.teks, rng)
        for b in load_instrumen().baris
        if b.kode not in kecuali and rng.random() < bagian
    }


def retyped_markers(rng: Random, *, bagian: float) -> dict[str, str]:
    """Markers without their dot, with a bracket, or in the other case, by kode."""
    hasil: dict[str, str] = {}
    for b in load_instrumen().baris:
        penanda = official_marker(b)
        if len(penanda) > 1 and b.jenis in ("sub", "indikator") and rng.random() < bagian:
            huruf = penanda.rstrip(".")
            hasil[b.kode] = rng.choice([huruf, f"{huruf})", f" {huruf} ."])
    return hasil


def shifted_markers(hilang: frozenset[str]) -> dict[str, str]:
    """Markers as they become when the rows *hilang* are deleted and the letters after them move up."""
    instrumen = load_instrumen()
    hasil: dict[str, str] = {}
    for induk in {instrumen.per_kode[k].induk or "" for k in hilang}:
        sisa = [k for k in instrumen.anak[induk] if k not in hilang]
        hasil |= {k: f"{huruf}." for k, huruf in zip(sisa, "abcdefghi", strict=False) if not k.endswith(f".{huruf}")}
    return hasil


#: Ways to write "Pilihan Jawaban" that still say the same.
EQUAL_LABELS: Mapping[str, tuple[str, ...]] = {
    "ya_tidak": ("Ya/tidak", "ya/Tidak", "YA/TIDAK", "Ya / Tidak"),
    "abc": ("a/b/c", "A / B / C", "A/B/C "),
    "abcd": ("a/b/c/d", "A / B / C / D"),
    "abcde": ("a/b/c/d/e", "A / B / C / D / E"),
    "nilai_0_4": ("Nilai\n(0-4)", "Nilai (0 - 4)"),
}


def equal_labels(rng: Random, *, bagian: float) -> dict[str, str]:
    """Answer types written otherwise, by kode."""
    return {
        b.kode: rng.choice(EQUAL_LABELS[b.jenis_jawaban])
        for b in load_instrumen().indikator
        if b.jenis_jawaban in EQUAL_LABELS and rng.random() < bagian
    }
