"""How the summary sheet words stage and verdict, in its formulas and as their present values."""

from zi_cli.instrumen.tree import Predikat
from zi_cli.scoring.result import Penilaian

BELUM_DINILAI, PENDAHULUAN, AKHIR = "Belum dinilai", "Pendahuluan (Hasil belum dinilai)", "Akhir"
MEMENUHI, BELUM_MEMENUHI = "Memenuhi", "Belum memenuhi"
PENGUNGKIT_MEMENUHI, PENGUNGKIT_BELUM = "Pengungkit memenuhi", "Pengungkit belum memenuhi"


def tahap(penilaian: Penilaian | None) -> str:
    """The stage as the summary words it; None is an assessor without any answer."""
    if penilaian is None:
        return BELUM_DINILAI
    return AKHIR if penilaian.tahap == "akhir" else PENDAHULUAN


def putusan(penilaian: Penilaian | None, predikat: Predikat) -> str:
    """The verdict for *predikat* as the summary words it; at the preliminary stage on Pengungkit alone."""
    if penilaian is None:
        return BELUM_DINILAI
    hasil = penilaian.putusan[predikat]
    if penilaian.tahap == "akhir":
        return MEMENUHI if hasil.memenuhi else BELUM_MEMENUHI
    return PENGUNGKIT_MEMENUHI if hasil.pengungkit_memenuhi else PENGUNGKIT_BELUM
