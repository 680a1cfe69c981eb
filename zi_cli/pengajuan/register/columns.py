"""The columns of the satker register: heading, kind of value, and what to tell who fills it."""

from pathlib import Path
from typing import Literal

from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.column_words import choices
from zi_cli.tables import is_yes, parts, read_rows
from zi_cli.text import canonical_name

JenisIsian = Literal["teks", "nip", "pilihan", "ya_tidak", "tanggal", "persen", "sakip"]

#: The sheet of a register that zi init writes.
SHEET_TITLE = "Satker"
BELUM_ADA = "Belum ada"

#: A row whose kode is this is the example of a new register; the reader passes over it.
EXAMPLE_CODE = "CONTOH"


class Kolom(NamedTuple):
    """One column: field of ``Satker``, heading, kind, comment for people, and the example's value.

    ``alias`` are other headings that mean the same. ``menentukan``: eligibility may rest on it (columns for letters,
    grouping and the calendar leave it as it is). ``pelengkap``: a register without it lacks nothing.
    """

    field: str
    judul: str
    jenis: JenisIsian
    kelompok: str
    alias: tuple[str, ...]
    menentukan: bool
    pelengkap: bool
    keterangan: str
    contoh: str

    @property
    def choices(self) -> tuple[str, ...]:
        """What the list of a list column offers; () for the others."""
        return choices(self.field) if self.jenis == "pilihan" else ()

    @property
    def names_someone(self) -> bool:
        """Whether the column says which satker it is, or which office assessed or supervises it."""
        return self.field in ("kode", "nama", "kanwil", "eselon1", "pendahuluan_penilai")


#: What to tell whoever fills in a share, after what the share is of.
_PERCENT_HINT = (
    " Tulis 100%, atau cacahnya 12/12 (selesai/seluruhnya); 12 dari 12 juga boleh. 0/0 berarti tidak ada kewajiban. "
    "Sel ini berformat teks agar 12/12 tidak berubah menjadi tanggal."
)
COLUMNS = tuple(
    k._replace(keterangan=k.keterangan + _PERCENT_HINT) if k.jenis == "persen" else k
    for k in read_rows(Path(__file__).with_name("kolom.csv"), Kolom, alias=parts, menentukan=is_yes, pelengkap=is_yes)
)

#: Without these columns a table is not the register.
REQUIRED = ("kode", "nama")


def column_of_heading(title: str) -> Kolom | None:
    """The column whose heading (or alias) is *title*, levelled by :func:`canonical_name`; None when none is."""
    return _BY_TITLE.get(canonical_name(title))


_BY_TITLE = {canonical_name(teks): k for k in COLUMNS for teks in (k.judul, k.field, *k.alias)}
