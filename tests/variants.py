"""Print how variants are read: ``make varian`` (level × layout × right, flagged, wrong).

``python -m tests.variants [SEEDS] [--rinci]``; exit code 1 when any variant is misread.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.builder.grid import change_format
from tests.builder.layouts import LAYOUTS
from tests.builder.variants import TINGKAT, Varian, buat
from tests.compare_variants import Hasil, compare_variant
from tests.tools import soffice

#: Variants for every level and layout.
BENIH = 10


def run_command(banyak: int, folder: Path) -> list[tuple[Varian, Hasil]]:
    """Build, write, read and judge *banyak* variants for every level and layout."""
    varian = [buat(t, tata, n) for tata in LAYOUTS for t in TINGKAT for n in range(banyak)]
    berkas: dict[str, Path] = {}
    ubahan: dict[str, list[Path]] = {}
    for v in varian:
        langsung = v.akhiran in ("xlsx", "csv")
        asal = v.buku.simpan(folder / f"{v.nama}.{v.akhiran if langsung else 'xlsx'}")
        if langsung:
            berkas[v.nama] = asal
        else:
            ubahan.setdefault(v.akhiran, []).append(asal)
    for akhiran, asal_semua in ubahan.items():
        if soffice():
            berkas |= {b.stem: b for b in change_format(asal_semua, akhiran, folder)}
        else:
            print(f"LibreOffice tidak terpasang: {len(asal_semua)} varian .{akhiran} dilewati", file=sys.stderr)
    return [(v, compare_variant(v, berkas[v.nama])) for v in varian if v.nama in berkas]


def result_table(hasil: list[tuple[Varian, Hasil]]) -> str:
    """The table level × layout, each cell right/flagged/wrong, with sums."""
    hitung = Counter((v.tata_letak, v.tingkat, h.putusan) for v, h in hasil)
    baris = ["tata letak        " + "".join(f"{f'tingkat {t}':>14}" for t in TINGKAT) + "      (benar/ditandai/salah)"]
    for tata in (*(t for t in LAYOUTS if any(k[0] == t for k in hitung)), None):
        sel = []
        for t in TINGKAT:
            jumlah = [
                sum(n for (a, b, c), n in hitung.items() if a == (tata or a) and b == t and c == putusan)
                for putusan in ("benar", "ditandai", "salah")
            ]
            sel.append(f"{'/'.join(map(str, jumlah)):>14}")
        baris.append(f"{tata or 'semua':<18}" + "".join(sel))
    return "\n".join(baris)


def main() -> None:
    """Entry point."""
    argumen = [a for a in sys.argv[1:] if not a.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        hasil = run_command(int(argumen[0]) if argumen else BENIH, Path(folder))
    print(result_table(hasil))
    print(f"{len(hasil)} varian")
    for v, h in hasil:
        if h.putusan == "salah" or ("--rinci" in sys.argv and h.sebab):
            print(f"{h.putusan} {v.nama} {v.cacat}")
            for s in h.sebab[:8]:
                print(f"    {s}")
    sys.exit(any(h.putusan == "salah" for _, h in hasil))


if __name__ == "__main__":
    main()
