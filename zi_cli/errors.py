"""Errors meant for the user: one clear line and an exit code of the documented table."""

from zi_cli.findings.model import Temuan

SELESAI = 0  #: done (`score`: whatever the verdict)
TIDAK = 1  #: done, and the answer is no
SALAH_PAKAI = 2  #: wrong usage
TAK_TERBACA = 3  #: an input is missing or can't be read
TAK_TERTULIS = 4  #: an output could not be written
TAK_TERDUGA = 70  #: unexpected error
DIHENTIKAN = 130  #: Ctrl-C


class GalatPengguna(Exception):
    """An error the user can act on: *pesan* is one Indonesian line, *kode_keluar* the exit code."""

    def __init__(self, pesan: str, kode_keluar: int) -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.kode_keluar = kode_keluar


class TakTerbaca(GalatPengguna):
    """An input that is missing or can't be read, with its coded finding (exit code 3)."""

    def __init__(self, temuan: Temuan) -> None:
        super().__init__(f"{temuan.tingkat} {temuan.kode} {temuan.pesan}", TAK_TERBACA)
        self.temuan = temuan


class TakTertulis(GalatPengguna):
    """An output that could not be written (exit code 4)."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, TAK_TERTULIS)
