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


def schema_of(nama: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the output *nama*; raises KeyError when it has none.

    Objects are closed, their keys in the order of the documents. Keys may be added within a version, so a
    reader should pass over those it does not know.
    """
    keluaran = OUTPUTS[nama]
    types = {k: v for m in _MODULES for k, v in vars(m).items()}
    milik = [types[t] for t in keluaran["tipe"].split()]
    acuan, bagian = schema_components(milik)
    for nama_tipe, isi in bagian.items():
        # What a type says of itself is for the programmers of this house.
        del isi["title"], isi["description"]
        isi["properties"] = {k: isi["properties"][k] for k in types[nama_tipe].__annotations__}
        isi["required"] = list(isi["properties"])
        isi["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:zi:skema:{nama}:1",
        "title": f"zi.{nama}/1",
        "description": keluaran["keterangan"],
        **({"anyOf": list(acuan)} if len(acuan) > 1 else bagian.pop(milik[0].__name__)),
        "$defs": bagian,
    }


def schema_text(nama: str) -> str:
    """The schema of *nama* as JSON text, ready to print."""
    return json.dumps(schema_of(nama), ensure_ascii=False, indent=2) + "\n"
