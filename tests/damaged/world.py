"""A work folder in which every command has been: one of each file that we write and read again."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from pathlib import Path

from tests.paket.ready import DATE, KODE, make_ready
from tests.survei.exports import HEADINGS, honest, rows, write_csv
from zi_cli.cli import run_cli

LKE = f"Kanwil Contoh Utara/Lembaga Pemasyarakatan IIA/lke-{KODE}.xlsx"
BUKTI = f"bukti/{KODE} Lapas"
#: Commands that leave the files behind, in this order, run in the folder; what is beside it lies in "../lain".
_MADE_BY = """\
batch . -o rekap --pekerja 1 --data satker.xlsx $DATE
paket . $DATE
portalrb ekspor . $DATE
bukti periksa $BUKTI --lke $LKE --triwulan 1 --baca-isi -o ../lain/tw1.json
plan $LKE --target WBBM -o ../lain/plan.json
lint $LKE --terima LKE240 A.II.1.i.a --alasan x --oleh y --pengecualian ../lain/pengecualian.toml
tahap . --lembar $DATE
tindak-lanjut . --tulis $DATE
survei peta ../lain/respons.csv -o ../lain/peta.xlsx
survei peta ../lain/respons.csv -o ../lain/peta.toml
template -o ../lain/formulir.xlsx
template --bentuk portalrb -o ../lain/portal.xlsx
score $LKE --tulis ../lain/hasil.xlsx
surat daftar sptjm --salin ../lain/templat
init . --dari .
kerja ."""


def words(command: str) -> list[str]:
    """*command* as its words, with the names of the world's files in place."""
    known = {"$LKE": [LKE], "$BUKTI": [BUKTI], "$DATE": list(DATE), "$KODE": [KODE]}
    return [w for word in shlex.split(command) for w in known.get(word, [word])]


def make_world(place: Path) -> Path:
    """The folder, below *place*."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return _make(place)


def _make(place: Path) -> Path:
    root = make_ready(place)
    for empty in sorted((p for p in root.rglob("*") if p.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            empty.rmdir()
    (beside := place / "lain").mkdir()
    write_csv(beside / "respons.csv", HEADINGS, rows(honest(60)))
    (beside / "token").write_text("a" * 40, encoding="utf-8")
    (beside / "token").chmod(0o600)
    (beside / "biaya.csv").write_text("kode,biaya\nA.I.1.i.a,3\n", encoding="utf-8")
    with contextlib.chdir(root):
        for command in _MADE_BY.splitlines():
            code = run_cli(words(command))
            assert code in (0, 1), (command, code)
    notes = json.loads((root / "surat" / "manifes.json").read_bytes())["surat"]
    lines = [json.dumps({"kunci": k, "surat": s, "jejak": []}) for k, s in notes.items()]
    (root / "surat" / "manifes.jsonl.sebagian").write_text("\n".join([*lines, ""]), encoding="utf-8")
    rules = json.loads((root / "rekap" / "manifes.json").read_bytes())
    results = (root / "rekap" / "hasil.jsonl").read_bytes()
    (root / "rekap" / "hasil.jsonl.sebagian").write_bytes(json.dumps(rules).encode() + b"\n" + results)
    return root
