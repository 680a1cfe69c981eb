"""The sheet Instansi of the register: what ``zi.toml`` holds, officials among it, for people who fill in workbooks."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zi_cli.config import ConfigSheet, Pejabat, TeamMember
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.register.cell_values import InvalidValue, read_date
from zi_cli.pengajuan.register.sheets import open_sheets
from zi_cli.tables import is_yes, parts, read_rows
from zi_cli.text import canonical_name, excerpt, has_remark, is_marked_doubtful, nearest
from zi_cli.worksheet.cells import raw_text
from zi_cli.worksheet.model import NilaiSel


def read_official(text: str) -> Pejabat | None:
    """ "Nama; NIP; jabatan" (the NIP may be left out); None when it is not that."""
    part = [x.strip() for x in text.split(";")]
    if not all(part) or len(part) not in (2, 3):
        return None
    nip = _nip(part[1]) if len(part) == 3 else None
    if len(part) == 3 and nip is None:
        return None
    return Pejabat(part[0], nip, part[-1])


def read_member(text: str) -> TeamMember | None:
    """ "Unit; nama; NIP; jabatan; kedudukan" (NIP and kedudukan may be left out); None when it is not that."""
    unit, *part = [x.strip() for x in text.split(";")]
    nip = _nip(part[1]) if len(part) > 2 else None
    if nip is not None:
        del part[1]
    if not unit or not all(part) or len(part) not in (2, 3):
        return None
    # Digits where a position is meant are a NIP mistyped.
    if any(x.replace(" ", "").isdigit() for x in part):
        return None
    return TeamMember(unit, part[0], part[1], nip, *part[2:])


def _nip(text: str) -> str | None:
    """The eighteen digits of a NIP; None when *text* is not one."""
    nip = re.sub(r"[\s.]", "", text)
    return nip if nip.isascii() and nip.isdigit() and len(nip) == 18 else None


SHEET = "Instansi"
HEADINGS = ("Isian", "Nilai", "Apa ini")
_MAX_ROWS = 200
#: Whole numbers from here on have more digits than Excel keeps.
_DIGIT_EXCEL = 1e15
#: What people write where there is nothing to say: never a value, and no blank either.
_NONE_WORDS = frozenset({"nihil", "tidak ada", "belum ada", "tidak", "belum", "kosong", "n a", "na", "null", "tbd"})
#: Settings that are a name of somebody, of an office or of a place.
_NAMED = frozenset({"nama", "jabatan", "kota"})


class InstansiRow(NamedTuple):
    """A row of the sheet: key of ``zi.toml`` ("instansi.sakip"), label, kind, words offered, what it is.

    ``perlu``: a proposal and its letters can't do without.
    """

    kunci: str
    label: str
    jenis: str
    pilihan: tuple[str, ...]
    apa: str
    perlu: bool


@cache
def instansi_rows() -> tuple[InstansiRow, ...]:
    """All rows, in the order they are written."""
    return read_rows(Path(__file__).with_name("instansi.csv"), InstansiRow, pilihan=parts, perlu=is_yes)


def read_instansi(daftar: Path | None) -> ConfigSheet | None:
    """The sheet Instansi of the register *daftar*; None without a register or without that sheet.

    What can't be used is a finding with its cell and left out. A register that can't be read says so where it is read.
    """
    if daftar is None or daftar.suffix.lower() == ".csv":
        return None
    try:
        sha256, sheets = open_sheets(daftar)
    except UnreadableInput:
        return None
    milik = next((s for s in sheets if canonical_name(s.nama) == canonical_name(SHEET)), None)
    if milik is None:
        return None
    by_label = {canonical_name(r.label): r for r in instansi_rows()} | {r.kunci: r for r in instansi_rows()}
    label_of = {r.kunci: r.label for r in instansi_rows()}
    content: dict[str, Any] = {}
    cells: dict[str, Sel] = {}
    temuan: list[Temuan] = []
    doubts: dict[str, Temuan] = {}
    possible: dict[str, Temuan] = {}
    empty: dict[str, Sel] = {}

    def doubt(key: str, reason: str, place: Sel) -> None:
        doubts[key] = make_temuan("DAT571", place, label=label_of[key], sebab=reason)
        temuan.append(doubts[key])

    for number, row in enumerate(milik.baris[:_MAX_ROWS], 1):
        label = str(row[0]).strip() if row else ""
        nilai = row[1] if len(row) > 1 else ""
        place = Sel(milik.nama, number, 1)
        r = by_label.get(canonical_name(label)) or by_label.get(label)
        if not label or nilai == "" or canonical_name(label) == canonical_name(HEADINGS[0]):
            if r is not None:
                empty.setdefault(r.kunci, place)
            continue
        if r is None:
            near = nearest(label, label_of.values())
            suggestion = f"; mungkin “{near}”" if near else ""
            t = make_temuan("DAT570", Sel(milik.nama, number, 0), label=excerpt(label), saran=suggestion)
            temuan.append(t)
            possible |= {by_label[canonical_name(near)].kunci: t} if near else {}
            continue
        if r.kunci in cells:
            doubt(r.kunci, f"sudah diisi di {cells[r.kunci]}", place)
            _drop(content, r.kunci)
            continue
        cells[r.kunci] = place
        readable, reason = _value(r, nilai, counted=(milik.nama, number, 1) not in milik.belum_dihitung)
        reason = reason or (milik.unseen(number, 1) if readable is not None else "")
        if reason:
            doubt(r.kunci, reason, place)
        elif readable is not None:
            _put(content, r.kunci, readable)
    # A row of an unknown name may be meant for the one like it, where nothing else stands there.
    doubts = {k: t for k, t in possible.items() if k not in cells} | doubts
    return ConfigSheet(daftar, sha256, content, empty | cells, tuple(temuan), doubts, label_of)


def _value(r: InstansiRow, nilai: NilaiSel, *, counted: bool) -> tuple[Any, str]:
    """The value as ``zi.toml`` would hold it, or why it can't be used."""
    if not counted:
        return None, "rumusnya belum pernah dihitung; buka dan simpan di Excel"
    if isinstance(nilai, int | float) and not isinstance(nilai, bool) and abs(nilai) >= _DIGIT_EXCEL:
        return None, "tersimpan sebagai angka, digit akhirnya hilang; jadikan selnya Teks, lalu tulis lagi"
    text = (raw_text(nilai) or "").strip() if not isinstance(nilai, str) else nilai.strip()
    if text in ("", "-", "–"):
        return None, ""
    if text.startswith("#") and text.endswith(("!", "?", "/0!", "A")):
        return None, f"berisi kesalahan rumus {excerpt(nilai)}"
    if canonical_name(text) in _NONE_WORDS:
        return None, f"“{excerpt(nilai)}” bukan isian; bila tidak ada, kosongkan selnya"
    if r.jenis == "hari":
        try:
            return read_date(nilai), ""
        except InvalidValue as e:
            return None, f"“{excerpt(nilai)}” bukan tanggal: {e.isi.get('sebab', '')}".rstrip(": ")
    if r.jenis == "cacah":
        parted = isinstance(nilai, str) and all(len(x) == 3 for x in text.split(".")[1:])
        figure = text.replace(".", "") if parted else text
        return (
            (int(figure), "")
            if figure.isascii() and figure.isdecimal() and len(figure) < 10
            else (None, f"“{excerpt(nilai)}” bukan bilangan bulat; tulis angkanya saja")
        )
    if r.jenis == "pejabat":
        return _people(text, read_official, "nama; NIP; jabatan")
    if r.jenis == "tim":
        return _people(text, read_member, "unit; nama; NIP; jabatan; kedudukan")
    if r.jenis == "daftar_teks":
        return [x.strip() for x in text.replace(";", "\n").splitlines() if x.strip()], ""
    return text, _no_text(r, nilai, text)


def _no_text(r: InstansiRow, nilai: NilaiSel, text: str) -> str:
    """Why *text* can't be what row *r* asks for; "" when it can."""
    bernama = r.kunci.partition(".")[2] in _NAMED
    if isinstance(nilai, bool) or (bernama and not any(c.isalpha() for c in text)):
        return f"“{excerpt(nilai)}” bukan {r.label[:1].lower()}{r.label[1:]}"
    return f"“{excerpt(nilai)}” bertanda ragu" if bernama and (is_marked_doubtful(text) or has_remark(text)) else ""


def _people(text: str, read: Callable[[str], Any], form: str) -> tuple[Any, str]:
    """One person a line, as ``[[panel]]`` and ``[[tim]]`` of ``zi.toml`` hold them, or why that can't be read."""
    results = []
    for row in filter(None, (b.strip() for b in text.splitlines())):
        person = read(row)
        if person is None:
            return None, f"“{excerpt(row)}” tidak berbentuk {form}"
        results.append({k: v for k, v in person._asdict().items() if v})
    return results, ""


def _put(content: dict[str, Any], key: str, nilai: Any) -> None:
    part, _, name = key.partition(".")
    if name:
        content.setdefault(part, {})[name] = nilai
    else:
        content[part] = nilai


def _drop(content: dict[str, Any], key: str) -> None:
    part, _, name = key.partition(".")
    if name:
        content.get(part, {}).pop(name, None)
    else:
        content.pop(part, None)


def default_values() -> Mapping[str, str]:
    """What a new sheet holds before anybody fills it in, by key."""
    return {
        "surat.sifat": "Penting",
        "sekretaris_jenderal.jabatan": "Sekretaris Jenderal",
        "ketua_tpi.jabatan": "Inspektur Jenderal",
    }
