"""JSON Schemas of the outputs, made from the records' types."""

import json
from typing import Any, NamedTuple

from msgspec.json import schema_components

from zi_cli.records.types import batch, check, common, compare, plan, portalrb, score, surat, survei


class Output(NamedTuple):
    """The type of an output's documents, and what a reader of its schema should know."""

    tipe: Any
    keterangan: str


#: By the name that stands in ``zi.<name>/1``.
OUTPUTS = {
    "batch": Output(
        batch.BatchRecord,
        "Rekap satu folder LKE. Satu dokumen sebaris; satker menurut peringkat, poin dibulatkan 6 desimal.",
    ),
    "check": Output(
        check.CheckRecord,
        "Kelayakan pengajuan: syarat, nilai LKE, portofolio, dan kalender. Satu dokumen sebaris.",
    ),
    "compare": Output(
        compare.CompareRecord,
        "Perbandingan dua penilai, beberapa berkas, atau seisi folder. Poin dibulatkan 6 desimal; selisih = ke - dari.",
    ),
    "lint": Output(
        score.LintRecord,
        "Temuan satu berkas menurut letaknya. Satu dokumen sebaris; sha256 null bila berkas tidak terbaca.",
    ),
    "instrumen": Output(
        portalrb.InstrumenRecord,
        "Daftar soal PortalRB dibandingkan dengan instrumen (zi instrumen banding). Satu dokumen sebaris.",
    ),
    "plan": Output(
        plan.PlanRecord,
        "Rencana perbaikan menuju satu predikat untuk satu LKE. Satu dokumen sebaris; poin dibulatkan 6 desimal.",
    ),
    "portalrb": Output(portalrb.PortalrbRecord, "Ekspor untuk PortalRB: unit dan yang ditolak. Satu dokumen sebaris."),
    "portalrb-periksa": Output(
        portalrb.PortalrbPeriksaRecord, "Yang akan dilihat PortalRB di sebuah alamat. Satu dokumen sebaris."
    ),
    "score": Output(
        score.ScoreRecord,
        "Nilai dan putusan satu penilai atas satu LKE. Satu dokumen sebaris; poin dibulatkan 6 desimal.",
    ),
    "surat": Output(surat.SuratRecord, "Satu dokumen tiap surat yang dibuat atau ditolak."),
    "survei": Output(
        survei.SurveiRecord,
        "Indeks survei mandiri dari jawaban responden. Satu dokumen sebaris; indeks dibulatkan 6 desimal.",
    ),
}


def schema_of(nama: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the output *nama*; raises KeyError when it has none.

    Objects are closed, their keys in the order of the documents. Keys may be added within a version, so a
    reader should pass over those it does not know.
    """
    tipe, keterangan = OUTPUTS[nama]
    _, bagian = schema_components([tipe])
    types = {
        k: v for m in (batch, check, common, compare, plan, portalrb, score, surat, survei) for k, v in vars(m).items()
    }
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
        "description": keterangan,
        **bagian.pop(tipe.__name__),
        "$defs": bagian,
    }


def schema_text(nama: str) -> str:
    """The schema of *nama* as JSON text, ready to print."""
    return json.dumps(schema_of(nama), ensure_ascii=False, indent=2) + "\n"
