"""The portal's own list of questions of any year, held against the instrument."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import msgspec

from zi_cli.errors import EXIT_UNREADABLE, UserError, os_reason
from zi_cli.files import read_file, sha256
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import misfit
from zi_cli.portalrb.questions import Questions, Soal
from zi_cli.text import excerpt, short_number, strip_controls

_MAX_SIZE = 16 * 1024 * 1024
_MAX_DEPTH = 16


class Pilihan(msgspec.Struct):
    """One option of a question and what it is worth (ratio)."""

    key: str
    multiplier: float


class SoalMaster(msgspec.Struct):
    """A question as the portal lists it. Weight in points; 0 where it has none of its own."""

    id: int
    jenis_jawaban: str
    excel_baris: int
    kriteria_nilai: str = ""
    excel_sheet: str = ""
    bobot_maksimal: float = 0
    skema_penilaian: list[Pilihan] = []
    excel_kolom_jawaban_unit: str = ""
    excel_kolom_catatan_unit: str = ""
    excel_kolom_bukti_dukung_unit: str = ""
    excel_kolom_jawaban_tpi: str = ""
    excel_kolom_catatan_tpi: str = ""


class NodeMaster(msgspec.Struct):
    """A node of the portal's tree."""

    nama: str
    bobot_maksimal: float
    children: "list[NodeMaster]" = []
    soals: list[SoalMaster] = []


class Master(msgspec.Struct):
    """The whole list of one year."""

    tahun: int
    total_soal: int
    data: list[NodeMaster]


class QuestionDifference(NamedTuple):
    """One difference between the portal's list and the instrument.

    ``menyentuh_nilai``: answers would score differently, or a question has no place.
    """

    tempat: str
    apa: str
    portal: str | None
    instrumen: str | None
    menyentuh_nilai: bool


def read_master(file: Path) -> tuple[Master, str]:
    """The portal's list and the SHA-256 of its file; raises ``UserError`` (exit 3) for a file that is none."""
    try:
        if file.stat().st_size > _MAX_SIZE:
            raise UserError(f"“{file}” terlalu besar untuk daftar soal", EXIT_UNREADABLE)
        content = read_file(file)
    except (OSError, ValueError) as e:
        reason = os_reason(e) if isinstance(e, OSError) else "nama tidak sah"
        raise UserError(f"“{file}” tidak dapat dibaca: {reason}", EXIT_UNREADABLE) from None
    try:
        master = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=Master)
    except (msgspec.DecodeError, RecursionError, ValueError) as e:
        reason = misfit(e) if isinstance(e, msgspec.ValidationError) else "bukan JSON yang utuh"
        raise UserError(f"“{file.name}” bukan daftar soal PortalRB: {reason}", EXIT_UNREADABLE) from None
    if not any(True for _ in _questions(master.data)):
        raise UserError(f"“{file.name}” tidak memuat satu soal pun", EXIT_UNREADABLE)
    return master, sha256(content)


def master_rubric(master: Master, questions: Questions) -> dict[str, str]:
    """The criteria in the portal's words, by kode of the instrument's row; only questions that are surely the same."""
    pairs, _, _ = _pair(list(_questions(master.data)), questions)
    return {
        s.kode: text
        for m, s in pairs
        if questions.jenis.get(m.jenis_jawaban.upper()) == s.jenis
        and (text := strip_controls(m.kriteria_nilai).strip())
    }


def _questions(nodes: list[NodeMaster]) -> Iterator[SoalMaster]:
    def walk(nodes: list[NodeMaster], dalam: int) -> Iterator[SoalMaster]:
        if dalam > _MAX_DEPTH:
            raise UserError("daftar soal bersarang terlalu dalam", EXIT_UNREADABLE)
        for s in nodes:
            yield from s.soals
            yield from walk(s.children, dalam + 1)

    return walk(nodes, 0)


def compare_master(master: Master, questions: Questions, instrumen: Instrumen) -> list[QuestionDifference]:
    """Every difference in questions, numbers, rows, types, scales and weights, in the portal's order."""
    every = list(_questions(master.data))
    results: list[QuestionDifference] = []
    if master.total_soal != len(every):
        results.append(QuestionDifference("daftar", "jumlah soal", str(master.total_soal), str(len(every)), False))
    for what, number in (("nomor soal", [s.id for s in every]), ("baris", [s.excel_baris for s in every])):
        duplicates = sorted({n for n in number if number.count(n) > 1})
        if duplicates:
            results.append(
                QuestionDifference("daftar", f"{what} ganda", ", ".join(map(str, duplicates[:10])), None, True)
            )
    pairs, new, missing = _pair(every, questions)
    for m in new:
        results.append(
            QuestionDifference(
                f"soal {m.id}", "soal baru", f"baris {m.excel_baris}, {m.jenis_jawaban[:20]}", None, True
            )
        )
    for s in missing:
        results.append(
            QuestionDifference(f"soal {s.id}", "soal tidak ada lagi", None, f"baris {s.baris}, {s.kode}", True)
        )
    for m, s in pairs:
        results += _compare_question(m, s, questions, instrumen)
    codes = {id(m): s.kode for m, s in pairs}
    results += _compare_weights(master.data, codes, frozenset(codes.values()), instrumen)
    return results


_Pasangan = list[tuple[SoalMaster, Soal]]


def _pair(every: list[SoalMaster], questions: Questions) -> tuple[_Pasangan, list[SoalMaster], list[Soal]]:
    """Questions that belong together: by number and row, else by number and type, else by row, else by number."""

    def same_type(m: SoalMaster, s: Soal) -> bool:
        return questions.jenis.get(m.jenis_jawaban.upper()) == s.jenis

    rules: tuple[Callable[[SoalMaster, Soal], bool], ...] = (
        lambda m, s: m.id == s.id and m.excel_baris == s.baris,
        lambda m, s: m.id == s.id and same_type(m, s),
        lambda m, s: m.excel_baris == s.baris,
        lambda m, s: m.id == s.id,
    )
    milik = questions.by_id()
    rest, pair = list(every), []
    for match in rules:
        remaining = []
        for m in rest:
            by_row = {s.baris: s for s in milik.values()}
            candidates = [s for s in (milik.get(m.id), by_row.get(m.excel_baris)) if s is not None and match(m, s)]
            if candidates:
                pair.append((m, milik.pop(candidates[0].id)))
            else:
                remaining.append(m)
        rest = remaining
    return pair, rest, list(milik.values())


def _compare_question(
    m: SoalMaster, s: Soal, questions: Questions, instrumen: Instrumen
) -> Iterator[QuestionDifference]:
    place = f"soal {s.id} ({s.kode})"
    if m.id != s.id:
        # Answers are handed over by number: this one's would go to another question, or to none.
        yield QuestionDifference(place, "nomor soal", str(m.id), str(s.id), True)
    if m.excel_baris != s.baris:
        # In the workbook to upload, another question's answer stands in that row.
        tertukar = any(m.excel_baris == other.baris for other in questions.soal)
        yield QuestionDifference(place, "baris", str(m.excel_baris), str(s.baris), tertukar)
    if m.excel_sheet and m.excel_sheet != questions.lembar:
        yield QuestionDifference(place, "lembar", excerpt(m.excel_sheet), questions.lembar, False)
    for part, letters in questions.kolom.items():
        present = getattr(m, f"excel_kolom_{part}")
        if present and present != letters:
            yield QuestionDifference(place, f"kolom {part}", excerpt(present), letters, False)
    kind = questions.jenis.get(m.jenis_jawaban.upper())
    if kind != s.jenis:
        yield QuestionDifference(place, "jenis jawaban", excerpt(m.jenis_jawaban), s.jenis, True)
        return
    skala = {p.key: _exact(p.multiplier) for p in m.skema_penilaian}
    milik = dict(instrumen.options(s.kode))
    if skala != milik:
        yield QuestionDifference(place, "skala", _scale_text(skala), _scale_text(milik), True)
    bobot = instrumen.per_kode[s.kode].bobot
    if m.bobot_maksimal and (bobot is None or _exact(m.bobot_maksimal) != bobot):
        yield QuestionDifference(
            place, "bobot", short_number(_exact(m.bobot_maksimal)), "–" if bobot is None else short_number(bobot), True
        )


def _exact(figure: float) -> Fraction:
    return Fraction(format(figure, ".15g"))


def _scale_text(skala: dict[str, Fraction]) -> str:
    return "; ".join(f"{excerpt(k, 20)} {short_number(n)}" for k, n in skala.items()) or "tanpa pilihan"


def _compare_weights(
    nodes: list[NodeMaster], codes: dict[int, str], asked: frozenset[str], instrumen: Instrumen
) -> Iterator[QuestionDifference]:
    """Weights of the portal's nodes, each against the node of the instrument with the same questions below it."""
    for s in nodes:
        di_bawah = frozenset(codes[id(m)] for m in _questions([s]) if id(m) in codes)
        node = _node_of(di_bawah, asked, instrumen)
        if node is None and di_bawah:
            yield QuestionDifference(
                excerpt(s.nama, 60), "susunan soal", f"{len(di_bawah)} soal di bawahnya", None, True
            )
        elif node is not None and _exact(s.bobot_maksimal) != instrumen.bobot(node):
            place = f"{node} {excerpt(s.nama, 40)}"
            ours = short_number(instrumen.bobot(node))
            yield QuestionDifference(place, "bobot", short_number(_exact(s.bobot_maksimal)), ours, True)
        yield from _compare_weights(s.children, codes, asked, instrumen)


def _node_of(di_bawah: frozenset[str], asked: frozenset[str], instrumen: Instrumen) -> str | None:
    """The lowest node of the instrument below which exactly these rows are asked; None when there is none."""
    candidates = [
        b.kode
        for b in instrumen.baris
        if b.carries_points
        and b.bobot is not None
        and di_bawah == {k for k in asked if f"{k}.".startswith(f"{b.kode}.")}
    ]
    return max(candidates, key=lambda k: k.count("."), default=None)
