"""Parts that several records share."""

from typing import Annotated, TypedDict

from msgspec import Meta

from zi_cli.findings.record import Tingkat

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Program = Annotated[str, Meta(pattern=r"^zi \d+\.\d+\.\d+")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
#: Figures beyond it are none of ours.
_MOST = 1e9
Number = Annotated[float, Meta(ge=-_MOST, le=_MOST)]
#: Points of a node.
Points = Annotated[float, Meta(ge=0, le=_MOST)]
#: A difference of points.
PointChange = Annotated[float, Meta(ge=-_MOST, le=_MOST)]
Ratio = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0, le=10**9)]
Year = Annotated[int, Meta(ge=0, le=9999)]
#: The exact value of a figure shown rounded: "75", "599/8".
Exact = Annotated[
    str, Meta(pattern=r"^-?\d{1,200}(/[1-9]\d{0,199})?$", description="Nilai eksak: bilangan bulat atau pecahan.")
]


class TemuanRecord(TypedDict):
    """One finding."""

    kode: Annotated[str, Meta(pattern=r"^[A-Z]{3}\d{3}$")]
    tingkat: Tingkat
    sel: str | None
    indikator: str | None
    pesan: Annotated[str, Meta(min_length=1)]


class TemuanPerBerkasRecord(TypedDict):
    """A finding, and the file (or satker) that it is about."""

    berkas: str
    temuan: TemuanRecord


class TakTerbacaRecord(TypedDict):
    """A file that could not be read; null where it has no name of its own."""

    berkas: str | None
    temuan: TemuanRecord


class BerkasRecord(TypedDict):
    """A file a record rests on."""

    nama: str
    sha256: Sha256


class LkeRecord(BerkasRecord):
    """A worksheet's file, with the names of its sheets."""

    lembar: Annotated[list[str], Meta(min_length=1)]


class AmbangRecord(TypedDict):
    """Which thresholds were used."""

    nama: str
    sumber: str
    diubah: list[str]
