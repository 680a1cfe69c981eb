"""What a page of a folder is made from: a recap that ``zi batch`` makes for the purpose."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zi_cli.batch.jalan import JSON, Opsi, Pantau, jalankan_batch
from zi_cli.instrumen.model import Instrumen
from zi_cli.pengajuan.konfigurasi import Konfigurasi
from zi_cli.report.html.rekap import baca_rekap
from zi_cli.worksheet.model import Penilai


def rekap_folder(
    folder: Path, instrumen: Instrumen, konfigurasi: Konfigurasi, pilihan: Penilai | None, pekerja: int, pantau: Pantau
) -> Mapping[str, Any]:
    """The zi.batch/1 document of *folder*; raises ``GalatPengguna`` when it holds no workbook."""
    with TemporaryDirectory(prefix="zi-") as tempat:
        opsi = Opsi(folder=folder, keluaran=Path(tempat) / "rekap", pekerja=pekerja, penilai=pilihan)
        jalankan_batch(opsi, instrumen, konfigurasi, pantau)
        return baca_rekap(opsi.keluaran / JSON, instrumen)
