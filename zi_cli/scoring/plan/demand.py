"""What a step demands, in words, and what must not be overlooked with it."""

from collections.abc import Mapping

from zi_cli.instrumen.tree import Instrumen, Kriteria
from zi_cli.scoring.plan.contract import Langkah
from zi_cli.scoring.plan.levers import common_denominator
from zi_cli.text import decimal_text, short_number


def demand_of(step: Langkah, instrumen: Instrumen, kriteria: Mapping[str, tuple[Kriteria, ...]]) -> str:
    """What the answer aimed at demands."""
    if isinstance(step.ke, str):
        return next(k.tuntutan for k in kriteria[step.indikator] if k.pilihan == step.ke)
    h = step.hitungan
    if h is not None:
        row = instrumen.per_kode[h.kode]
        down = instrumen.per_kode[step.indikator].aturan
        limit = "paling banyak" if down is not None and down.nama == "penurunan" else "paling sedikit"
        now = f"sekarang {h.dari}" if h.dari is not None else "sekarang kosong"
        return f"{row.teks} (baris {row.nomor}): {limit} {h.ke}, {now}."
    if instrumen.per_kode[step.indikator].jenis_jawaban == "persen":
        return f"Persentase paling sedikit {short_number(step.ke * 100, 2)} %; lengkapi dahulu hitungannya di lembar."
    return f"Indeks survei paling sedikit {decimal_text(step.ke)} (skala 0–{short_number(instrumen.survei_maksimum)})."


def step_note(step: Langkah, instrumen: Instrumen) -> str | None:
    """What must not be overlooked with a step; None when there is nothing."""
    if step.hitungan is None:
        return None
    other = common_denominator(instrumen, step.hitungan.kode)
    if other is None:
        return None
    return f"Angka ini juga penyebut {other}: setiap tambahan perlu masuk hitungan di sana pula agar tidak turun."
