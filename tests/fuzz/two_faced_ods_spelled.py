"""Documents of OpenDocument with two faces by how their lengths, colours, numbers and settings are spelled."""

from __future__ import annotations

from random import Random

from tests.fuzz.small_ods import cell, document, settings
from tests.fuzz.two_faced_ods_fine import Named, Place

_LENGTHS = ("{}CM", "{} cm", "+{}cm", " {}cm ", "{}Cm")
_FONTS = ("Zzz;Wingdings", "Zzz, Wingdings", "Calibri, Webdings", "Noto Emoji", "Bodoni Ornaments")


def _style(isi: str, nama: str = "s", keluarga: str = "table-cell", sifat: str = "") -> str:
    return f'<style:style style:name="{nama}" style:family="{keluarga}"{sifat}>{isi}</style:style>'


def _lengths(t: Place, acak: Random) -> Named:
    """A length in large letters, or with a blank or a sign."""
    bentuk = acak.choice(_LENGTHS)
    jenis, sifat = acak.choice(
        (("paragraph", 'fo:margin-left="{}"'), ("table-cell", 'fo:padding-left="{}"'),
         ("table-cell", 'fo:padding="{}"'),
         ("text", 'fo:letter-spacing="{}"'))
    )  # fmt: skip
    return t.styled(_style(f"<style:{jenis}-properties {sifat.format(bentuk.format(20))}/>")), (t.sel, "LKE154")


def _sizes(t: Place, acak: Random) -> Named:
    """A column or a row of no width or height, by a length that is spelled otherwise, or that has no unit."""
    ukuran = acak.choice((*(b.format("0.01") for b in _LENGTHS), "0", "0.01"))
    if acak.random() < 0.5:
        k = "ABCDE".index(t.kolom)
        gaya = _style(f'<style:table-column-properties style:column-width="{ukuran}"/>', "k", "table-column")
        biasa = '<table:table-column table:number-columns-repeated="{}"/>'
        kolom = biasa.format(k) + '<table:table-column table:style-name="k"/>' + biasa.format(5 - k)
        return document(gaya=gaya, kolom=kolom), ("LKE151",)
    rendah = f'<style:table-row-properties style:row-height="{ukuran}" style:use-optimal-row-height="false"/>'
    gaya = _style(rendah, "r", "table-row")
    return document(gaya=gaya, baris={t.baris: ("", ' table:style-name="r"')}), (f"LKE!E{t.baris}", "LKE152")


def _colours(t: Place, acak: Random) -> Named:
    """A colour with a sign that is no digit, which counts as nought."""
    jenis, sifat = acak.choice(
        (
            ("text", 'fo:color="#FFFFFG"'),
            ("text", 'fo:color="#fffffz"'),
            ("table-cell", 'fo:background-color="#00000G"'),
        )
    )
    return t.styled(_style(f"<style:{jenis}-properties {sifat}/>")), (t.sel, "LKE154")


def _font_names(t: Place, acak: Random) -> Named:
    """A font of signs behind others."""
    sifat = acak.choice(('style:font-name="{}"', 'fo:font-family="{}"')).format(acak.choice(_FONTS))
    return t.styled(_style(f"<style:text-properties {sifat}/>")), (t.sel, "LKE154")


def _set_up(t: Place, acak: Random) -> Named:
    """Settings of the window whose truths and numbers are spelled otherwise."""
    if acak.random() < 0.5:
        lain = settings({}, {"ShowZeroValues": acak.choice(("no", "0", "FALSE", "False"))})
        return document({t.address: cell(0.0)}, lain=lain), (t.sel, "LKE154")
    dua, lima, tujuh = (acak.choice(("+{}", "0{}", "{}.0")).format(n) for n in (2, 5, 7))
    letak = {"HorizontalSplitMode": dua, "HorizontalSplitPosition": tujuh, "PositionLeft": lima, "PositionRight": "7"}
    return document(lain=settings(letak, {})), ("LKE151",)


def _dated(t: Place, acak: Random) -> Named:
    """A text in a format of dates or times that sets something beside it."""
    jenis, isi = acak.choice(("date", "time")), acak.choice(
        ("<number:text-content/><number:text>C</number:text>",
         "<number:text>\u202e</number:text><number:text-content/>",
         "<number:text-content/><number:number/>", "<number:text-content/><number:boolean/>")
    )  # fmt: skip
    format_ = f'<number:{jenis}-style style:name="n">{isi}</number:{jenis}-style>'
    return t.styled(format_ + _style("", sifat=' style:data-style-name="n"')), (t.sel, "LKE154")


SPELLED = (
    ("panjang dieja lain", _lengths, False),
    ("ukuran dieja lain", _sizes, False),
    ("warna dieja lain", _colours, False),
    ("nama huruf dieja lain", _font_names, False),
    ("setelan dieja lain", _set_up, True),
    ("format tanggal atas teks", _dated, False),
)
