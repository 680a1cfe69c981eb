"""What a number format makes of a value: itself, something else, or nothing (ECMA-376 part 1, 18.8.31)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from zi_cli.named_tuple import NamedTuple

_POTONG = re.compile(r'"[^"]*"?|\\.|\[[^\]]*\]|[_*].|;|General|AM/PM|E[+-]|.', re.IGNORECASE | re.DOTALL)
_SYARAT = r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]"
_BANDING = {
    "<": float.__lt__, ">": float.__gt__, "=": float.__eq__, "<=": float.__le__, ">=": float.__ge__, "<>": float.__ne__,
}  # fmt: skip
#: Signs around a number that change nothing about it.
_HIASAN = frozenset(" $()+-:'")
#: Numerals of another script: Chinese or Thai ones and the like, or a number of the numerals before that of the locale.
_AKSARA = r"(?i)\[(?:DBNum|NatNum|\$-[0-9A-F]{6})|t$"
_LATIN = r"(?i)\[\$-0?[01][0-9A-F]{6}\]"
_MATA_UANG = r"(?i)\[\$([^\]-]+)(?:-[0-9A-F]*)?\]"
_WARNA = re.compile(r"\[(black|white|red|green|blue|yellow|magenta|cyan|colou?r ?[0-9]{1,2})\]", re.IGNORECASE)
_TAMPIL_MAKS = 40
_TANDA = frozenset("0#?%")


#: The digits of a number with nothing between them but blanks that part thousands; a whole number beside a fraction.
_UTUH = r"[0#?,]*(?: (?:##0|000|###))*(?:\.[0#?]*)?[%,]*|[#0?]* *[#0?]+/[#0?]+"
_PECAHAN = r"[#0?]+ +[#0?]+/[#0?]+"


class Shown(NamedTuple):
    """How a value is shown where not as itself: ``teks`` in words; ``bulat`` when it is merely rounded."""

    teks: str
    bulat: bool = False


@lru_cache(maxsize=1024)
def _sections(kode: str) -> tuple[tuple[str, ...], ...]:
    """The sections of a format, each cut into its signs."""
    bagian: list[tuple[str, ...]] = []
    kini: list[str] = []
    for potong in _POTONG.findall(kode):
        if potong == ";":
            bagian.append(tuple(kini))
            kini = []
        else:
            kini.append(potong)
    return (*bagian, tuple(kini))


def text_shown(kode: str, teks: str) -> Shown | None:
    """How *teks* is shown under the format *kode*, in some program at least; None when as itself."""
    for dipakai in _text_sections(_sections(kode)):
        # Signs of digits are letters there, and so is, to some programs, what names a currency or a language.
        for awalan in ("", "[$"):
            huruf = (p if p in _TANDA or (awalan and p.startswith(awalan)) else _literal(p) for p in dipakai)
            tampil = "".join(teks if p == "@" else h for p, h in zip(dipakai, huruf, strict=True))
            if tampil.split() != teks.split():
                return _as(tampil)
    return None


def color_shown(kode: str, nilai: str | float) -> str:
    """The name of the colour in which the format *kode* shows *nilai*, in lower case; "" where it names none."""
    bagian = _sections(kode)
    dipakai = next(_text_sections(bagian), None) if isinstance(nilai, str) else _section_of(bagian, nilai)
    # Whether the only section of a format colours texts too is not the same in every program.
    semua = bagian[0] if dipakai is None and len(bagian) == 1 else dipakai or ()
    return next((m[1].lower() for p in semua if (m := _WARNA.fullmatch(p)) is not None), "")


def _text_sections(bagian: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """The sections that may apply to a text; none when it is shown as it is."""
    yield from bagian[3:4] if len(bagian) > 3 else (b for b in reversed(bagian) if "@" in b)


def number_shown(kode: str, nilai: float) -> Shown | None:
    """How *nilai* is shown under the format *kode*; None when as itself, if rounded to the digits shown."""
    dipakai = _section_of(_sections(kode), nilai)
    if dipakai is None:
        return None
    isi = [p for p in dipakai if p[0] not in "_*[" or _literal(p)]
    if any(re.match(_AKSARA, p) and not re.fullmatch(_LATIN, p) for p in dipakai):
        return Shown("dengan angka aksara lain")
    harfiah = "".join(_literal(p) for p in isi if p[0] in '"\\*[' or (p not in "0#?.,%/@" and p not in _HIASAN))
    menyesatkan = any(c.isdigit() or c in "%-" for c in harfiah) or (nilai > 0 and not {"-", "("}.isdisjoint(isi))
    if any(p.casefold() == "general" for p in isi):
        return _as(harfiah + f"{nilai:g}") if menyesatkan else None
    if any(p[0].lower() in "ymdhs" for p in isi):
        return Shown("sebagai tanggal atau waktu")
    angka = [p for p in isi if p in ("0", "#", "?")]
    if not angka:
        return _as("".join(map(_literal, isi)))
    letak = [i for i, p in enumerate(isi) if p in ("0", "#", "?")]
    sela = "".join(p if p in "0#?.,%/" else "~" if _literal(p).strip() else " " for p in isi[letak[0] : letak[-1] + 1])
    if any(p[:1] in "Ee" and len(p) == 2 for p in isi):
        return _as(f"{harfiah}{nilai:g}") if menyesatkan else None
    terbelah = not re.fullmatch(_UTUH, sela) or any(
        _literal(p)[-1:] in (".", ",") for p in isi[: letak[0]] if p[0] in '"\\*['
    )
    pola = "".join(p for p in isi if p in ("0", "#", "?", ".", ",", "%", "/"))
    utuh, _, pecah = pola.partition(".")
    desimal = sum(c in "0#?" for c in pecah)
    persen, ribu = pola.count("%"), len(pola.rstrip("%")) - len(pola.rstrip("%").rstrip(","))
    ribu += len(utuh.rstrip("%")) - len(utuh.rstrip("%").rstrip(",")) if pecah else 0
    if "/" in pola:
        return None if nilai == int(nilai) and re.fullmatch(_PECAHAN, sela) else Shown("sebagai pecahan")
    besar = abs(nilai) * 100.0**persen / 1000.0**ribu
    tampil = f"{besar:.{desimal}f}"
    if not any(c in "0?" for c in pola) and float(tampil) == 0:
        return Shown("sebagai sel kosong")
    if terbelah:
        return Shown("dengan tanda di antara angkanya")
    if menyesatkan or ((persen > 1 or ribu > 0) and nilai != 0):
        depan, belakang = (
            "".join(map(_literal, p)) for p in (isi[: letak[0]], [q for q in isi[letak[-1] + 1 :] if q != ","])
        )
        return _as(f"{depan}{tampil}{belakang}{'%' * persen}")
    if not desimal and not persen and float(tampil) != besar:
        return Shown(f"dibulatkan sebagai “{tampil}”", bulat=True)
    return None


def _section_of(bagian: tuple[tuple[str, ...], ...], nilai: float) -> tuple[str, ...] | None:
    """The section that applies to a number; None when it is shown as it is."""
    if len(bagian) == 1 and (not bagian[0] or bagian[0] in (("General",), ("@",))):
        return None
    angka = bagian[:3]
    bersyarat = False
    for b in angka:
        for p in b:
            m = re.fullmatch(_SYARAT, p)
            if m is not None:
                bersyarat = True
                if _BANDING[m[1]](float(nilai), float(m[2])):
                    return b
                break
        else:
            if bersyarat:
                return b
    if bersyarat:
        return angka[-1]
    if nilai > 0 or len(angka) == 1 or (nilai == 0 and len(angka) == 2):
        return angka[0]
    return angka[1] if nilai < 0 else angka[2]


def _literal(potong: str) -> str:
    if potong.startswith('"'):
        return potong[1:].removesuffix('"')
    if potong.startswith("\\"):
        return potong[1:]
    if potong.startswith("*") and len(potong) > 1:
        # Repeated until the cell is full.
        return potong[1].strip() * 2
    mata_uang = re.fullmatch(_MATA_UANG, potong)
    if mata_uang is not None:
        return mata_uang[1]
    return "" if potong[0] in "_*[" or potong in ("0", "#", "?", "%") else potong


def _as(tampil: str) -> Shown:
    tampil = " ".join(tampil.split())
    return Shown(f"sebagai “{tampil[:_TAMPIL_MAKS]}”" if tampil else "sebagai sel kosong")
