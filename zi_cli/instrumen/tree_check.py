"""What scoring takes for granted of an instrument's tree, checked once when it is loaded."""

from fractions import Fraction
from pathlib import Path

from zi_cli.instrumen.strict_data import InvalidInstrumen, TomlTable
from zi_cli.instrumen.tree import Baris, Instrumen

#: What may stand under each kind of node that carries points.
_INDUK = {
    "komponen": (None,),
    "aspek": ("komponen",),
    "area": ("aspek",),
    "sub": ("aspek", "area"),
    "indikator": ("aspek", "area", "sub"),
}


def check_tree(berkas: Path, instrumen: Instrumen, kepala: TomlTable) -> None:
    """Raise :class:`InvalidInstrumen` unless the rows of *berkas* are one tree, and as *kepala* says.

    Weights of children sum exactly to their parent's, and the components to the whole; every area has
    two halves and a name; indicators of one node stand together; every answer type has its scale.
    """
    for b in instrumen.baris:
        _check_node(berkas, b, instrumen)
    _check_weights(berkas, instrumen, kepala.number("bobot_total"))
    _check_areas(berkas, instrumen, kepala)
    _check_order(berkas, instrumen)
    if len(instrumen.indikator) != kepala.whole("jumlah_indikator"):
        raise kepala.wrong(
            "jumlah_indikator",
            f"{len(instrumen.indikator)} indikator di struktur.csv, bukan {kepala.whole('jumlah_indikator')}",
        )
    for kode in instrumen.label:
        if kode not in instrumen.per_kode:
            raise kepala.wrong(kode, f"label untuk kode “{kode}” yang tidak ada")


def _check_repeats(berkas: Path, b: Baris, instrumen: Instrumen) -> None:
    """Rows that only repeat others: a total is that of a component or of the whole, a kelompok heads an indicator."""
    milik, _, akhir = b.kode.rpartition(".")
    if b.jenis == "total":
        komponen = milik in instrumen.peran[:2]
        if (milik and not komponen) or b.bobot != (instrumen.bobot(milik) if milik else instrumen.bobot_total):
            raise InvalidInstrumen(berkas, None, f"{b.kode} harus total sebuah komponen atau seluruhnya, berbobot sama")
    elif b.jenis == "kelompok":
        if akhir != "0" or milik not in instrumen.per_kode:
            raise InvalidInstrumen(berkas, None, f"kelompok {b.kode} harus berkode kode indikatornya ditambah “.0”")
    elif b.jenis == "jumlah" and (b.induk is None or instrumen.per_kode[b.induk].jenis_jawaban != "persen"):
        raise InvalidInstrumen(berkas, None, f"hitungan {b.kode} harus di bawah indikator persen")


def _check_node(berkas: Path, b: Baris, instrumen: Instrumen) -> None:
    if not b.bernilai:
        _check_repeats(berkas, b, instrumen)
        return
    if b.bobot is None or b.bobot <= 0:
        raise InvalidInstrumen(berkas, None, f"bobot {b.kode} harus lebih dari 0")
    induk = instrumen.per_kode[b.induk].jenis if b.induk else None
    if induk not in _INDUK[b.jenis]:
        raise InvalidInstrumen(berkas, None, f"{b.jenis} {b.kode} tidak dapat berada di bawah {induk or 'akar'}")
    if b.jenis != "indikator" and b.kode not in instrumen.anak:
        raise InvalidInstrumen(berkas, None, f"{b.kode} tidak punya anak")
    if b.jenis == "indikator" and b.jenis_jawaban not in (*instrumen.skala, "persen", "nilai_0_4"):
        raise InvalidInstrumen(berkas, None, f"skala {b.jenis_jawaban} milik {b.kode} tidak ada di instrumen.toml")


def _check_weights(berkas: Path, instrumen: Instrumen, total: Fraction) -> None:
    for kode, anak in instrumen.anak.items():
        jumlah = sum((instrumen.bobot(k) for k in anak), Fraction(0))
        if jumlah != instrumen.bobot(kode):
            raise InvalidInstrumen(berkas, None, f"bobot anak {kode} berjumlah {jumlah}, bukan {instrumen.bobot(kode)}")
    if instrumen.bobot_total != total:
        raise InvalidInstrumen(berkas, None, f"bobot komponen berjumlah {instrumen.bobot_total}, bukan {total}")
    if sum(b.jenis == "total" and "." not in b.kode for b in instrumen.baris) != 1:
        raise InvalidInstrumen(berkas, None, "harus ada tepat satu baris total seluruhnya")
    komponen = {b.kode for b in instrumen.baris if b.jenis == "komponen"}
    if komponen != set(instrumen.peran[:2]):
        raise InvalidInstrumen(berkas, None, f"komponen harus dua, pengungkit dan hasil: {', '.join(komponen)}")


def _check_areas(berkas: Path, instrumen: Instrumen, kepala: TomlTable) -> None:
    belahan = {k for n in instrumen.nama_area for k in instrumen.bagian_area(n)}
    for kode in belahan:
        if kode not in instrumen.per_kode or instrumen.per_kode[kode].jenis != "area":
            raise InvalidInstrumen(berkas, None, f"area {kode} tidak ada")
    for b in instrumen.baris:
        if b.jenis == "area" and b.kode not in belahan:
            raise kepala.wrong("area", f"area {b.kode} belum bernama")
    if not belahan:
        raise kepala.wrong("area", "“area” harus bernama sedikitnya satu")


def _check_order(berkas: Path, instrumen: Instrumen) -> None:
    """Totals are sums over a run of indicators, so those of one node stand together."""
    selesai: set[str] = set()
    jalur: tuple[str, ...] = ()
    for b in instrumen.indikator:
        bagian = b.kode.split(".")
        baru = tuple(".".join(bagian[:n]) for n in range(1, len(bagian)))
        selesai |= set(jalur) - set(baru)
        for kode in baru:
            if kode in selesai:
                raise InvalidInstrumen(berkas, None, f"indikator {kode} tidak berurutan")
        jalur = baru
