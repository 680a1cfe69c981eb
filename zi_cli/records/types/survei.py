"""zi.survei/1: what a survey's answers give. No answer, name or telephone is in it."""

from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from zi_cli.instrumen.tree import Predikat
from zi_cli.records.types.common import AmbangRecord, BerkasRecord, Count, Day, Exact, Program, TemuanRecord
from zi_cli.scoring.result import Keadaan

Month = Annotated[str, Meta(pattern=r"^\d{4}-\d\d$")]
#: An index on the scale of the worksheet.
Index = Annotated[float, Meta(ge=0, le=4)]
Mean = Annotated[float, Meta(ge=0, le=10)]
#: A satisfaction index as the regulation converts it.
Converted = Annotated[float, Meta(ge=0, le=100)]
Rumus = Literal["proporsi", "rentang"]
Gabungan = Literal["bulan", "semua"]


class BacaanRecord(TypedDict):
    """One of the four readings of an index."""

    rumus: Rumus
    gabungan: Gabungan
    nilai: Index | None
    eksak: Exact | None


class BagianSurveiRecord(TypedDict):
    """The index of a month or of a service; small ones are merged, their names joined by ", "."""

    nama: str | None
    nilai: Index | None
    jawaban: Count


class UnsurRecord(TypedDict):
    """The mean of one element on the answers' own scale, and how many answered it."""

    kode: str
    nama: str
    rata: Mean | None
    jawaban: Count


class AmbangSurveiRecord(TypedDict):
    """What a predicate asks of the index."""

    predikat: Predikat
    minimal: Index
    keadaan: Keadaan


class IndeksRecord(TypedDict):
    """One questionnaire."""

    kuesioner: str
    indeks: str
    skala: Annotated[int | None, Meta(description="Banyaknya tingkat jawaban; null bila belum pasti.")]
    responden: Count
    nilai: Annotated[
        Index | None, Meta(description="Indeks menurut cara yang dipakai; null bila belum dapat dihitung.")
    ]
    tanpa_mencurigakan: Index | None
    bacaan: list[BacaanRecord]
    konversi: Annotated[Converted | None, Meta(description="Nilai interval konversi SKM (25–100).")]
    menurut_lampiran: Annotated[
        Converted | None, Meta(description="SKM dengan bobot yang dibulatkan menurut contoh lampiran.")
    ]
    mutu: str | None
    baris_lke: int | None
    bulan: list[BagianSurveiRecord]
    layanan: list[BagianSurveiRecord]
    unsur: list[UnsurRecord]
    ambang: list[AmbangSurveiRecord]


class SampelRecord(TypedDict):
    """Respondents against the population."""

    populasi: Count
    rumus: str
    dibutuhkan: Count
    kurang: Count


class TemuanSurveiRecord(TemuanRecord):
    """A finding and the files it is about; none: about the survey as a whole."""

    berkas: list[str]


class CaraRecord(TypedDict):
    """How the index in use was worked out."""

    rumus: Rumus
    gabungan: Gabungan
    bulan_terakhir: int | None
    tanggal: Day | None
    bobot_skm: Annotated[list[Exact], Meta(description="Bobot unsur SKM; kosong berarti sama besar.")]


class SurveiRecord(TypedDict):
    """A survey."""

    skema: Literal["zi.survei/1"]
    program: Program
    berkas: list[BerkasRecord]
    instrumen: str
    ambang: AmbangRecord
    satker: str | None
    cara: CaraRecord
    responden: Count
    bulan: list[Month]
    mencurigakan: Count
    indeks: list[IndeksRecord]
    sampel: SampelRecord | None
    temuan: list[TemuanSurveiRecord]


class KolomPetaRecord(TypedDict):
    """A column of the map of an export; no answer from it."""

    kolom: str
    judul: str
    arti: Annotated[str | None, Meta(description="Null: belum dikenal.")]


class SurveiBerkasRecord(TypedDict):
    """What was written about a survey besides its figures."""

    skema: Literal["zi.survei-berkas/1"]
    program: Program
    jenis: Literal["peta", "laporan", "formulir"]
    ditulis: list[BerkasRecord]
    kolom: Annotated[list[KolomPetaRecord], Meta(description="Kolom ekspor; hanya pada peta.")]
    temuan: list[TemuanRecord]
