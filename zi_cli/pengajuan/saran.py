"""Short quotations of what a user wrote, and the nearest known name."""

from collections.abc import Iterable

from zi_cli.bahasa import rata


def terdekat(nama: str, boleh: Iterable[str]) -> str | None:
    """The name of *boleh* most like *nama*, to be offered and never used; None when none is like it."""
    from difflib import get_close_matches

    dekat = get_close_matches(nama[:80], list(boleh), n=1, cutoff=0.6)
    return dekat[0] if dekat else None


def saran(nama: str, boleh: Iterable[str]) -> str:
    """What to say after an unknown *nama*: the nearest known one, else all of them."""
    daftar = list(boleh)
    dekat = terdekat(nama, daftar)
    return f"mungkin {dekat}" if dekat else f"yang dikenal: {', '.join(daftar)}"


def cuplik(nilai: object, panjang: int = 60) -> str:
    """*nilai* as one printable line of at most *panjang* characters."""
    teks = rata(str(nilai)[: 4 * panjang])
    return teks if len(teks) <= panjang else teks[: panjang - 1] + "…"
