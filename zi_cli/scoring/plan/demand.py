"""What a step demands, in words, and what must not be overlooked with it."""

from collections.abc import Mapping

from zi_cli.instrumen.tree import Instrumen, Kriteria
from zi_cli.scoring.plan.contract import Langkah
from zi_cli.scoring.plan.levers import common_denominator
from zi_cli.text import desimal, ringkas


def tuntutan(langkah: Langkah, instrumen: Instrumen, kriteria: Mapping[str, tuple[Kriteria, ...]]) -> str:
    """What the answer aimed at demands."""
    if isinstance(langkah.ke, str):
        return next(k.tuntutan for k in kriteria[langkah.indikator] if k.pilihan == langkah.ke)
    h = langkah.hitungan
    if h is not None:
        baris = instrumen.per_kode[h.kode]
        turun = instrumen.per_kode[langkah.indikator].aturan
        batas = "paling banyak" if turun is not None and turun.nama == "penurunan" else "paling sedikit"
        kini = f"sekarang {h.dari}" if h.dari is not None else "sekarang kosong"
        return f"{baris.teks} (baris {baris.nomor}): {batas} {h.ke}, {kini}."
    if instrumen.per_kode[langkah.indikator].jenis_jawaban == "persen":
        return f"Persentase paling sedikit {ringkas(langkah.ke * 100, 2)} %; lengkapi dahulu hitungannya di lembar."
    return f"Indeks survei paling sedikit {desimal(langkah.ke)} (skala 0–{ringkas(instrumen.survei_maksimum)})."


def catatan_langkah(langkah: Langkah, instrumen: Instrumen) -> str | None:
    """What must not be overlooked with a step; None when there is nothing."""
    if langkah.hitungan is None:
        return None
    lain = common_denominator(instrumen, langkah.hitungan.kode)
    if lain is None:
        return None
    return f"Angka ini juga penyebut {lain}: setiap tambahan perlu masuk hitungan di sana pula agar tidak turun."
