"""What a page of a folder is made from: a recap that ``zi batch`` makes for the purpose."""

from pathlib import Path

from zi_cli.batch.registered import Pendaftaran
from zi_cli.batch.run import JSON, Opsi, Watcher, run_batch
from zi_cli.config import Config
from zi_cli.files import temporary_folder
from zi_cli.instrumen.tree import Instrumen
from zi_cli.records.read_back import read_recap
from zi_cli.records.types.batch import BatchRecord
from zi_cli.worksheet.model import Penilai


def recap_folder(
    folder: Path,
    instrumen: Instrumen,
    konfigurasi: Config,
    pilihan: Penilai | None,
    pekerja: int,
    pantau: Watcher,
    pendaftaran: Pendaftaran | None = None,
) -> BatchRecord:
    """The zi.batch/1 document of *folder*, with the check of *pendaftaran*; ``UserError`` when it holds no workbook."""
    with temporary_folder("zi-rekap-") as tempat:
        tujuan = tempat / "rekap"
        opsi = Opsi(folder=folder, keluaran=tujuan, pekerja=pekerja, penilai=pilihan, pendaftaran=pendaftaran)
        run_batch(opsi, instrumen, konfigurasi, pantau)
        return read_recap(opsi.keluaran / JSON, instrumen).isi
