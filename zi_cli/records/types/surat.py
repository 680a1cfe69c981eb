"""zi.surat/1: one letter, written or refused."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.records.types.common import Program, Sha256, TemuanRecord


class SuratRecord(TypedDict):
    """One letter."""

    skema: Literal["zi.surat/1"]
    program: Program
    jenis: str
    satker: Annotated[list[str], Meta(description="Nama satker yang dinyatakan surat ini.")]
    berkas: Annotated[str | None, Meta(description="Berkas DOCX; null bila surat ditolak.")]
    pdf: Annotated[str | None, Meta(description="Berkas PDF; null tanpa --pdf.")]
    sha256: Annotated[Sha256 | None, Meta(description="SHA-256 berkas DOCX.")]
    paksa: Annotated[str | None, Meta(description="Alasan --paksa; null bila tidak dipaksakan.")]
    temuan: list[TemuanRecord]
