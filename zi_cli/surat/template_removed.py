"""What an edited template has no longer of the one it was made from: statements, and compulsory fields."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.surat.fields import fields_of_kind
from zi_cli.text import cuplik

#: A paragraph this long is a statement; one at least this like it says the same.
_STATEMENT, _ALIKE = 60, 0.6
_LOOP = re.compile(r"\bfor\s+([a-z_]\w*)\s+in\s+([a-z_][\w.]*)")


def removed_statements(asli: Sequence[str], ada: Sequence[str], jenis: str, nama: str) -> Iterator[Temuan]:
    """Statements and compulsory fields of the paragraphs *asli* that *ada*, those of the template *nama*, lack."""
    sama = set(ada)
    for a in asli:
        if len(a) < _STATEMENT or a in sama:
            continue
        if not any(SequenceMatcher(None, a, x, autojunk=False).ratio() >= _ALIKE for x in ada):
            yield make_temuan("SRT654", tempat=nama, alinea=cuplik(a, 120))
    dipakai, semula = (" ".join(x) for x in (ada, asli))
    anggota, anggota_semula = ({(d, a) for semua, a in loop_fields(x, x) for d in semua} for x in (dipakai, semula))
    for medan, m in fields_of_kind(jenis).items():
        daftar, berulang, akhir = medan.rpartition("[].")
        if berulang:
            hilang = (daftar, akhir) in anggota_semula and (daftar, akhir) not in anggota
        else:
            hilang = _uses(semula, medan) and not _uses(dipakai, medan)
        if m.wajib and hilang:
            yield make_temuan("SRT655", tempat=nama, medan=medan, arti=m.arti)


def loop_fields(seluruh: str, teks: str) -> set[tuple[tuple[str, ...], str]]:
    """The fields of items of lists that *teks* uses, by the loops of the whole text *seluruh*.

    Each is a field and the lists of which its loop's variable may be an item: several where loops share its name.
    """
    milik: dict[str, dict[str, None]] = {}
    for m in _LOOP.finditer(seluruh):
        milik.setdefault(m[1], {})[m[2]] = None
    return {
        (tuple(daftar), m[1])
        for variabel, daftar in milik.items()
        for m in re.finditer(rf"(?<![\w.]){variabel}\.([a-z_]\w*)", teks)
    }


def _uses(teks: str, medan: str) -> bool:
    return re.search(rf"(?<![\w.]){re.escape(medan)}(?![\w.])", teks) is not None
