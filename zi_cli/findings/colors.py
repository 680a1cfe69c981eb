"""The colours of our workbooks: how bad something is, seen at a glance, alike wherever it stands."""

from zi_cli.findings.record import Tingkat
from zi_cli.named_tuple import NamedTuple


class Shade(NamedTuple):
    """Ground and letters, as "RRGGBB"."""

    ground: str
    ink: str

    @property
    def cell(self) -> dict[str, str]:
        """The same as properties of a cell's format."""
        return {"bg_color": f"#{self.ground}", "font_color": f"#{self.ink}"}


GREEN, YELLOW, RED, BLUE = (
    Shade(*pair.split()) for pair in ("C6EFCE 006100", "FFEB9C 7F6000", "FFC7CE 9C0006", "DDEBF7 1F4E78")
)
#: Of a cell that findings concern.
SHADES: dict[Tingkat, Shade] = {"galat": RED, "peringatan": YELLOW, "info": BLUE}
