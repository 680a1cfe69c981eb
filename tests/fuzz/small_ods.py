"""The small LKE as an .ods, of which any cell, row, column or style can be false."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.fuzz import small_lke
from tests.fuzz.basis import zip_of

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    **{n: f"{URN}{n}:1.0" for n in ("office", "table", "text", "style", "config", "manifest")},
    "fo": f"{URN}xsl-fo-compatible:1.0", "svg": f"{URN}svg-compatible:1.0", "number": f"{URN}datastyle:1.0",
    "draw": f"{URN}drawing:1.0", "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "xlink": "http://www.w3.org/1999/xlink", "of": f"{URN}of:1.2", "dr3d": f"{URN}dr3d:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}  # fmt: skip
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
#: Widths as in the .xlsx: the texts of rows, and the rest.
COLUMN = (
    '<table:table-column table:style-name="teks"/><table:table-column table:style-name="isi" '
    'table:number-columns-repeated="4"/>'
)
_COLUMN_STYLES = "".join(
    f'<style:style style:name="{n}" style:family="table-column"><style:table-column-properties style:column-width='
    f'"{w}"/></style:style>'
    for n, w in (("teks", "11cm"), ("isi", "2.7cm"))
)


def cell(nilai: str | float, atribut: str = "") -> str:
    """A cell that holds *nilai*."""
    if isinstance(nilai, str):
        return (
            f'<table:table-cell office:value-type="string"{atribut}><text:p>{escape(nilai)}</text:p></table:table-cell>'
        )
    isi = f'office:value-type="float" office:value="{nilai:g}"'
    return f"<table:table-cell {isi}{atribut}><text:p>{nilai:g}</text:p></table:table-cell>"


def document(
    ganti: Mapping[str, str] | None = None, gaya: str = "", *, bernama: str = "", bentuk: str = "", kolom: str = COLUMN,
    akhir: str = "", tabel: str = "", baris: Mapping[int, tuple[str, str]] | None = None, sesudah: str = "",
    lain: Mapping[str, bytes | str] | None = None, huruf: str = "",
) -> bytes:  # fmt: skip
    """The document: *ganti* are cells by their address, *gaya* automatic styles, *bernama* named ones.

    *bentuk* stands before the columns, *akhir* after the rows, *sesudah* after the sheet; *baris* gives what stands
    before and after a row's tag name: a group's start, or attributes; *lain* are further parts, *huruf* declares fonts.
    """
    ganti, baris = ganti or {}, baris or {}
    isi = []
    for r, sel in enumerate(small_lke.grid(), 1):
        depan, atribut = baris.get(r, ("", ""))
        biasa = [cell(v) if v is not None else "<table:table-cell/>" for v in sel] + ["<table:table-cell/>"] * 4
        semua = (ganti.get(f"{k}{r}", b) for k, b in zip("ABCDE", biasa, strict=False))
        isi.append(f"{depan}<table:table-row{atribut}>{''.join(semua)}</table:table-row>")
    ruang = " ".join(f'xmlns:{n}="{u}"' for n, u in NAMESPACES.items())
    manifes = "".join(
        f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="{t}"/>'
        for n, t in (
            ("/", MIMETYPE),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            *((n, "") for n in lain or {}),
        )
    )
    return zip_of(
        {
            "mimetype": MIMETYPE,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{NAMESPACES["manifest"]}">{manifes}'
            "</manifest:manifest>",
            "styles.xml": f'<office:document-styles {ruang} office:version="1.3"><office:styles>{bernama}'
            "</office:styles></office:document-styles>",
            "content.xml": f'<office:document-content {ruang} office:version="1.3">{huruf}<office:automatic-styles>'
            f"{_COLUMN_STYLES}{gaya}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="
            f'"LKE"{tabel}>{bentuk}{kolom}{"".join(isi)}{akhir}</table:table>{sesudah}</office:spreadsheet></office:body>'
            "</office:document-content>",
            **(lain or {}),
        }
    )


def settings(lembar: Mapping[str, str], jendela: Mapping[str, str]) -> dict[str, bytes | str]:
    """The part of settings: those of the sheet, and those of the window."""

    def items(isi: Mapping[str, str]) -> str:
        return "".join(f'<config:config-item config:name="{n}">{v}</config:config-item>' for n, v in isi.items())

    entri = f'<config:config-item-map-entry config:name="LKE">{items(lembar)}</config:config-item-map-entry>'
    peta = f'<config:config-item-map-named config:name="Tables">{entri}</config:config-item-map-named>'
    satu = f"<config:config-item-map-entry>{peta}{items(jendela)}</config:config-item-map-entry>"
    semua = f'<config:config-item-map-indexed config:name="Views">{satu}</config:config-item-map-indexed>'
    ruang = f'xmlns:office="{NAMESPACES["office"]}" xmlns:config="{NAMESPACES["config"]}"'
    return {
        "settings.xml": f"<office:document-settings {ruang}><office:settings><config:config-item-set config:name="
        f'"ooo:view-settings">{semua}</config:config-item-set></office:settings></office:document-settings>'
    }
