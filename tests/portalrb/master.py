"""A list of questions in the portal's form, built from the instrument alone: no sentence of the portal's."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zi_cli.instrumen.loader import load_instrumen
from zi_cli.portalrb.questions import load_questions

ANSWER_TYPES = {
    "ya_tidak": "YA_TIDAK",
    "abc": "ABC",
    "abcd": "ABCD",
    "abcde": "ABCDE",
    "jumlah": "Jumlah",
    "nilai_0_4": "0-4",
}


def master() -> dict[str, Any]:
    """The portal's list as it would be for this instrument."""
    instrumen = load_instrumen()
    soal = load_questions(instrumen)

    def question(s: Any) -> dict[str, Any]:
        return {
            "id": s.id,
            "teks_pertanyaan": f"pertanyaan {s.kode}",
            "jenis_jawaban": ANSWER_TYPES[s.jenis],
            "bobot_maksimal": 0,
            "skema_penilaian": [
                {"key": k, "label": k, "multiplier": float(n)} for k, n in instrumen.options(s.kode).items()
            ],
            "excel_sheet": soal.lembar,
            "excel_baris": s.baris,
            **{f"excel_kolom_{b}": h for b, h in soal.kolom.items()},
        }

    def node(kode: str) -> dict[str, Any]:
        anak = [k for k in instrumen.anak.get(kode, ()) if instrumen.per_kode[k].jenis != "indikator"]
        langsung = [
            s for s in soal.soal if s.kode.startswith(f"{kode}.") and not any(s.kode.startswith(f"{k}.") for k in anak)
        ]
        return {
            "id": 1,
            "nama": kode,
            "level": "simpul",
            "bobot_maksimal": float(instrumen.bobot(kode)),
            "children": [node(k) for k in anak],
            "soals": [question(s) for s in langsung],
        }

    komponen = [b.kode for b in instrumen.baris if b.jenis == "komponen"]
    return {"tahun": soal.tahun, "total_soal": len(soal.soal), "data": [node(k) for k in komponen]}


def questions(isi: dict[str, Any]) -> list[dict[str, Any]]:
    """All questions of a list, to be changed in place."""
    hasil: list[dict[str, Any]] = []

    def walk(simpul: list[dict[str, Any]]) -> None:
        for s in simpul:
            hasil.extend(s["soals"])
            walk(s["children"])

    walk(isi["data"])
    return sorted(hasil, key=lambda s: s["id"])


def write(berkas: Path, ubah: Callable[[dict[str, Any]], object] | None = None) -> Path:
    """The list, changed by *ubah*, as a file."""
    isi = master()
    if ubah is not None:
        ubah(isi)
    berkas.write_text(json.dumps(isi), "utf-8")
    return berkas
