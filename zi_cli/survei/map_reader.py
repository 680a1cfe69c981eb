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
from zi_cli.survei.column_map import ABAIKAN, KEPALA, LEMBAR, TAJUK, URUTAN, meanings
from zi_cli.survei.columns import ColumnMap, QuestionColumns, normalised, questionnaire_of
from zi_cli.survei.questionnaire import survey_data
from zi_cli.survei.rows import Cell, open_survey
from zi_cli.survei.times import Urutan
from zi_cli.text import cuplik
from zi_cli.worksheet.formats.limits import Damaged, LimitExceeded

#: Rows of a map.
_BARIS = 600
_UKURAN_TOML = 256 * 1024
#: What a map says of a column, in the order of the sheet, and what it is called in TOML ("": not there).
_KUNCI = ("", "tajuk", "", "arti", "skala", "terendah", "terbalik", "label")
_ATAS = {"lembar": LEMBAR, "baris_tajuk": TAJUK, "urutan_tanggal": URUTAN}


class _Source(NamedTuple):
    """The texts of a map: what stands above the table by name, the table's rows by number.

    ``fault`` makes the finding for a row and a (zero-based) column of the table, ``fault_above`` for a name above it.
    """

    atas: Mapping[str, str]
    kolom: Sequence[tuple[int, Sequence[str]]]
    fault: Callable[[int, int, str], UnreadableInput]
    fault_above: Callable[[str, str], UnreadableInput]


def read_map(berkas: Path) -> ColumnMap:
    """The map in *berkas*.

    Raises ``UnreadableInput``: an LKE1xx finding for a file that can't be read, SVY729 with the cell or key that is
    wrong.
    """
    return _columns(_from_toml(berkas) if berkas.suffix.lower() == ".toml" else _from_sheet(berkas))


def _from_sheet(berkas: Path) -> _Source:
    peta = open_survey(berkas)
    try:
        baris = list(islice(peta.lembar[0].baris(), _BARIS)) if peta.lembar else []
    except (LimitExceeded, Damaged) as e:
        raise UnreadableInput(make_temuan("LKE104", berkas=peta.nama, sebab=e)) from None
    lembar = peta.lembar[0].nama if peta.lembar else ""

    def fault(baris: int, kolom: int, sebab: str) -> UnreadableInput:
        return UnreadableInput(make_temuan("SVY729", Sel(lembar, baris, kolom), berkas=peta.nama, sebab=sebab))

    semua = [(n, [_text(isi[k]) if k < len(isi) else "" for k in range(len(KEPALA))]) for n, isi in baris]
    mulai = next((n for n, isi in semua if tuple(isi[:4]) == KEPALA[:4]), None)
    if mulai is None:
        raise fault(1, 0, f"baris judul peta ({', '.join(KEPALA[:4])}) tidak ada")
    atas = {isi[0]: (n, isi[1]) for n, isi in semua if n < mulai}
    return _Source(
        {nama: nilai for nama, (_, nilai) in atas.items()},
        [b for b in semua if b[0] > mulai and b[1][0]],
        fault,
        lambda nama, sebab: fault(atas.get(nama, (1, ""))[0], 1, sebab),
    )


def _text(sel: Cell) -> str:
    if isinstance(sel, float) and sel.is_integer():
        return str(int(sel))
    return "" if sel is None else str(sel).strip()


def _from_toml(berkas: Path) -> _Source:
    try:
        mentah = read_file(berkas, _UKURAN_TOML + 1)
        if len(mentah) > _UKURAN_TOML:
            raise UnreadableInput(make_temuan("LKE110", berkas=berkas.name, sebab="peta lebih dari 256 KB"))
        isi = parse_toml(mentah)
    except OSError as e:
        raise UnreadableInput(make_temuan("LKE107", berkas=berkas.name, sebab=read_reason(e))) from None
    except TomlFault as e:
        raise _at_key(berkas, "", e.sebab) from None
    kolom = isi.pop("kolom", None)
    if not isinstance(kolom, dict):
        raise _at_key(berkas, "kolom", "bagian [kolom.A], [kolom.B], … tidak ada")
    huruf = list(kolom)
    atas = {_ATAS[k]: v for k, v in _texts(berkas, "", isi, tuple(_ATAS)).items()}
    baris = []
    for n, (h, milik) in enumerate(kolom.items(), 1):
        if not isinstance(milik, dict) or "tajuk" not in milik:
            raise _at_key(berkas, f"kolom.{h}", "harus bagian dengan tajuk dan arti")
        teks = _texts(berkas, f"kolom.{h}", milik, tuple(filter(None, _KUNCI)))
        baris.append((n, [h, *(teks.get(k, "") for k in _KUNCI[1:])]))

    return _Source(
        atas,
        baris,
        lambda n, k, sebab: _at_key(berkas, ".".join(filter(None, ("kolom", huruf[n - 1], _KUNCI[k]))), sebab),
        lambda nama, sebab: _at_key(berkas, next(k for k, v in _ATAS.items() if v == nama), sebab),
    )


def _at_key(berkas: Path, kunci: str, sebab: str) -> UnreadableInput:
    sebab = f"{cuplik(kunci)}: {sebab}" if kunci else sebab
    return UnreadableInput(make_temuan("SVY729", berkas=berkas.name, sebab=sebab))


def _texts(berkas: Path, jalur: str, isi: Mapping[str, Any], dikenal: Sequence[str]) -> dict[str, str]:
    """The values of a table as the sheet would hold them."""
    hasil = {}
    for kunci, nilai in isi.items():
        penuh = f"{jalur}.{kunci}" if jalur else kunci
        if kunci not in dikenal:
            raise _at_key(berkas, penuh, f"tidak dikenal; yang ada {', '.join(dikenal)}")
        if kunci == "label":
            if not isinstance(nilai, list) or not all(type(n) is str and ";" not in n for n in nilai):
                raise _at_key(berkas, penuh, 'harus daftar teks tanpa titik koma, misalnya ["…", "…"]')
            hasil[kunci] = ";".join(nilai)
        elif isinstance(nilai, bool):
            hasil[kunci] = "ya" if nilai else "tidak"
        elif type(nilai) in (str, int):
            hasil[kunci] = str(nilai).strip()
        else:
            raise _at_key(berkas, penuh, "harus teks dalam tanda petik, bilangan bulat, atau true dan false")
    return hasil


def _columns(s: _Source) -> ColumnMap:
    tajuk, urutan = s.atas.get(TAJUK, ""), s.atas.get(URUTAN, "")
    if not (tajuk.isdecimal() and len(tajuk) < 6 and 0 < int(tajuk) <= 10_000):
        raise s.fault_above(TAJUK, f"{TAJUK.lower()} harus nomor baris")
    pilihan: dict[str, Urutan] = {u: u for u in get_args(Urutan)}
    if urutan and urutan not in pilihan:
        raise s.fault_above(URUTAN, f"{URUTAN.lower()} harus {' atau '.join(pilihan)}")
    judul: dict[int, str] = {}
    unsur: dict[str, QuestionColumns] = {}
    peran: dict[str, int] = {}
    for nomor, isi in s.kolom:
        try:
            kolom = column_index(isi[0])
        except ValueError:
            raise s.fault(nomor, 0, f"“{cuplik(isi[0])}” bukan huruf kolom") from None
        if kolom in judul:
            raise s.fault(nomor, 0, f"kolom {column_letters(kolom)} disebut dua kali")
        judul[kolom], arti = isi[1], isi[3]
        if arti.casefold() in ("", ABAIKAN):
            continue
        if arti in survey_data().peran:
            if arti in peran:
                raise s.fault(nomor, 3, f"{arti} sudah diberikan kepada kolom {column_letters(peran[arti])}")
            peran[arti] = kolom
            continue
        kode = arti.upper().replace(" ", "")
        if kode not in meanings() and not (questionnaire_of(kode) == "skm" and kode[3:].isdecimal()):
            raise s.fault(nomor, 3, f"arti “{cuplik(arti)}” tidak dikenal")
        baru = _question(s, nomor, kode, kolom, isi)
        lama = unsur.get(kode, baru)
        if lama._replace(kolom=()) != baru._replace(kolom=()):
            raise s.fault(nomor, 4, f"skala atau label {kode} lain daripada di kolom {column_letters(lama.kolom[0])}")
        unsur[kode] = baru if lama is baru else lama._replace(kolom=(*lama.kolom, kolom))
    if not unsur:
        raise s.fault(s.kolom[0][0] if s.kolom else 1, 3, "belum ada kolom yang berarti pertanyaan (SPAK1, SPKP1, …)")
    semua = tuple(judul.get(k, "") for k in range(max(judul) + 1))
    return ColumnMap(s.atas.get(LEMBAR, ""), int(tajuk), semua, tuple(unsur.values()), peran, pilihan.get(urutan))


def _question(s: _Source, nomor: int, kode: str, kolom: int, isi: Sequence[str]) -> QuestionColumns:
    skala, mulai, balik = isi[4], isi[5], isi[6].casefold()
    label = tuple(x.strip() for x in isi[7].split(";") if x.strip())
    if skala and not (skala.isdecimal() and len(skala) < 3 and 2 <= int(skala) <= 10):
        raise s.fault(nomor, 4, "skala harus bilangan 2 sampai 10")
    if mulai not in ("", "0", "1"):
        raise s.fault(nomor, 5, "jawaban terendah harus 0 atau 1")
    if balik not in ("", "ya", "tidak"):
        raise s.fault(nomor, 6, "terbalik harus ya atau tidak")
    if label and skala and len(label) != int(skala):
        raise s.fault(nomor, 7, f"label harus {skala} buah")
    if len({normalised(x) for x in label}) < len(label):
        raise s.fault(nomor, 7, "ada label yang sama")
    return QuestionColumns(
        kode, (kolom,), int(skala) if skala else None, int(mulai) if mulai else None, balik == "ya" if balik else None,
        label,
    )  # fmt: skip


def check_headings(peta: ColumnMap, berkas: str, judul: Sequence[str]) -> None:
    """Raise ``UnreadableInput`` (SVY729) when the export's headings are not those the map was made for."""
    for k in sorted({*peta.peran.values(), *(k for u in peta.unsur for k in u.kolom)}):
        ada, dipetakan = normalised(cuplik(judul[k], 300) if k < len(judul) else ""), normalised(peta.judul[k])
        # A map made of headings over two rows has both; the lower one is compared.
        if ada != dipetakan and not (ada and dipetakan.endswith(f" {ada}")):
            teks = cuplik(judul[k]) if k < len(judul) else ""
            sebab = f"kolom {column_letters(k)} berjudul “{teks}”, bukan “{cuplik(peta.judul[k])}”"
            raise UnreadableInput(make_temuan("SVY729", Sel(peta.lembar, peta.kepala, k), berkas=berkas, sebab=sebab))
