"""zi.template/1: a form that was written."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.records.types.common import Count, Program, Sha256, TemuanRecord, Year


class TakTerbawaRecord(TypedDict):
    """Something of the old worksheet that has no place in the form."""

    penilai: str | None
    sel: str
    indikator: str
    isi: str
    sebab: str


class TemplateRecord(TypedDict):
    """One form."""

    skema: Literal["zi.template/1"]
    program: Program
    berkas: str
    sha256: Sha256
    bentuk: Annotated[str, Meta(description="Tata letak: resmi atau portalrb.")]
    instrumen: str
    satker: str | None
    tahun: Year | None
    usulan: str | None
    asal: Annotated[str | None, Meta(description="LKE lama yang isinya dipindahkan; null bila kosong.")]
    terbawa: Annotated[Count, Meta(description="Banyaknya jawaban yang terbawa dari LKE lama.")]
    tidak_terbawa: list[TakTerbawaRecord]
    temuan: list[TemuanRecord]
