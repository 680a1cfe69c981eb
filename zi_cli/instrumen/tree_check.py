"""What scoring takes for granted of an instrument's tree, checked once when it is loaded."""

from fractions import Fraction
from pathlib import Path

from zi_cli.instrumen.strict_data import InvalidInstrumen, TomlTable
from zi_cli.instrumen.tree import Baris, Instrumen

#: Characters that the name of a node may have, which stands in headings, letters and formulas of workbooks.
_MAX_NAME = 120
#: What may stand under each kind of node that carries points.
_PARENTS = {
    "komponen": (None,),
    "aspek": ("komponen",),
    "area": ("aspek",),
    "sub": ("aspek", "area"),
    "indikator": ("aspek", "area", "sub"),
}


def check_tree(file: Path, instrumen: Instrumen, header: TomlTable) -> None:
    """Raise :class:`InvalidInstrumen` unless the rows of *file* are one tree, and as *header* says.

    Weights of children sum exactly to their parent's, and the components to the whole; every area has
    two halves and a name; indicators of one node stand together; every answer type has its scale.
    """
    for b in instrumen.baris:
        _check_node(file, b, instrumen)
    _check_weights(file, instrumen, header.number("bobot_total"))
    _check_areas(file, instrumen, header)
    _check_order(file, instrumen)
    if len(instrumen.indikator) != header.whole("jumlah_indikator"):
        raise header.wrong(
            "jumlah_indikator",
            f"{len(instrumen.indikator)} indikator di struktur.csv, bukan {header.whole('jumlah_indikator')}",
        )
    for code in instrumen.label:
        if code not in instrumen.per_kode:
            raise header.wrong(code, f"label untuk kode “{code}” yang tidak ada")
    for n, name in instrumen.nama_area.items():
        if len(name) > _MAX_NAME:
            raise header.wrong("area", f"nama area {n} lebih dari {_MAX_NAME} huruf")
    for b in instrumen.baris:
        if b.jenis in ("komponen", "aspek") and len(instrumen.simpul_title(b.kode)) > _MAX_NAME:
            advice = f"nama {b.jenis} {b.kode} lebih dari {_MAX_NAME} huruf; tulis nama pendeknya di [label]"
            raise InvalidInstrumen(file, None, advice)


def _check_repeats(file: Path, b: Baris, instrumen: Instrumen) -> None:
    """Rows that only repeat others: a total is that of a component or of the whole, a kelompok heads an indicator."""
    milik, _, end = b.kode.rpartition(".")
    if b.jenis == "total":
        komponen = milik in instrumen.peran[:2]
        if (milik and not komponen) or b.bobot != (instrumen.bobot(milik) if milik else instrumen.bobot_total):
            raise InvalidInstrumen(file, None, f"{b.kode} harus total sebuah komponen atau seluruhnya, berbobot sama")
    elif b.jenis == "kelompok":
        if end != "0" or milik not in instrumen.per_kode:
            raise InvalidInstrumen(file, None, f"kelompok {b.kode} harus berkode kode indikatornya ditambah “.0”")
    elif b.jenis == "jumlah" and (b.induk is None or instrumen.per_kode[b.induk].jenis_jawaban != "persen"):
        raise InvalidInstrumen(file, None, f"hitungan {b.kode} harus di bawah indikator persen")


def _check_node(file: Path, b: Baris, instrumen: Instrumen) -> None:
    if not b.carries_points:
        _check_repeats(file, b, instrumen)
        return
    if b.bobot is None or b.bobot <= 0:
        raise InvalidInstrumen(file, None, f"bobot {b.kode} harus lebih dari 0")
    parent = instrumen.per_kode[b.induk].jenis if b.induk else None
    if parent not in _PARENTS[b.jenis]:
        raise InvalidInstrumen(file, None, f"{b.jenis} {b.kode} tidak dapat berada di bawah {parent or 'akar'}")
    if b.jenis != "indikator" and b.kode not in instrumen.anak:
        raise InvalidInstrumen(file, None, f"{b.kode} tidak punya anak")
    if b.jenis == "indikator" and b.jenis_jawaban not in (*instrumen.skala, "persen", "nilai_0_4"):
        raise InvalidInstrumen(file, None, f"skala {b.jenis_jawaban} milik {b.kode} tidak ada di instrumen.toml")


def _check_weights(file: Path, instrumen: Instrumen, total: Fraction) -> None:
    for code, child in instrumen.anak.items():
        jumlah = sum((instrumen.bobot(k) for k in child), Fraction(0))
        if jumlah != instrumen.bobot(code):
            raise InvalidInstrumen(file, None, f"bobot anak {code} berjumlah {jumlah}, bukan {instrumen.bobot(code)}")
    if instrumen.bobot_total != total:
        raise InvalidInstrumen(file, None, f"bobot komponen berjumlah {instrumen.bobot_total}, bukan {total}")
    if sum(b.jenis == "total" and "." not in b.kode for b in instrumen.baris) != 1:
        raise InvalidInstrumen(file, None, "harus ada tepat satu baris total seluruhnya")
    komponen = {b.kode for b in instrumen.baris if b.jenis == "komponen"}
    if komponen != set(instrumen.peran[:2]):
        raise InvalidInstrumen(file, None, f"komponen harus dua, pengungkit dan hasil: {', '.join(komponen)}")


def _check_areas(file: Path, instrumen: Instrumen, header: TomlTable) -> None:
    halves = {k for n in instrumen.nama_area for k in instrumen.area_halves(n)}
    for code in halves:
        if code not in instrumen.per_kode or instrumen.per_kode[code].jenis != "area":
            raise InvalidInstrumen(file, None, f"area {code} tidak ada")
    for b in instrumen.baris:
        if b.jenis == "area" and b.kode not in halves:
            raise header.wrong("area", f"area {b.kode} belum bernama")
    if not halves:
        raise header.wrong("area", "“area” harus bernama sedikitnya satu")


def _check_order(file: Path, instrumen: Instrumen) -> None:
    """Totals are sums over a run of indicators, so those of one node stand together."""
    done: set[str] = set()
    jalur: tuple[str, ...] = ()
    for b in instrumen.indikator:
        parts = b.kode.split(".")
        new = tuple(".".join(parts[:n]) for n in range(1, len(parts)))
        done |= set(jalur) - set(new)
        for code in new:
            if code in done:
                raise InvalidInstrumen(file, None, f"indikator {code} tidak berurutan")
        jalur = new
