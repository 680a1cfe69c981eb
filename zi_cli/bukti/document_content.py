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
SECONDS, MEMORY = 9.0, 400 << 20
_WORKERS = 4


def read_contents(
    files: Iterable[TreeFile],
    facts: Mapping[str, FileFacts],
    memory: Memory,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, ContentFacts]:
    """What the documents among *files* say, by name; each is read in a process with limits of its own.

    What *memory* knows of an unchanged file is not read again. *progress* hears the name of each that is done.
    """
    results: dict[str, ContentFacts] = {}
    new: list[tuple[str, Path, str]] = []
    for b in files:
        f = facts.get(b.nama)
        if f is None or f.isi not in READABLE or f.rusak or f.sandi or not f.ukuran:
            continue
        now = memory.kini.get(b.nama)
        if now is not None and now.isi is not None:
            results[b.nama] = now.isi
        else:
            new.append((b.nama, b.jalur, f.isi))
    for name, content in read_each(new):
        results[name] = content
        now = memory.kini.get(name)
        if now is not None:
            now.isi = content
        progress(name)
    return results


def read_each(items: Sequence[tuple[str, Path, str]]) -> Iterator[tuple[str, ContentFacts]]:
    """What the documents *items* (name, path, one of READABLE) say, each in a bounded process of its own."""
    if not items:
        return
    from zi_cli.bukti import read_document
    from zi_cli.folder.pool import Pengaturan, run_pool

    worker = min(_WORKERS, os.cpu_count() or 1, len(items))
    config = Pengaturan(worker, read_document.prepare, (), SECONDS, MEMORY, ("zi_cli.bukti.read_document", "pypdf"))
    for s in run_pool(read_document.read_named, items, config):
        yield s.butir[0], s.hasil if s.hasil is not None else ContentFacts(batas=_stopped(s.galat))


def _stopped(error: BaseException | None) -> str:
    if isinstance(error, TimeoutError):
        return f"belum selesai dalam {SECONDS:g} detik"
    if isinstance(error, MemoryError):
        return f"membutuhkan memori lebih dari {MEMORY >> 20} MB"
    return "pembacanya berhenti"
