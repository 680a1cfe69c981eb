"""Damaged and hostile exports: read or refused in one line, never a traceback, within seconds and bounded memory.

python -m tests.survei.hostile [1000]
"""

import contextlib
import io
import random
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from tests.survei.exports import HEADINGS, honest, rows, write_csv, write_xlsx
from zi_cli.cli import run_cli

#: What is put into a text at random.
_TOKENS = (
    b"", b"\x00", b"\xff\xfe", b'"', b"<", b"&", b"]]>", b"<!DOCTYPE a>", b"999999999999999999999999", b"1e999", b"-1",
    b"=HYPERLINK(1)", b"\xe2\x80\xae", b"\x1b[31m", b"{{7*7}}", b"<script>", b"XFD1048576", b"a" * 5000, b"\r\n" * 50,
    b"6 - " * 400, b"2026-13-45", b"t=\"s\"", b"<row r=\"1\"/>",
)  # fmt: skip
EXIT_CODES = (0, 1, 3)
SECONDS = 20


def _spliced(isi: bytes, acak: random.Random) -> bytes:
    """*isi* with a few stretches cut out, doubled or replaced."""
    for _ in range(acak.randrange(1, 6)):
        awal = acak.randrange(len(isi) + 1)
        akhir = min(len(isi), awal + acak.choice((0, 1, 3, 20, 400)))
        isi = isi[:awal] + acak.choice((acak.choice(_TOKENS), isi[awal:akhir] * 3, b"")) + isi[akhir:]
    return isi[: acak.randrange(len(isi) + 1)] if acak.random() < 0.1 else isi


def mutation(asal: Path, seed: int, folder: Path) -> Path:
    """A damaged copy of the export *asal*: of one part of a package, or of the bytes themselves."""
    acak = random.Random(seed)
    tujuan = folder / f"rusak-{seed}{asal.suffix}"
    isi = asal.read_bytes()
    if asal.suffix == ".xlsx" and acak.random() < 0.8:
        bundel = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(isi)) as lama, zipfile.ZipFile(bundel, "w", zipfile.ZIP_DEFLATED) as baru:
            sasaran = acak.choice(lama.namelist())
            for nama in lama.namelist():
                baru.writestr(nama, _spliced(lama.read(nama), acak) if nama == sasaran else lama.read(nama))
        isi = bundel.getvalue()
    else:
        isi = _spliced(isi, acak)
    tujuan.write_bytes(isi)
    return tujuan


def bases(folder: Path) -> list[Path]:
    """The exports that are damaged."""
    isi = rows(honest(40))
    return [write_csv(folder / "a.csv", HEADINGS, isi), write_xlsx(folder / "a.xlsx", {"Jawaban": [HEADINGS, *isi]})]


def judge(berkas: Path, verb: str, folder: Path) -> str | None:
    """What is wrong with how ``zi survei`` takes *berkas*; None when nothing is."""
    keluar, galat = io.StringIO(), io.StringIO()
    tulis = {"": ["--format", "json"], "peta": ["-o", f"{folder}/p.xlsx", "--timpa"]}
    tulis["laporan"] = ["-o", f"{folder}/l.docx", "--timpa"]
    mulai = time.process_time()
    with contextlib.redirect_stdout(keluar), contextlib.redirect_stderr(galat):
        kode = run_cli(["survei", *([verb] if verb else []), str(berkas), *tulis[verb]])
    lama = time.process_time() - mulai
    if kode not in EXIT_CODES or (kode == 3 and len(galat.getvalue().splitlines()) != 1):
        return f"{berkas.name} {verb}: kode {kode}: {galat.getvalue()[:200]}"
    if "\x1b" in keluar.getvalue() + galat.getvalue():
        return f"{berkas.name} {verb}: escape"
    return f"{berkas.name} {verb}: {lama:.0f} detik" if lama > SECONDS else None


def main() -> None:
    banyak = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    buruk: list[str] = []
    with tempfile.TemporaryDirectory() as tempat:
        folder = Path(tempat)
        for asal in bases(folder):
            for seed in range(banyak // 2):
                berkas = mutation(asal, seed, folder)
                buruk += filter(None, (judge(berkas, v, folder) for v in ("", *(("peta", "laporan")[: seed % 3]))))
                berkas.unlink()
    print(f"{banyak} ekspor rusak, {len(buruk)} keliru")
    print("\n".join(buruk[:20]))
    sys.exit(1 if buruk else 0)


if __name__ == "__main__":
    main()
