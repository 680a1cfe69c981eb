"""JSON Schemas of the outputs, made from the records' types."""

import json
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from zi_cli.bukti import quarter_state
from zi_cli.records.types import (
    batch,
    bukti,
    check,
    common,
    compare,
    explain,
    kerja,
    paket,
    plan,
    portalrb,
    score,
    surat,
    survei,
    tahap,
    written,
)
from zi_cli.tables import read_table

#: Modules whose types are records.
_MODULES = (
    batch, bukti, check, common, compare, explain, kerja, paket, plan, portalrb, quarter_state, score, surat, survei,
    tahap, written,
)  # fmt: skip
#: The types of an output's documents, and what a reader of its schema should know, by the name in ``zi.<name>/1``.
OUTPUTS = {b["nama"]: b for b in read_table(Path(__file__).with_name("keluaran.csv"))}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the output *name*; raises KeyError when it has none.

    Objects are closed, their keys in the order of the documents. Keys may be added within a version, so a
    reader should pass over those it does not know.
    """
    milik = record_types(name)
    types = _all_types()
    reference, parts = schema_components(milik)
    for nama_tipe, content in parts.items():
        # What a type says of itself is for the programmers of this house.
        del content["title"], content["description"]
        content["properties"] = {k: content["properties"][k] for k in types[nama_tipe].__annotations__}
        content["required"] = list(content["properties"])
        content["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:zi:skema:{name}:1",
        "title": f"zi.{name}/1",
        "description": OUTPUTS[name]["keterangan"],
        **({"anyOf": list(reference)} if len(reference) > 1 else parts.pop(milik[0].__name__)),
        "$defs": parts,
    }


def record_types(name: str) -> list[Any]:
    """The types of the documents of the output *name*; raises KeyError when it has none."""
    types = _all_types()
    return [types[t] for t in OUTPUTS[name]["tipe"].split()]


def _all_types() -> dict[str, Any]:
    return {k: v for m in _MODULES for k, v in vars(m).items()}


def schema_text(name: str) -> str:
    """The schema of *name* as JSON text, ready to print."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"
