"""zi.score/1 and zi.lint/1: one assessor of one file, and the findings of one file."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.records.types.common import (
    AmbangRecord,
    Count,
    Exact,
    LkeRecord,
    Number,
    Points,
    Program,
    Ratio,
    Sha256,
    TemuanRecord,
    Year,
)
from zi_cli.scoring.result import Keadaan, Tahap
from zi_cli.worksheet.model import Penilai


class AreaRecord(TypedDict):
    """Both halves of one area together."""

    nilai: Points
    bobot: Annotated[float, Meta(gt=0, le=10**9)]
    persen: Points


class IndikatorRecord(TypedDict):
    """One indicator."""

    jawaban: Annotated[str | float | None, Meta(description="Pilihan baku, atau angka (persentase sebagai rasio).")]
    mentah: str | None
    nilai: Ratio
    skor: Points
    sel: str | None


class HasilAmbangRecord(TypedDict):
    """One threshold against the value."""

    kode: str
    satuan: Literal["nilai", "persen"]
    nilai: Number
    minimal: Number
    selisih: Number
    memenuhi: bool
    pembulatan_menyesatkan: bool
    nilai_eksak: Exact
    minimal_eksak: Exact
    keadaan: Annotated[Keadaan, Meta(description="Ambang ini atas nilai terburuk dan terbaik jawaban yang meragukan.")]


class RaguRecord(TypedDict):
    """One doubtful answer that a verdict hangs on."""

    kode: str
    sel: str | None
    teks: str
    mentah: str | None


class PutusanRecord(TypedDict):
    """The verdict for one predicate."""

    memenuhi: bool
    memenuhi_maks: bool
    pengungkit_memenuhi: bool
    ambang: Annotated[list[HasilAmbangRecord], Meta(min_length=1)]
    keadaan: Annotated[
        Keadaan, Meta(description="Putusan atas nilai terburuk dan terbaik dari setiap jawaban yang meragukan.")
    ]
    keadaan_pengungkit: Annotated[Keadaan, Meta(description="Putusan atas Pengungkit dan areanya saja.")]
    bergantung: Annotated[
        list[RaguRecord],
        Meta(description="Jawaban meragukan yang menentukan putusan; kosong bila putusan pasti."),
    ]
    sebab: Annotated[list[str], Meta(description="Kode temuan yang membuat seluruh berkas meragukan (LKE113, LKE114).")]


class ScoreHead(TypedDict):
    """What stands before the indicators."""

    skema: Literal["zi.score/1"]
    program: Program
    berkas: LkeRecord
    instrumen: str
    ambang: AmbangRecord
    satker: str | None
    tahun: Year | None
    penilai: Penilai
    penilai_tersedia: list[Penilai]
    tahap: Tahap
    nilai: Annotated[dict[str, Points], Meta(description="Poin: total dan setiap simpul menurut kode.")]
    nilai_maks: Annotated[Points, Meta(description="Total bila semua indikator tanpa jawaban bernilai terbaik.")]
    area: dict[str, AreaRecord]


class _ScoreWithIndicators(ScoreHead):
    indikator: Annotated[dict[str, IndikatorRecord], Meta(min_length=1)]


class ScoreTail(TypedDict):
    """What stands behind the indicators."""

    kosong: Count
    putusan: Annotated[dict[Predikat, PutusanRecord], Meta(min_length=2)]
    temuan: list[TemuanRecord]
    eksak: Annotated[dict[str, Exact], Meta(description="Poin eksak total, Pengungkit, dan Hasil menurut kode.")]


class DifferencePartRecord(TypedDict):
    """One fault of the sheet and what it does to its total."""

    sel: str
    sebab: str
    poin: Annotated[float | None, Meta(description="Poin; null bila membuat total menjadi kesalahan rumus.")]


class DifferenceRecord(TypedDict):
    """The file's own total against ours; the parts add up to the difference."""

    berkas: Annotated[float | None, Meta(description="Total di berkas; null bila selnya berisi kesalahan rumus.")]
    kami: Points
    selisih: Annotated[float | None, Meta(description="Total di berkas dikurangi hitungan kami.")]
    bagian: list[DifferencePartRecord]


class _ScoreWithTail(_ScoreWithIndicators, ScoreTail):
    pass


class ScoreRecord(_ScoreWithTail):
    """One assessor of one file."""

    selisih_lembar: Annotated[
        DifferenceRecord | None,
        Meta(description="Mengapa total di berkas lain dari hitungan kami; null bila sama atau tidak ada."),
    ]


class LintFileRecord(TypedDict):
    """The file that was looked at."""

    nama: str
    sha256: Sha256 | None


class AcceptedRecord(TypedDict):
    """A finding left out because a person accepted it."""

    kode: str
    sel: str | None
    indikator: str | None
    alasan: str
    oleh: str
    sampai: Annotated[str, Meta(description="Tanggal terakhir berlakunya, YYYY-MM-DD.")]


class LintRecord(TypedDict):
    """The findings of one file."""

    skema: Literal["zi.lint/1"]
    berkas: LintFileRecord
    temuan: list[TemuanRecord]
    diterima: Annotated[list[AcceptedRecord], Meta(description="Temuan yang diterima menurut --pengecualian.")]
