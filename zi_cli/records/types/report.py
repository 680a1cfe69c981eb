"""zi.report/1: a page that was written."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.records.types.common import Count, Program, Sha256


class ReportRecord(TypedDict):
    """One page, and what it is about."""

    skema: Literal["zi.report/1"]
    program: Program
    berkas: str
    sha256: Sha256
    bita: Count
    masukan: Annotated[str, Meta(description="LKE, folder, atau rekap yang dilaporkan.")]
    instrumen: str
    gagal: Annotated[Count, Meta(description="Banyaknya berkas di folder itu yang tidak terbaca.")]
