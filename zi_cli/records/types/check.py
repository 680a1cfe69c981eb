"""zi.check/1: may these satker be proposed?"""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.findings.record import Tingkat
from zi_cli.instrumen.requirements import TingkatSyarat
from zi_cli.instrumen.tree import Predikat
from zi_cli.pengajuan.calendar import StatusJadwal
from zi_cli.records.types.common import AmbangRecord, BerkasRecord, Count, Day, Number, Program
from zi_cli.worksheet.model import Penilai


class HasilSyaratRecord(TypedDict):
    """The answer to one requirement."""

    kode: str
    tingkat: TingkatSyarat
    nilai: Annotated[
        str | float | bool | None,
        Meta(description="Huruf, angka (persen atau level), tanggal, atau ya/tidak; null bila tidak ada atau nihil."),
    ]
    minimal: Annotated[str | float | bool, Meta(description="Huruf, angka, jumlah tahun, atau true.")]
    memenuhi: bool | None
    sumber: Annotated[str | None, Meta(description="Berkas dan sel atau kunci tempat nilainya dibaca.")]
    tindakan: str | None
    label: str
    dasar: str
    peraturan: Annotated[str, Meta(description="Peraturan atau pihak yang memintanya.")]
    berlaku_sejak: Day | None
    sebab: Annotated[str | None, Meta(description="Mengapa tidak atau belum diketahui memenuhi.")]


class AsalRecord(TypedDict):
    """Where a fact was read, and the date the value itself bears."""

    tempat: str
    tanggal: Day | None


class FaktaRecord(TypedDict):
    """One part of the answer."""

    kode: str
    jawaban: Literal["ya", "tidak", "belum diketahui"]
    sebab: str | None
    asal: list[AsalRecord]


class TemuanBerkasRecord(TypedDict):
    """A finding with the file it is about."""

    berkas: Annotated[str | None, Meta(description="Berkas yang dimaksud; null bila tentang usulan seluruhnya.")]
    kode: Annotated[str, Meta(pattern=r"^[A-Z]{3}\d{3}$")]
    tingkat: Tingkat
    sel: str | None
    indikator: str | None
    pesan: str


class UsulanRecord(TypedDict):
    """One satker's answer."""

    kode: str | None
    nama: str
    usulan: Predikat | None
    layak: Annotated[
        bool | None,
        Meta(
            description="null: data belum lengkap, atau LKE penilai penentu belum lengkap dan putusannya dapat berubah."
        ),
    ]
    penilai: Penilai | None
    nilai_memenuhi: bool | None
    syarat: list[HasilSyaratRecord]
    temuan: list[TemuanBerkasRecord]
    alasan: list[str]
    berkas: BerkasRecord | None
    fakta: Annotated[
        list[FaktaRecord],
        Meta(description="Semua bagian putusan: satu tidak berarti tidak layak, satu belum diketahui berarti null."),
    ]


class PortofolioRecord(TypedDict):
    """The ministry's share of satker that hold a predicate."""

    satker: Count | None
    berpredikat: Count | None
    tambahan: Annotated[Count, Meta(description="Usulan dari satker yang belum berpredikat.")]
    persen_sebelum: Number | None
    persen_sesudah: Number | None
    batas_persen: int
    melebihi_sebelum: bool | None
    melebihi_sesudah: bool | None
    tambahan_layak: Annotated[Count, Meta(description="Yang layak di antara usulan baru itu.")]
    persen_layak: Number | None
    melebihi_layak: bool | None


class BelumDiperbaruiRecord(TypedDict):
    """A satker whose evidence is not up to date."""

    kode: str | None
    nama: str
    tanggal: Day | None


class PembaruanRecord(TypedDict):
    """The evidence updates."""

    terakhir: Day
    berikutnya: Day
    belum: list[BelumDiperbaruiRecord]


class MonevRecord(TypedDict):
    """The two-yearly monev of one predicate."""

    kode: str | None
    nama: str
    predikat: Predikat
    sejak: Day | None
    jatuh_tempo: Day | None
    sisa_hari: int | None
    status: StatusJadwal


class KalenderRecord(TypedDict):
    """Everything dated."""

    batas: Day
    sisa_hari: Annotated[int, Meta(description="Negatif bila batas sudah lewat.")]
    berikutnya: Annotated[Day, Meta(description="Batas pengajuan pertama sejak tanggal itu.")]
    pembaruan_data_dukung: PembaruanRecord
    monev: list[MonevRecord]


class BagianKawasanRecord(TypedDict):
    """A member or an aspect of a kawasan."""

    nama: str
    jawaban: bool | None
    sebab: str | None
    bukti: str | None
    oleh: str | None


class KawasanRecord(TypedDict):
    """A kawasan: nothing is weighed or summed."""

    nama: str
    terpenuhi: Annotated[bool | None, Meta(description="Null selama ada yang belum diketahui.")]
    anggota: list[BagianKawasanRecord]
    aspek: Annotated[list[BagianKawasanRecord], Meta(description="Kelima aspek Tabel 6.")]
    tim: list[str]


class CheckRecord(TypedDict):
    """The whole answer."""

    skema: Literal["zi.check/1"]
    program: Program
    tanggal: Annotated[Day, Meta(description="Tanggal pengajuan yang dipakai.")]
    instrumen: str
    ambang: AmbangRecord
    konfigurasi: Annotated[BerkasRecord | None, Meta(description="zi.toml yang dipakai; null bila tidak ada.")]
    daftar: Annotated[BerkasRecord | None, Meta(description="Daftar satker yang dipakai; null bila tidak ada.")]
    satker: Annotated[
        list[UsulanRecord],
        Meta(description="Urut: layak, data belum lengkap, belum layak; yang paling sedikit kurangnya lebih dahulu."),
    ]
    tidak_diusulkan: Annotated[Count, Meta(description="Baris daftar dengan usulan Tidak.")]
    portofolio: PortofolioRecord
    kalender: KalenderRecord
    temuan: list[TemuanBerkasRecord]
    kawasan: list[KawasanRecord]
