"""zi.plan/1: the way to a predicate."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.records.types.common import AmbangRecord, BerkasRecord, Count, Exact, Number, Points, Program, Year
from zi_cli.scoring.plan.contract import Cakupan
from zi_cli.scoring.plan.levers import Halangan, Izin
from zi_cli.scoring.result import Keadaan, Tahap
from zi_cli.worksheet.model import Penilai

Cost = Annotated[float, Meta(ge=0, lt=1e15)]


class PermintaanRecord(TypedDict):
    """What the user asked for."""

    kunci: list[str]
    izinkan: list[Izin]
    maks_langkah: Count | None
    berbiaya: bool


class HitunganRecord(TypedDict):
    """A count row that changes."""

    kode: str
    dari: Count | None
    ke: Count


class LangkahRecord(TypedDict):
    """One indicator raised."""

    indikator: str
    dari: Annotated[
        str | float | None, Meta(description="Pilihan, rasio 0–1, atau indeks survei; null bila tanpa jawaban.")
    ]
    ke: str | float
    tambahan: Annotated[float, Meta(gt=0, description="Poin.")]
    tingkat: Annotated[int, Meta(ge=1)]
    biaya: Cost
    hitungan: Annotated[
        HitunganRecord | None, Meta(description="Baris jumlah yang berubah; null bila bukan langkah hitungan.")
    ]
    uraian: str
    tuntutan: Annotated[str, Meta(description="Yang dituntut jawaban baru: rubrik, hitungan, atau indeks.")]
    catatan: str | None
    dari_eksak: Annotated[Exact | None, Meta(description="Jawaban semula bila berupa angka, eksak.")]
    ke_eksak: Annotated[Exact | None, Meta(description="Jawaban baru bila berupa angka, eksak.")]
    tambahan_eksak: Exact


class CapaianRecord(TypedDict):
    """One threshold before and after."""

    kode: str
    satuan: Literal["nilai", "persen"]
    awal: Number
    akhir: Number
    minimal: Number
    memenuhi: bool
    keadaan: Keadaan
    masuk: bool


class HalanganRecord(TypedDict):
    """An indicator that could rise but may not."""

    indikator: str
    sebab: Halangan


class PenghalangRecord(TypedDict):
    """A threshold out of reach."""

    kode: str
    satuan: Literal["nilai", "persen", "langkah"]
    nilai_maks: Number
    minimal: Number
    selisih: Annotated[float, Meta(lt=0)]
    halangan: list[HalanganRecord]


class PlanRecord(TypedDict):
    """A plan, or why there is none."""

    skema: Literal["zi.plan/1"]
    program: Program
    berkas: BerkasRecord
    instrumen: str
    ambang: AmbangRecord
    konfigurasi: Annotated[
        BerkasRecord | None, Meta(description="zi.toml yang dipakai (--konfigurasi); null bila tidak ada.")
    ]
    satker: str | None
    tahun: Year | None
    penilai: Penilai
    tahap: Tahap
    permintaan: Annotated[
        PermintaanRecord,
        Meta(
            description="Yang diminta pemakai: yang dikunci, yang diizinkan, batas langkah, dan apakah biaya diberikan."
        ),
    ]
    target: Predikat
    cakupan: Annotated[
        Cakupan,
        Meta(description="Ambang yang direncanakan: semua, atau pada tahap pendahuluan pengungkit dan areanya."),
    ]
    keadaan: Annotated[Keadaan, Meta(description="Putusan sekarang, sebelum rencana, seperti zi score.")]
    tercapai: bool
    optimal: Annotated[
        bool,
        Meta(description="Terbukti tidak ada rencana yang lebih baik (selalu false bila tidak tercapai)."),
    ]
    jumlah_langkah: Annotated[Count, Meta(description="Banyaknya indikator yang dinaikkan.")]
    jumlah_tingkat: Annotated[
        Count,
        Meta(description="Banyaknya tingkat seluruhnya: pilihan jawaban, satuan hitungan, atau perseratus indeks."),
    ]
    biaya: Annotated[Cost, Meta(description="Dalam satuan berkas biaya; tanpa berkas biaya, banyaknya langkah.")]
    langkah: list[LangkahRecord]
    nilai_awal: Annotated[Points, Meta(description="Total sebelum rencana.")]
    nilai_akhir: Annotated[Points, Meta(description="Total setelah rencana, dihitung ulang.")]
    capaian: Annotated[
        list[CapaianRecord],
        Meta(description="Setiap ambang sebelum dan sesudah; masuk = harus dipenuhi rencana ini."),
    ]
    penghalang: Annotated[
        list[PenghalangRecord],
        Meta(
            description="Ambang yang tidak tercapai walaupun semua yang boleh dinaikkan bernilai terbaik; "
            "maks-langkah: batas langkah terlampaui."
        ),
    ]
    syarat: Annotated[str, Meta(description="Syarat berlakunya rencana: bukti dukung.")]
