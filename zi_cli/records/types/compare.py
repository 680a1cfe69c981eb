"""zi.compare/1: assessors, files, or a whole folder compared."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.records.types.common import (
    AmbangRecord,
    BerkasRecord,
    Count,
    PointChange,
    Program,
    Ratio,
    TemuanRecord,
    Year,
)
from zi_cli.scoring.compare import Arah
from zi_cli.scoring.consensus import Decides
from zi_cli.scoring.result import Keadaan, Tahap
from zi_cli.worksheet.model import Penilai

_BASIS = "Simpul yang dinilai kedua pihak: total, atau komponen pertama (Pengungkit) bila salah satunya pendahuluan."
_STATE = "Putusan atas nilai terburuk dan terbaik jawaban yang meragukan, pada simpul dasar."

_DOUBT = "Indikator meragukan yang membiarkan putusan pihak itu terbuka; kosong bila putusannya pasti."


class SisiRecord(TypedDict):
    """One side."""

    berkas: BerkasRecord
    satker: str | None
    tahun: Year | None
    penilai: Penilai
    tahap: Tahap
    total: PointChange
    pengungkit: PointChange
    hasil: PointChange
    nilai_maks: PointChange
    kosong: Count


class PerubahanRecord(TypedDict):
    """Whether each side meets a predicate: by the figures shown, and as a verdict."""

    dari: bool
    ke: bool
    keadaan_dari: Annotated[Keadaan, Meta(description=_STATE)]
    keadaan_ke: Annotated[Keadaan, Meta(description=_STATE)]
    bergantung_dari: Annotated[list[str], Meta(description=_DOUBT)]
    bergantung_ke: Annotated[list[str], Meta(description=_DOUBT)]


class BagianRecord(TypedDict):
    """One part of the worksheet, before and after."""

    kode: str
    nama: str
    bobot: PointChange
    dari: PointChange
    ke: PointChange
    selisih: PointChange
    dibandingkan: Annotated[Count, Meta(description="Indikator yang dijawab kedua pihak.")]
    sama: Count
    naik: Count
    turun: Count
    kosong: Annotated[Count, Meta(description="Indikator yang dijawab satu pihak saja.")]
    selisih_kosong: PointChange
    kesepakatan: Ratio | None


class JawabanRecord(TypedDict):
    """One side's answer."""

    jawaban: str | float | None
    skor: PointChange
    sel: str | None


class SelisihRecord(TypedDict):
    """One indicator whose answer differs."""

    kode: str
    baris: Count
    teks: str
    dari: JawabanRecord
    ke: JawabanRecord
    selisih: PointChange
    arah: Arah
    kosong: bool


class PasanganRecord(TypedDict):
    """Two sides."""

    grup: str | None
    dari: SisiRecord
    ke: SisiRecord
    dasar: Annotated[str, Meta(description=_BASIS)]
    putusan: Annotated[dict[Predikat, PerubahanRecord], Meta(min_length=2)]
    bagian: list[BagianRecord]
    indikator: Annotated[list[SelisihRecord], Meta(description="Hanya indikator yang jawabannya berbeda.")]


class RingkasanGrupRecord(TypedDict):
    """One group of a folder."""

    grup: str
    satker: Count
    kelebihan: Annotated[
        PointChange, Meta(description="Rata-rata poin yang diberikan pihak pertama di atas pihak kedua.")
    ]
    kesepakatan: Ratio | None
    gugur: Annotated[
        dict[Predikat, Count],
        Meta(min_length=2, description="Memenuhi menurut pihak pertama saja, atas angka yang ditampilkan."),
    ]
    gugur_pasti: Annotated[
        dict[Predikat, Count],
        Meta(min_length=2, description="Putusan pihak pertama memenuhi, pihak kedua belum memenuhi."),
    ]
    gugur_terbuka: Annotated[
        dict[Predikat, Count], Meta(min_length=2, description="Jawaban yang meragukan membiarkannya terbuka.")
    ]


class RingkasanIndikatorRecord(TypedDict):
    """One indicator over a folder."""

    kode: str
    baris: Count
    teks: str
    dibandingkan: Count
    turun: Count
    naik: Count
    rasio_turun: Ratio
    selisih: Annotated[float, Meta(description="Jumlah poin seluruh satker.")]


class RingkasanBandingRecord(TypedDict):
    """A folder in numbers."""

    dasar: str
    satker: Count
    grup: list[RingkasanGrupRecord]
    indikator: list[RingkasanIndikatorRecord]


class GagalBandingRecord(TypedDict):
    """A file that could not be read."""

    berkas: str
    temuan: TemuanRecord


class DilewatiRecord(TypedDict):
    """A file with nothing to compare."""

    berkas: str
    sebab: str


class ButirAgendaRecord(TypedDict):
    """One indicator on which assessors differ."""

    kode: str
    baris: Count
    teks: str
    jawaban: Annotated[dict[Penilai, JawabanRecord], Meta(description="Hanya penilai yang menjawab.")]
    taruhan: Annotated[PointChange, Meta(description="Poin tertinggi dikurangi terendah di antara jawabannya.")]
    menentukan: Annotated[Decides, Meta(description="Mengubah ambang sendirian, bersama butir lain, atau tidak.")]
    ambang: Annotated[list[str], Meta(description="Ambang yang berubah, misalnya “area-3 WBK”.")]


class AgendaRecord(TypedDict):
    """The agenda of a panel for one file."""

    berkas: BerkasRecord
    satker: str | None
    penentu: Penilai
    butir: list[ButirAgendaRecord]


class CompareRecord(TypedDict):
    """All that one run found."""

    skema: Literal["zi.compare/1"]
    program: Program
    instrumen: str
    ambang: AmbangRecord
    konfigurasi: BerkasRecord | None
    jenis: Literal["penilai", "berkas", "folder"]
    pasangan: list[PasanganRecord]
    ringkasan: Annotated[RingkasanBandingRecord | None, Meta(description="Hanya untuk folder.")]
    gagal: list[GagalBandingRecord]
    dilewati: Annotated[list[DilewatiRecord], Meta(description="Terbaca, tetapi tidak ada yang dibandingkan.")]
    konsensus: Annotated[list[AgendaRecord] | None, Meta(description="Hanya dengan --konsensus; lalu pasangan kosong.")]
