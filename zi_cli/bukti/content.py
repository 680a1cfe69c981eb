"""The contents of documents, read one by one in processes that are bounded in time and memory."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from zi_cli.bukti.content_facts import ContentFacts
from zi_cli.bukti.digest import Memory
from zi_cli.bukti.probe import FileFacts
from zi_cli.bukti.walk import TreeFile

#: Kinds of files (as ``probe`` tells them) whose contents are read.
READABLE = frozenset({"pdf", "docx", "xlsx", "pptx"})
#: Seconds and bytes of address space for one document; the process has ended before 10 seconds are over.
DETIK, MEMORI = 9.0, 400 << 20
_PEKERJA = 4


def read_contents(
    berkas: Iterable[TreeFile],
    fakta: Mapping[str, FileFacts],
    ingatan: Memory,
    maju: Callable[[str], None] = lambda _: None,
) -> dict[str, ContentFacts]:
    """What the documents among *berkas* say, by name; each is read in a process with limits of its own.

    What *ingatan* knows of a file that has not changed is not read again. *maju* hears the name of each that is done.
    """
    hasil: dict[str, ContentFacts] = {}
    baru: list[tuple[str, Path, str]] = []
    for b in berkas:
        f = fakta.get(b.nama)
        if f is None or f.isi not in READABLE or f.rusak or f.sandi or not f.ukuran:
            continue
        kini = ingatan.kini.get(b.nama)
        if kini is not None and kini.isi is not None:
            hasil[b.nama] = kini.isi
        else:
            baru.append((b.nama, b.jalur, f.isi))
    for nama, isi in read_each(baru):
        hasil[nama] = isi
        kini = ingatan.kini.get(nama)
        if kini is not None:
            kini.isi = isi
        maju(nama)
    return hasil


def read_each(butir: Sequence[tuple[str, Path, str]]) -> Iterator[tuple[str, ContentFacts]]:
    """What the documents *butir* (name, path, one of READABLE) say, each in a bounded process of its own."""
    if not butir:
        return
    from zi_cli.bukti import read_document
    from zi_cli.folder.pool import Pengaturan, run_pool

    pekerja = min(_PEKERJA, os.cpu_count() or 1, len(butir))
    atur = Pengaturan(pekerja, read_document.prepare, (), DETIK, MEMORI, ("zi_cli.bukti.read_document", "pypdf"))
    for s in run_pool(read_document.read_named, butir, atur):
        yield s.butir[0], s.hasil if s.hasil is not None else ContentFacts(batas=_stopped(s.galat))


def _stopped(galat: BaseException | None) -> str:
    if isinstance(galat, TimeoutError):
        return f"belum selesai dalam {DETIK:g} detik"
    if isinstance(galat, MemoryError):
        return f"membutuhkan memori lebih dari {MEMORI >> 20} MB"
    return "pembacanya berhenti"
