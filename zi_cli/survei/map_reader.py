"""A map as a person left it: in Excel, as .csv of the same table, or as .toml; strictly, each fault at its place."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, get_args

from zi_cli.errors import read_reason
from zi_cli.files import read_file
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, column_index, column_letters
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.instrumen.strict_toml import TomlFault, parse_toml
from zi_cli.named_tuple import NamedTuple
from zi_cli.survei.column_map import DATE_ORDER, HEADERS, HEADING_ROW, IGNORE, SHEET, meanings
from zi_cli.survei.export_rows import Cell, open_survey
from zi_cli.survei.question_columns import ColumnMap, QuestionColumns, normalised, questionnaire_of
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.times import Urutan
from zi_cli.text import excerpt
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

#: Rows of a map.
_MAX_ROWS = 600
_TOML_SIZE = 256 * 1024
#: What a map says of a column, in the order of the sheet, and what it is called in TOML ("": not there).
_KEYS = ("", "tajuk", "", "arti", "skala", "terendah", "terbalik", "label")
_TOP_ROWS = {"lembar": SHEET, "baris_tajuk": HEADING_ROW, "urutan_tanggal": DATE_ORDER}


class _Source(NamedTuple):
    """The texts of a map: what stands above the table by name, the table's rows by number.

    ``fault`` makes the finding for a row and a (zero-based) column of the table, ``fault_above`` for a name above it.
    """

    atas: Mapping[str, str]
    kolom: Sequence[tuple[int, Sequence[str]]]
    fault: Callable[[int, int, str], UnreadableInput]
    fault_above: Callable[[str, str], UnreadableInput]


def read_map(file: Path) -> ColumnMap:
    """The map in *file*.

    Raises ``UnreadableInput``: an LKE1xx finding for a file that can't be read, SVY729 with the cell or key that is
    wrong.
    """
    return _columns(_from_toml(file) if file.suffix.lower() == ".toml" else _from_sheet(file))


def _from_sheet(file: Path) -> _Source:
    mapping = open_survey(file)
    try:
        row = list(islice(mapping.lembar[0].baris(), _MAX_ROWS)) if mapping.lembar else []
    except (LimitExceeded, Damaged) as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=mapping.nama, sebab=e)) from None
    sheet = mapping.lembar[0].nama if mapping.lembar else ""

    def fault(row: int, column: int, reason: str) -> UnreadableInput:
        return UnreadableInput(make_temuan("SVY729", Sel(sheet, row, column), berkas=mapping.nama, sebab=reason))

    every = [(n, [_text(content[k]) if k < len(content) else "" for k in range(len(HEADERS))]) for n, content in row]
    begin = next((n for n, content in every if tuple(content[:4]) == HEADERS[:4]), None)
    if begin is None:
        raise fault(1, 0, f"baris judul peta ({', '.join(HEADERS[:4])}) tidak ada")
    upper = {content[0]: (n, content[1]) for n, content in every if n < begin}
    return _Source(
        {name: nilai for name, (_, nilai) in upper.items()},
        [b for b in every if b[0] > begin and b[1][0]],
        fault,
        lambda name, reason: fault(upper.get(name, (1, ""))[0], 1, reason),
    )


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _from_toml(file: Path) -> _Source:
    try:
        raw = read_file(file, _TOML_SIZE + 1)
        if len(raw) > _TOML_SIZE:
            raise UnreadableInput(make_temuan("LKE110", berkas=file.name, sebab="peta lebih dari 256 KB"))
        content = parse_toml(raw)
    except OSError as e:
        raise UnreadableInput(make_temuan("LKE107", berkas=file.name, sebab=read_reason(e))) from None
    except TomlFault as e:
        raise _at_key(file, "", e.sebab) from None
    column = content.pop("kolom", None)
    if not isinstance(column, dict):
        raise _at_key(file, "kolom", "bagian [kolom.A], [kolom.B], … tidak ada")
    letters = list(column)
    upper = {_TOP_ROWS[k]: v for k, v in _texts(file, "", content, tuple(_TOP_ROWS)).items()}
    rows = []
    for n, (h, milik) in enumerate(column.items(), 1):
        if not isinstance(milik, dict) or "tajuk" not in milik:
            raise _at_key(file, f"kolom.{h}", "harus bagian dengan tajuk dan arti")
        text = _texts(file, f"kolom.{h}", milik, tuple(filter(None, _KEYS)))
        rows.append((n, [h, *(text.get(k, "") for k in _KEYS[1:])]))

    return _Source(
        upper,
        rows,
        lambda n, k, reason: _at_key(file, ".".join(filter(None, ("kolom", letters[n - 1], _KEYS[k]))), reason),
        lambda name, reason: _at_key(file, next(k for k, v in _TOP_ROWS.items() if v == name), reason),
    )


def _at_key(file: Path, key: str, reason: str) -> UnreadableInput:
    reason = f"{excerpt(key)}: {reason}" if key else reason
    return UnreadableInput(make_temuan("SVY729", berkas=file.name, sebab=reason))


def _texts(file: Path, jalur: str, content: Mapping[str, Any], known: Sequence[str]) -> dict[str, str]:
    """The values of a table as the sheet would hold them."""
    results = {}
    for key, nilai in content.items():
        full = f"{jalur}.{key}" if jalur else key
        if key not in known:
            raise _at_key(file, full, f"tidak dikenal; yang ada {', '.join(known)}")
        if key == "label":
            if not isinstance(nilai, list) or not all(type(n) is str and ";" not in n for n in nilai):
                raise _at_key(file, full, 'harus daftar teks tanpa titik koma, misalnya ["…", "…"]')
            results[key] = ";".join(nilai)
        elif isinstance(nilai, bool):
            results[key] = "ya" if nilai else "tidak"
        elif type(nilai) in (str, int):
            results[key] = str(nilai).strip()
        else:
            raise _at_key(file, full, "harus teks dalam tanda petik, bilangan bulat, atau true dan false")
    return results


def _columns(s: _Source) -> ColumnMap:
    heading, order = s.atas.get(HEADING_ROW, ""), s.atas.get(DATE_ORDER, "")
    if not (heading.isdecimal() and len(heading) < 6 and 0 < int(heading) <= 10_000):
        raise s.fault_above(HEADING_ROW, f"{HEADING_ROW.lower()} harus nomor baris")
    choices: dict[str, Urutan] = {u: u for u in get_args(Urutan)}
    if order and order not in choices:
        raise s.fault_above(DATE_ORDER, f"{DATE_ORDER.lower()} harus {' atau '.join(choices)}")
    titles: dict[int, str] = {}
    elements: dict[str, QuestionColumns] = {}
    roles: dict[str, int] = {}
    for number, content in s.kolom:
        try:
            column = column_index(content[0])
        except ValueError:
            raise s.fault(number, 0, f"“{excerpt(content[0])}” bukan huruf kolom") from None
        if column in titles:
            raise s.fault(number, 0, f"kolom {column_letters(column)} disebut dua kali")
        titles[column], meaning = content[1], content[3]
        if meaning.casefold() in ("", IGNORE):
            continue
        if meaning in survey_data().peran:
            if meaning in roles:
                raise s.fault(number, 3, f"{meaning} sudah diberikan kepada kolom {column_letters(roles[meaning])}")
            roles[meaning] = column
            continue
        code = meaning.upper().replace(" ", "")
        if code not in meanings() and not (questionnaire_of(code) == "skm" and code[3:].isdecimal()):
            raise s.fault(number, 3, f"arti “{excerpt(meaning)}” tidak dikenal")
        new = _question(s, number, code, column, content)
        old = elements.get(code, new)
        if old._replace(kolom=()) != new._replace(kolom=()):
            raise s.fault(number, 4, f"skala atau label {code} lain daripada di kolom {column_letters(old.kolom[0])}")
        elements[code] = new if old is new else old._replace(kolom=(*old.kolom, column))
    if not elements:
        raise s.fault(s.kolom[0][0] if s.kolom else 1, 3, "belum ada kolom yang berarti pertanyaan (SPAK1, SPKP1, …)")
    every = tuple(titles.get(k, "") for k in range(max(titles) + 1))
    return ColumnMap(s.atas.get(SHEET, ""), int(heading), every, tuple(elements.values()), roles, choices.get(order))


def _question(s: _Source, number: int, code: str, column: int, content: Sequence[str]) -> QuestionColumns:
    skala, begin, reverse = content[4], content[5], content[6].casefold()
    label = tuple(x.strip() for x in content[7].split(";") if x.strip())
    if skala and not (skala.isdecimal() and len(skala) < 3 and 2 <= int(skala) <= 10):
        raise s.fault(number, 4, "skala harus bilangan 2 sampai 10")
    if begin not in ("", "0", "1"):
        raise s.fault(number, 5, "jawaban terendah harus 0 atau 1")
    if reverse not in ("", "ya", "tidak"):
        raise s.fault(number, 6, "terbalik harus ya atau tidak")
    if label and skala and len(label) != int(skala):
        raise s.fault(number, 7, f"label harus {skala} buah")
    if len({normalised(x) for x in label}) < len(label):
        raise s.fault(number, 7, "ada label yang sama")
    return QuestionColumns(
        code,
        (column,),
        int(skala) if skala else None,
        int(begin) if begin else None,
        reverse == "ya" if reverse else None,
        label,
    )


def check_headings(mapping: ColumnMap, name: str, file: str, titles: Sequence[str]) -> None:
    """Raise ``UnreadableInput`` (SVY729) when the headings of the export *file* are not those of the map *name*."""
    for k in sorted({*mapping.peran.values(), *(k for u in mapping.unsur for k in u.kolom)}):
        present, dipetakan = (
            normalised(excerpt(titles[k], 300) if k < len(titles) else ""),
            normalised(mapping.judul[k]),
        )
        # A map made of headings over two rows has both; the lower one is compared.
        if present != dipetakan and not (present and dipetakan.endswith(f" {present}")):
            text = excerpt(titles[k]) if k < len(titles) else ""
            reason = f"kolom {column_letters(k)} di “{file}” berjudul “{text}”, bukan “{excerpt(mapping.judul[k])}”"
            raise UnreadableInput(
                make_temuan("SVY729", Sel(mapping.lembar, mapping.kepala, k), berkas=name, sebab=reason)
            )
