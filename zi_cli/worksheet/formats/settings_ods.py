"""How the window of an .ods shows its sheets (settings.xml): zeros left out, parts that stand still."""

from collections.abc import Mapping

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.ods_xml import short_name
from zi_cli.worksheet.formats.sheet_view import frozen

#: The way of splitting a window whose first part stands still.
_BEKU = "2"
#: What is told of a sheet, by the name of the setting: whether it is split, where, and what its first part begins with.
_BARIS = ("VerticalSplitMode", "VerticalSplitPosition", "PositionTop")
_KOLOM = ("HorizontalSplitMode", "HorizontalSplitPosition", "PositionLeft")


class OdsSettings(NamedTuple):
    """Whether zeros are left out in some window, and the settings of each sheet by its name.

    ``tanpa_tab``: no window has tabs to leave the sheets in front by, which are ``depan``.
    """

    tanpa_nol: bool = False
    lembar: Mapping[str, Mapping[str, str]] = {}
    tanpa_tab: bool = False
    depan: frozenset[str] = frozenset()

    def frozen(self, lembar: str) -> tuple[set[int], list[tuple[int, int]]]:
        """The rows and columns of a sheet that no scrolling leads to."""
        sifat = self.lembar.get(lembar, {})
        (baris, atas), (kolom, kiri) = (self._still(sifat, *nama) for nama in (_BARIS, _KOLOM))
        return frozen((atas + 1, kiri), baris, kolom)

    @staticmethod
    def _still(sifat: Mapping[str, str], cara: str, letak: str, awal: str) -> tuple[int, int]:
        """How many rows or columns stand still, and before which of them."""
        ujung, mulai = (
            int(n) if n.isascii() and n.isdigit() and len(n) < 8 else 0 for n in map(sifat.get, (letak, awal), ("", ""))
        )
        return (max(ujung - mulai, 0), mulai) if sifat.get(cara) == _BEKU else (0, 0)


def read_settings(isi: bytes) -> OdsSettings:
    """What the part says; raises ``Damaged`` or ``LimitExceeded`` for one that is no XML within the limits."""
    jalur: list[tuple[str, str]] = []
    lembar: dict[str, dict[str, str]] = {}
    tanpa_nol = False
    tab: set[str] = set()
    depan: set[str] = set()
    nilai = ""

    def begin(unsur: str, atribut: dict[str, str]) -> None:
        nonlocal nilai
        jalur.append((short_name(unsur), {short_name(k): v for k, v in atribut.items()}.get("config:name", "")))
        nilai = ""

    def text(teks: str) -> None:
        nonlocal nilai
        nilai += teks

    def end(_: str) -> None:
        nonlocal tanpa_nol
        unsur, nama = jalur.pop()
        if unsur == "config:config-item" and nama:
            tanpa_nol = tanpa_nol or (nama == "ShowZeroValues" and nilai.strip() == "false")
            if nama in ("HasSheetTabs", "ActiveTable"):
                (tab if nama == "HasSheetTabs" else depan).add(nilai.strip())
            if len(jalur) > 1 and jalur[-2] == ("config:config-item-map-named", "Tables"):
                lembar.setdefault(jalur[-1][1], {})[nama] = nilai.strip()

    parse_xml(isi, begin, end, text, ruang_nama=True)
    return OdsSettings(tanpa_nol, lembar, tab == {"false"}, frozenset(depan))
