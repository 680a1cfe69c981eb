"""How the window of an .ods shows its sheets (settings.xml): zeros left out, parts that stand still."""

import re
from collections.abc import Mapping

from zi_cli.named_tuple import NamedTuple
from zi_cli.worksheet.formats.limits import parse_xml
from zi_cli.worksheet.formats.ods_xml import short_name
from zi_cli.worksheet.formats.still_parts import Still, frozen

#: The way of splitting a window whose first part stands still.
_BEKU = 2
#: What is told of a sheet, by the name of the setting: whether it is split, where, and what its first part begins with.
_ROW_SPLIT = ("VerticalSplitMode", "VerticalSplitPosition", "PositionTop")
_COLUMN_SPLIT = ("HorizontalSplitMode", "HorizontalSplitPosition", "PositionLeft")


class OdsSettings(NamedTuple):
    """Whether zeros are left out in some window, and the settings of each sheet by its name.

    ``sorotan``: letters have the colours of their kinds in some window. ``tanpa_tab``: no window has tabs to leave the
    sheets in front by, which are ``depan``.
    """

    tanpa_nol: bool = False
    lembar: Mapping[str, Mapping[str, str]] = {}
    tanpa_tab: bool = False
    depan: frozenset[str] = frozenset()
    sorotan: bool = False

    def frozen(self, sheet: str) -> tuple[set[int], list[tuple[int, int]]]:
        """The rows and columns of a sheet that no scrolling leads to."""
        trait = self.lembar.get(sheet, {})
        (row, upper), (column, left) = (self._still(trait, *name) for name in (_ROW_SPLIT, _COLUMN_SPLIT))
        return frozen((upper + 1, left), row, column)

    def still(self, sheet: str) -> tuple[Still, ...]:
        """The part of a sheet that stands still, none where none does."""
        trait = self.lembar.get(sheet, {})
        (row, upper), (column, left) = (self._still(trait, *name) for name in (_ROW_SPLIT, _COLUMN_SPLIT))
        return (Still(upper + 1, left, row, column),) if row or column else ()

    @staticmethod
    def _still(traits: Mapping[str, str], way: str, position: str, start: str) -> tuple[int, int]:
        """How many rows or columns stand still, and before which of them."""
        edge, begin, split = (_leading(traits.get(n, "")) for n in (position, start, way))
        return (max(edge - begin, 0), begin) if split == _BEKU else (0, 0)


def read_settings(content: bytes) -> OdsSettings:
    """What the part says; raises ``Damaged`` or ``LimitExceeded`` for one that is no XML within the limits."""
    jalur: list[tuple[str, str]] = []
    sheets: dict[str, dict[str, str]] = {}
    nonzero = highlighted = False
    tab: set[str] = set()
    front: set[str] = set()
    nilai = ""

    def begin(element: str, attributes: dict[str, str]) -> None:
        nonlocal nilai
        jalur.append((short_name(element), {short_name(k): v for k, v in attributes.items()}.get("config:name", "")))
        nilai = ""

    def text(string: str) -> None:
        nonlocal nilai
        nilai += string

    def end(_: str) -> None:
        nonlocal nonzero, highlighted
        element, name = jalur.pop()
        if element == "config:config-item" and name:
            nonzero = nonzero or (name == "ShowZeroValues" and nilai.strip() != "true")
            highlighted = highlighted or (
                name == "IsValueHighlightingEnabled" and nilai.strip() not in ("false", "0", "")
            )
            if name in ("HasSheetTabs", "ActiveTable"):
                (tab if name == "HasSheetTabs" else front).add(nilai.strip())
            if len(jalur) > 1 and jalur[-2] == ("config:config-item-map-named", "Tables"):
                sheets.setdefault(jalur[-1][1], {})[name] = nilai.strip()

    parse_xml(content, begin, end, text, ruang_nama=True)
    return OdsSettings(nonzero, sheets, bool(tab) and "true" not in tab, frozenset(front), highlighted)


def _leading(text: str) -> int:
    """The number that a text begins with, as LibreOffice reads a setting; 0 for none."""
    m = re.match(r"\+?([0-9]{1,7})(?![0-9])", text)
    return int(m[1]) if m is not None else 0
