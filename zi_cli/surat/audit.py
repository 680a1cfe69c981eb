"""What every letter says about its own making: sources, instrument, thresholds, program."""

from collections.abc import Sequence

from zi_cli.instrumen.tree import SetAmbang
from zi_cli.surat.material import BahanSatker, PermintaanSurat, Sumber
from zi_cli.version import PROGRAM

#: More sources than this go to an audit page.
_SUMBER_DI_KAKI = 3


def teks_ambang(ambang: SetAmbang) -> str:
    """Which thresholds decided: name, source, what they were compared with, what was tightened."""
    ubah = f"; diperketat: {', '.join(ambang.diubah)}" if ambang.diubah else ""
    return f"{ambang.nama}: {ambang.sumber} ({ambang.diverifikasi}){ubah}"


def semua_sumber(p: PermintaanSurat, bahan: Sequence[BahanSatker]) -> tuple[Sumber, ...]:
    """Every source file once, the request's own first."""
    return tuple(dict.fromkeys((*p.sumber, *(s for b in bahan for s in b.sumber))))


def memakai_halaman(p: PermintaanSurat, sumber: Sequence[Sumber]) -> bool:
    """Whether the letter gets an audit page: always when forced, else as asked, else for many sources."""
    if p.paksa is not None:
        return True
    return p.audit == "halaman" or (p.audit == "otomatis" and len(sumber) > _SUMBER_DI_KAKI)


def kaki(p: PermintaanSurat, sumber: Sequence[Sumber]) -> str:
    """The small line at the foot of the pages; blank when turned off."""
    if p.audit == "tidak" and p.paksa is None:
        return ""
    ambang = p.konfigurasi.ambang
    pokok = f"{PROGRAM} · instrumen {p.instrumen.nama} · ambang {ambang.nama} ({ambang.diverifikasi})"
    if memakai_halaman(p, sumber):
        return f"{pokok} · sumber data: lihat Catatan Audit"
    return "\n".join([pokok, *(f"SHA-256 {s.sha256} {s.nama}" for s in sumber)])


def baris_halaman(p: PermintaanSurat, sumber: Sequence[Sumber]) -> tuple[tuple[str, str], ...]:
    """Rows of the audit page; empty when there is none."""
    if not memakai_halaman(p, sumber):
        return ()
    paksa = (("Dibuat dengan --paksa", p.paksa),) if p.paksa is not None else ()
    return (
        *paksa,
        ("Program", PROGRAM),
        ("Instrumen", f"{p.instrumen.nama}: {p.instrumen.dasar_hukum}"),
        ("Ambang", teks_ambang(p.konfigurasi.ambang)),
        *((s.nama, f"SHA-256 {s.sha256}") for s in sumber),
    )


def sifat(p: PermintaanSurat, sumber: Sequence[Sumber]) -> tuple[tuple[str, str], ...]:
    """Custom document properties, always written."""
    butir = [
        ("zi.program", PROGRAM),
        ("zi.surat", p.jenis),
        ("zi.instrumen", p.instrumen.nama),
        ("zi.ambang", teks_ambang(p.konfigurasi.ambang)),
    ]
    if p.paksa is not None:
        butir.append(("zi.paksa", p.paksa))
    butir += [(f"zi.sumber.{n}", f"{s.nama} sha256:{s.sha256}") for n, s in enumerate(sumber, 1)]
    return tuple(butir)
