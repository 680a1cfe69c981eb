"""Rows and columns of a sheet in groups that can be folded."""

from collections.abc import Iterator, Mapping


class Outline:
    """Rows or columns in groups, and which of the groups are folded; one-based."""

    def __init__(self) -> None:
        self.di_bawah = True
        self._tingkat: list[tuple[int, int, int]] = []
        self._dilipat: list[tuple[int, int, int]] = []

    def note(self, dari: int, ke: int, atribut: Mapping[str, str]) -> None:
        """What a row or a range of columns says of itself."""
        tingkat = atribut.get("outlineLevel", "0")
        satu = (dari, ke, int(tingkat) if tingkat in tuple("1234567") else 0)
        if satu[2]:
            self._tingkat.append(satu)
        if atribut.get("collapsed") in ("1", "true"):
            self._dilipat.append(satu)

    def folded(self) -> Iterator[tuple[int, int]]:
        """The ranges that a folded group next to them hides in some program, whether or not they say so themselves."""
        if not self._dilipat:
            return
        urut = sorted(self._tingkat, reverse=self.di_bawah)
        for dari, ke, tingkat in self._dilipat:
            batas = dari - 1 if self.di_bawah else ke + 1
            for a, b, t in urut:
                if (b if self.di_bawah else a) == batas and t > tingkat:
                    yield a, b
                    batas = a - 1 if self.di_bawah else b + 1
