"""Units' ids, kept for ever: the portal throws a unit's review away when its id or name changes."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from zi_cli.errors import EXIT_UNREADABLE, UnwritableOutput, UserError, os_reason
from zi_cli.files import is_there, read_file, write_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import csv_text
from zi_cli.portalrb.documents import ID_UNIT
from zi_cli.text import excerpt

NAME = "portalrb-id.csv"
_COLUMNS = ("kunci", "id", "nama", "afirmasi")
#: The same before the portal's mark of affirmation was kept.
_OLD_COLUMNS = _COLUMNS[:3]
_AFFIRMATION = {"": None, "ya": True, "tidak": False}
_MAX_SIZE = 4 * 1024 * 1024
_MAX_LENGTH = 100


class KnownUnit(NamedTuple):
    """A unit as it was exported last; ``afirmasi`` is None where nobody said."""

    id: str
    nama: str
    afirmasi: bool | None = None


def read_ids(file: Path) -> dict[str, KnownUnit]:
    """Units by key (kode or file name); none when *file* does not exist.

    Raises ``UserError`` (exit 3) for a file that is damaged: an id that was guessed anew would reset a review.
    """
    try:
        if not is_there(file):
            return {}
        if file.stat().st_size > _MAX_SIZE:
            raise UserError(f"“{file}” terlalu besar", EXIT_UNREADABLE)
        rows = list(csv.reader(io.StringIO(read_file(file).decode("utf-8-sig"), newline=""), strict=True))
    except OSError as e:
        raise UserError(f"“{file}” tidak dapat dibaca: {os_reason(e)}", EXIT_UNREADABLE) from None
    except (UnicodeDecodeError, csv.Error) as e:
        raise UserError(f"“{file}” rusak: {excerpt(e)}; pulihkan salinannya", EXIT_UNREADABLE) from None
    if not rows or tuple(rows[0]) not in (_COLUMNS, _OLD_COLUMNS):
        raise UserError(f"“{file}” harus berkolom {', '.join(_COLUMNS)}", EXIT_UNREADABLE)
    results: dict[str, KnownUnit] = {}
    used: set[str] = set()
    for number, content in enumerate(rows[1:], 2):
        afirmasi = content[3] if len(content) > len(_OLD_COLUMNS) else ""
        if len(content) != len(rows[0]) or not re.fullmatch(ID_UNIT, content[1]) or afirmasi not in _AFFIRMATION:
            raise UserError(f"“{file}” baris {number} rusak; pulihkan salinannya", EXIT_UNREADABLE)
        if content[0] in results or content[1].casefold() in used:
            raise UserError(f"“{file}” baris {number}: kunci atau id ada dua kali", EXIT_UNREADABLE)
        results[content[0]] = KnownUnit(content[1], content[2], _AFFIRMATION[afirmasi])
        used.add(content[1].casefold())
    return results


def ids_text(every: Mapping[str, KnownUnit]) -> bytes:
    """The file's content, in order of keys."""
    words = {nilai: text for text, nilai in _AFFIRMATION.items()}
    return csv_text(_COLUMNS, [(k, u.id, u.nama, words[u.afirmasi]) for k, u in sorted(every.items())]).encode()


def keep_ids(file: Path, known: Mapping[str, KnownUnit], former: Mapping[str, KnownUnit]) -> None:
    """Keep what *known* has beyond *former*, as read before, beside the ids that another run has kept meanwhile.

    Left alone when nothing changed. Raises ``UnwritableOutput`` where the other run gave a unit another id, or an id
    to another unit.
    """

    def content(_: bytes) -> bytes:
        now = read_ids(file)
        every = {**now, **{k: u for k, u in known.items() if former.get(k) != u}}
        used = {u.id.casefold() for u in every.values()}
        if len(used) < len(every) or any(every[k].id != u.id for k, u in now.items()):
            raise UnwritableOutput(f"“{file}” berubah sejak dibaca; jalankan perintah ini lagi")
        return ids_text(every)

    if not is_there(file) or read_file(file) != ids_text(known):
        write_file(file, content, overwrite=True)


def assign(key: str, name: str, known: dict[str, KnownUnit], afirmasi: bool | None = None) -> tuple[str, list[Temuan]]:
    """The unit's id, the old one where there is one; *known* is brought up to date.

    A name or an affirmation that changed since is a finding (PRB906, PRB907).
    """
    old = known.get(key)
    temuan = []
    if old is not None:
        if old.nama != name:
            temuan.append(make_temuan("PRB906", id=old.id, lama=excerpt(old.nama), baru=excerpt(name)))
        if bool(old.afirmasi) != bool(afirmasi):
            temuan.append(make_temuan("PRB907", id=old.id, nama=excerpt(name), baru="ya" if afirmasi else "tidak"))
        known[key] = KnownUnit(old.id, name, afirmasi)
        return old.id, temuan
    basis = url_safe(key)
    used = {u.id.casefold() for u in known.values()}
    id_, n = basis, 1
    while id_.casefold() in used:
        n += 1
        id_ = f"{basis[: _MAX_LENGTH - len(str(n)) - 1]}-{n}"
    known[key] = KnownUnit(id_, name, afirmasi)
    return id_, temuan


def url_safe(text: str) -> str:
    """*text* as one part of an address that needs no escaping."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9._~-]+", "-", plain).strip("-._~")[:_MAX_LENGTH].strip("-._~")
    return safe or "unit"
