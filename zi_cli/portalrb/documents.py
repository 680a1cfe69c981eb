"""The three documents that the portal fetches, as types: writing and strict reading come from them."""

from typing import Annotated, Literal

import msgspec

#: A unit's id is a part of an address: letters, digits, and a few marks that mean nothing there.
ID_UNIT = r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$"
IdUnit = Annotated[str, msgspec.Meta(pattern=ID_UNIT)]
Tahun = Annotated[int, msgspec.Meta(ge=2000, le=2100)]
Kategori = Literal["WBK", "WBK-AFIRMASI", "WBBM"]


class Unit(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A unit that is proposed."""

    id: IdUnit
    nama: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    kategori: Kategori | msgspec.UnsetType = msgspec.UNSET
    afirmasi: bool | msgspec.UnsetType = msgspec.UNSET


class UnitList(msgspec.Struct, forbid_unknown_fields=True):
    """The answer to ``pengusulan/unit-wbk`` and ``pengusulan/unit-wbbm``."""

    tahun: Tahun
    units: list[Unit]


class PortalAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """The answers to one question; null where there is none, never an empty text."""

    soal_id: Annotated[int, msgspec.Meta(ge=1, le=10**6)]
    jawaban_unit: str | None
    jawaban_tpi: str | None = None
    catatan_unit: str | None = None
    bukti_dukung_unit: str | None = None
    catatan_tpi: str | None = None


class UnitAnswers(msgspec.Struct, forbid_unknown_fields=True):
    """The answer to ``lke/jawaban-unit/{id}``."""

    unit_id: IdUnit
    nama_unit: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    tahun: Tahun
    answers: list[PortalAnswer]


class Failure(msgspec.Struct):
    """The answer that goes with every status but 2xx."""

    error: Literal[True]
    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Z][A-Z_]{2,63}$")]
    message: str


def encode(dokumen: UnitList | UnitAnswers | Failure) -> bytes:
    """A document as bytes: one line, keys in the guide's order."""
    return msgspec.json.encode(dokumen) + b"\n"


def schema() -> dict[str, object]:
    """JSON Schema of the three documents, made from their types."""
    _, part = msgspec.json.schema_components([UnitList, UnitAnswers, Failure])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:zi:skema:portalrb-dokumen:1",
        "title": "Dokumen API Integrasi ZI",
        "oneOf": [{"$ref": f"#/$defs/{n}"} for n in ("UnitList", "UnitAnswers", "Failure")],
        "$defs": part,
    }
