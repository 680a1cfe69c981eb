"""What every letter says about its own making: sources, instrument, thresholds, program."""

from collections.abc import Sequence

from zi_cli.files import sha256
from zi_cli.instrumen.tree import SetAmbang
from zi_cli.surat.material import BahanSatker, PermintaanSurat, Sumber
from zi_cli.text import path_text
from zi_cli.version import PROGRAM


def ambang_text(ambang: SetAmbang) -> str:
    """Which thresholds decided: name, and :func:`threshold_source`."""
    return f"{ambang.nama}: {threshold_source(ambang)}"


def threshold_source(ambang: SetAmbang) -> str:
    """Where the thresholds come from, what they were compared with, what was tightened: for the letter itself."""
    change = f"; diperketat: {', '.join(ambang.diubah)}" if ambang.diubah else ""
    return f"{ambang.sumber} ({ambang.diverifikasi}){change}"


def all_sources(p: PermintaanSurat, materials: Sequence[BahanSatker], template: bytes) -> tuple[Sumber, ...]:
    """Every source file once, the request's own first, the template last."""
    name = f"templat {path_text(p.templat.name)}" if p.templat is not None else f"templat bawaan {p.jenis}.docx"
    milik = Sumber(name, sha256(template))
    return tuple(dict.fromkeys((*p.sumber, *(s for b in materials for s in b.sumber), milik)))


def footer_text(p: PermintaanSurat, sources: Sequence[Sumber]) -> str:
    """The small line at the foot of the pages; blank when turned off."""
    if p.audit not in ("kaki", "halaman"):
        return ""
    ambang = p.konfigurasi.ambang
    subject = f"{PROGRAM} · instrumen {p.instrumen.nama} · ambang {ambang.nama} ({ambang.diverifikasi})"
    if p.audit == "halaman":
        return f"{subject} · sumber data: lihat Catatan Audit"
    return "\n".join([subject, *(f"SHA-256 {s.sha256} {s.nama}" for s in sources)])


def page_rows(p: PermintaanSurat, sources: Sequence[Sumber]) -> tuple[tuple[str, str], ...]:
    """Rows of the audit page; empty when there is none."""
    if p.audit != "halaman":
        return ()
    paksa = (("Dibuat dengan --paksa", p.paksa),) if p.paksa is not None else ()
    return (
        *paksa,
        ("Program", PROGRAM),
        ("Instrumen", f"{p.instrumen.nama}: {p.instrumen.dasar_hukum}"),
        ("Ambang", ambang_text(p.konfigurasi.ambang)),
        *((s.nama, f"SHA-256 {s.sha256}") for s in sources),
    )


#: Columns of the audit file after those of the letter itself.
COLUMNS = ("jenis", "satker", "program", "instrumen", "ambang", "paksa", "sumber", "sha256_sumber")


def file_rows(
    p: PermintaanSurat, materials: Sequence[BahanSatker], sources: Sequence[Sumber], paksa: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """One row a source for the audit file; none when the audit goes elsewhere, unless the letter was forced.

    *paksa* says what was overridden, and why.
    """
    if p.audit != "berkas" and p.paksa is None:
        return ()
    satker = materials[0].nama if len(materials) == 1 else f"{len(materials)} satker"
    subject = (
        p.jenis,
        satker,
        PROGRAM,
        p.instrumen.nama,
        ambang_text(p.konfigurasi.ambang),
        " ".join(paksa) or p.paksa or "",
    )
    return tuple((*subject, s.nama, s.sha256) for s in sources)


def document_properties(p: PermintaanSurat, sources: Sequence[Sumber]) -> tuple[tuple[str, str], ...]:
    """Custom document properties, always written."""
    items = [
        ("zi.program", PROGRAM),
        ("zi.surat", p.jenis),
        ("zi.instrumen", p.instrumen.nama),
        ("zi.ambang", ambang_text(p.konfigurasi.ambang)),
    ]
    if p.paksa is not None:
        items.append(("zi.paksa", p.paksa))
    items += [(f"zi.sumber.{n}", f"{s.nama} sha256:{s.sha256}") for n, s in enumerate(sources, 1)]
    return tuple(items)
