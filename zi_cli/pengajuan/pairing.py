"""Which worksheet belongs to which register row: by path, by kode, by its official name; never by likeness."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from zi_cli.files import is_there, real_path
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import compare_names, name_key
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.text import canonical_name, excerpt, flattened


class Pasangan(NamedTuple):
    """A register row with its worksheet (None when it has none) and what was wrong about the search."""

    satker: Satker
    bahan: LkeFacts | None
    temuan: tuple[Temuan, ...]


class PairingResult(NamedTuple):
    """All rows in order, and the worksheets that no row claims, one a satker.

    ``temuan_sisa`` says, by path, what else is known of a worksheet without a row: further files of its satker, and of
    one that rows claim but none gets (it is not among ``sisa``; its rows say so), what keeps it from them.
    """

    baris: tuple[Pasangan, ...]
    sisa: tuple[LkeFacts, ...]
    temuan_sisa: Mapping[Path, tuple[Temuan, ...]]


def pairing_doubts(p: Pasangan) -> list[Temuan]:
    """Why it is not known which worksheet is the row's; that there is none (DAT531) is no doubt."""
    return [t for t in p.temuan if t.tingkat == "galat" and t.kode != "DAT531"]


def unclaimed(b: LkeFacts) -> Temuan:
    """That no row of the register claims the worksheet."""
    return make_temuan("DAT532", berkas=b.nama, satker=b.satker or b.kode_satker or b.jalur.stem)


def lke_path(satker: Satker, daftar: Path, roots: Iterable[Path]) -> Path | None:
    """The file that ``berkas_lke`` names, below the register's folder or one of *roots*.

    None when the column is blank; raises ValueError when it points outside (a register from
    elsewhere must not choose what is read on this machine).
    """
    return None if satker.berkas_lke is None else named_path(satker.berkas_lke, daftar, roots)


def named_path(text: str, daftar: Path, roots: Iterable[Path] = ()) -> Path:
    """The file that a cell of the register *daftar* names; raises ValueError when it points outside."""
    writing = PureWindowsPath(text)  # reads both / and \
    if writing.is_absolute() or writing.drive or writing.root:
        raise ValueError(text)
    jalur = real_path(_spelt(daftar.parent, writing.parts))
    if not any(jalur.is_relative_to(real_path(a)) for a in (daftar.parent, *roots)):
        raise ValueError(text)
    return jalur


def _spelt(folder: Path, parts: Sequence[str]) -> Path:
    """The path *parts* below *folder* as the disk spells it: cells lose double blanks, capitals are no matter."""
    jalur = folder
    for b in parts:
        jalur /= b
        if ".." not in parts and not is_there(jalur) and jalur.parent.is_dir():
            same = [x for x in jalur.parent.iterdir() if _spoken(x.name) == _spoken(b)]
            if len(same) == 1:
                jalur = same[0]
    return jalur


def _spoken(name: str) -> str:
    return unicodedata.normalize("NFC", flattened(name)).casefold()


def pair_lke(daftar: DaftarSatker, materials: Sequence[LkeFacts], roots: Sequence[Path] = ()) -> PairingResult:
    """Give every row of *daftar* its worksheet among *materials*.

    A row that names a file gets that file or none; the others go by the kode written inside the workbook, then by
    the satker's name. Two files of one satker whose answers differ are a contradiction until Berkas LKE names one.
    """
    per_jalur = {real_path(b.jalur): n for n, b in enumerate(materials)}
    pemilik: dict[int, Satker] = {}
    temuan: list[list[Temuan]] = [[] for _ in daftar.satker]
    dapat: dict[int, int] = {}
    for i, s in enumerate(daftar.satker):
        number = _named_file(s, daftar, per_jalur, roots, temuan[i])
        if number is None:
            continue
        if number in pemilik:
            other = pemilik[number]
            content = {"berkas": materials[number].nama, "lain": other.called, "pertama": str(other.sel["berkas_lke"])}
            temuan[i].append(make_temuan("DAT535", s.sel["berkas_lke"], level=None, **content))
        else:
            pemilik[number] = s
            dapat[i] = number
    # Dicts keep the order and let go of one entry at once.
    free = dict.fromkeys(n for n in range(len(materials)) if n not in pemilik)
    refused: dict[int, list[Temuan]] = {}
    search = dict.fromkeys(i for i, s in enumerate(daftar.satker) if s.content("berkas_lke").nilai is None)
    for i in [i for i in search if "berkas_lke" in daftar.satker[i].galat]:
        del search[i]  # unreadable is not blank: what it names is not known
    for satker_key, kunci_bahan in ((_row_code, _lke_code), (_row_name, _lke_name)):
        _search(daftar, materials, satker_key, kunci_bahan, search, free, dapat, temuan, refused)
    for i in search:
        s = daftar.satker[i]
        if s.usulan != "Tidak":
            cell = s.sel.get("berkas_lke") or s.sel.get("kode")
            reason = "kolom Berkas LKE kosong dan tidak ada berkas berkode atau bernama sama"
            temuan[i].append(make_temuan("DAT531", cell, satker=s.called, sebab=reason))
    _further_files(daftar, materials, free, dapat, temuan, refused)
    for i, number in dapat.items():
        temuan[i] += _match_content(daftar.satker[i], materials[number])
    rest, temuan_sisa = one_a_satker([materials[n] for n in free])
    return PairingResult(
        tuple(
            Pasangan(s, materials[dapat[i]] if i in dapat else None, tuple(temuan[i]))
            for i, s in enumerate(daftar.satker)
        ),
        rest,
        {**temuan_sisa, **{materials[n].jalur: tuple(t) for n, t in refused.items()}},
    )


def one_a_satker(materials: Sequence[LkeFacts]) -> tuple[tuple[LkeFacts, ...], Mapping[Path, tuple[Temuan, ...]]]:
    """*materials* with one worksheet a satker, and by its path what is said about the others (DAT530, DAT533)."""
    groups: list[list[LkeFacts]] = []
    by_key: dict[str, list[list[LkeFacts]]] = {}
    for b in materials:
        keys = _keys(b)
        candidates = (k for x in keys for k in by_key.get(x, ()))
        milik = next((k for k in candidates if _same_satker(k[0], b)), None)
        if milik is None:
            milik = []
            groups.append(milik)
        milik.append(b)
        for x in keys:
            by_key.setdefault(x, []).append(milik)
    temuan = {k[0].jalur: (_twins(k[0].satker or k[0].nama, k, None),) for k in groups if len(k) > 1}
    return tuple(k[0] for k in groups), temuan


def _named_file(
    s: Satker, daftar: DaftarSatker, per_jalur: Mapping[Path, int], roots: Sequence[Path], temuan: list[Temuan]
) -> int | None:
    """The worksheet that the row names, None when it names none or one that is not there (a finding)."""
    try:
        jalur = lke_path(s, daftar.berkas, roots)
    except ValueError:
        temuan.append(make_temuan("DAT534", s.sel["berkas_lke"], nilai=excerpt(s.berkas_lke)))
        return None
    number = per_jalur.get(jalur) if jalur is not None else None
    if jalur is not None and number is None and s.usulan != "Tidak":
        reason = f"“{excerpt(s.berkas_lke)}” tidak ada di antara berkas LKE yang terbaca"
        temuan.append(make_temuan("DAT531", s.sel["berkas_lke"], satker=s.called, sebab=reason))
    return number


def _search(
    daftar: DaftarSatker,
    materials: Sequence[LkeFacts],
    satker_key: Callable[[Satker], str | None],
    kunci_bahan: Callable[[LkeFacts], str | None],
    search: dict[int, None],
    free: dict[int, None],
    dapat: dict[int, int],
    temuan: list[list[Temuan]],
    refused: dict[int, list[Temuan]],
) -> None:
    """Match the rows *search* with the worksheets *free* that have the same key, and take both out."""
    candidates: dict[str, list[int]] = {}
    for n in free:
        if (key := kunci_bahan(materials[n])) is not None:
            candidates.setdefault(key, []).append(n)
    peminta: dict[str, list[int]] = {}
    for i in search:
        if (key := satker_key(daftar.satker[i])) is not None:
            peminta.setdefault(key, []).append(i)
    for key, row in peminta.items():
        milik = candidates.get(key, [])
        if not milik:
            continue
        if len(row) > 1:
            name = ", ".join(materials[n].nama for n in milik)
            for i in row:
                s = daftar.satker[i]
                content = {"satker": s.called, "calon": excerpt(f"{name} (diminta {len(row)} baris)", 200)}
                temuan[i].append(make_temuan("DAT533", _naming_cell(s), level=None, **content))
        else:
            i = row[0]
            if len(milik) > 1:
                temuan[i].append(_twins(daftar.satker[i].called, [materials[n] for n in milik], daftar.satker[i]))
            if len(milik) == 1 or temuan[i][-1].tingkat != "galat":
                dapat[i] = milik[0]
        for i in row:
            del search[i]
        for n in milik:
            del free[n]
            refused[n] = [temuan[i][-1] for i in row if temuan[i]]
        if row[0] in dapat:
            del refused[dapat[row[0]]]


def _further_files(
    daftar: DaftarSatker,
    materials: Sequence[LkeFacts],
    free: dict[int, None],
    dapat: dict[int, int],
    temuan: list[list[Temuan]],
    refused: dict[int, list[Temuan]],
) -> None:
    """Worksheets left over that are a satker's whose row has one already: said there, and no satker of their own."""
    by_key: dict[str, list[int]] = {}
    for n in free:
        for key in _keys(materials[n]):
            by_key.setdefault(key, []).append(n)
    for i, s in enumerate(daftar.satker):
        number = dapat.get(i)
        milik = () if number is None else _keys(materials[number])
        candidates = dict.fromkeys(n for x in (*_keys(s), *milik) for n in by_key.get(x, ()) if n in free)
        others = [
            n
            for n in candidates
            if _same_satker(s, materials[n]) or (number is not None and _same_satker(materials[number], materials[n]))
        ]
        if not others or s.ganda:
            continue
        for n in others:
            del free[n]
            refused[n] = _not_named(s, materials[n]) or pairing_doubts(Pasangan(s, None, tuple(temuan[i])))
        if number is None:
            # The file that the row names is not there; another one is not taken in its place.
            content = {
                "satker": s.called,
                "dipakai": "tidak ada",
                "lain": excerpt(", ".join(materials[n].nama for n in others)),
            }
            temuan[i].append(make_temuan("DAT530", _naming_cell(s), level=None, **content))
            continue
        every = [materials[number], *(materials[n] for n in others)]
        if s.berkas_lke is not None:
            name = excerpt(", ".join(b.nama for b in every[1:]), 200)
            content = {"satker": s.called, "dipakai": materials[number].nama, "lain": name}
            temuan[i].append(make_temuan("DAT530", _naming_cell(s), level=None, **content))
            continue
        temuan[i].append(_twins(s.called, every, s))
        for n in others:
            refused[n] = temuan[i][-1:]
        if temuan[i][-1].tingkat == "galat":
            refused[dapat.pop(i)] = temuan[i][-1:]


def _not_named(s: Satker, material: LkeFacts) -> list[Temuan]:
    """That the row *s* names another file than its satker's *material*; nothing when it names none."""
    if s.berkas_lke is None and "berkas_lke" not in s.galat:
        return []
    named = "isian yang tidak terbaca" if s.berkas_lke is None else f"“{excerpt(s.berkas_lke)}”"
    reason = f"kolom Berkas LKE pada barisnya memuat {named}, bukan {material.nama}"
    return [make_temuan("DAT533", _naming_cell(s), satker=s.called, calon=reason)]


def _twins(name: str, every: Sequence[LkeFacts], satker: Satker | None) -> Temuan:
    """Several files of one satker: a note when their deciding answers are the same, else a contradiction."""
    cell = _naming_cell(satker) if satker else None
    other = excerpt(", ".join(b.nama for b in every[1:]), 200)
    if len({(b.penilai, b.sidik) for b in every}) == 1 and every[0].sidik:
        return make_temuan("DAT530", cell, satker=name, dipakai=every[0].nama, lain=other)
    return make_temuan("DAT533", cell, satker=name, calon=excerpt(f"jawaban {every[0].nama} dan {other} berbeda", 200))


def _names(x: Satker | LkeFacts) -> tuple[str | None, str | None]:
    """What a row or a worksheet may be found by: its kode and its name."""
    return (_row_code(x), _row_name(x)) if isinstance(x, Satker) else (_lke_code(x), _lke_name(x))


def _keys(x: Satker | LkeFacts) -> tuple[str, ...]:
    return tuple(f"{kind} {n}" for kind, n in zip(("kode", "nama"), _names(x), strict=True) if n is not None)


def _same_satker(a: Satker | LkeFacts, b: LkeFacts) -> bool:
    (code, name), (other, other_name) = _names(a), _names(b)
    if code is not None and other is not None:
        return code == other
    return name is not None and name == other_name


def _match_content(satker: Satker, material: LkeFacts) -> list[Temuan]:
    """A file that says it is another satker's is a contradiction; a name written otherwise is a note."""
    dalam, outside = _lke_code(material), _row_code(satker)
    isi_lke = " / ".join(t for t in (material.kode_satker, material.satker) if t)
    term, zero = satker.called, ""
    if dalam is not None and outside is not None and dalam != outside:
        difference = True
        term = " / ".join(t for t in (satker.kode, satker.nama) if t)
        # A spreadsheet drops them from a kode that it takes for a number; which of both is right it can't tell.
        if dalam.lstrip("0") == outside.lstrip("0"):
            zero = "; angka 0 di depan salah satu kodenya mungkin hilang"
    elif material.satker is None or satker.nama is None:
        return []
    else:
        result = compare_names(satker.nama, material.satker)
        if result == "sama":
            return []
        difference = result == "berbeda"
    if difference:
        reason = f"Berkas {material.nama} memuat identitas “{excerpt(isi_lke)}”, bukan “{excerpt(term)}”{zero}"
        return [make_temuan("DAT536", _naming_cell(satker), sebab=reason)]
    content = {"berkas": material.nama, "lke": excerpt(material.satker), "satker": excerpt(satker.nama)}
    return [make_temuan("DAT539", _naming_cell(satker), level=None, **content)]


def _naming_cell(satker: Satker) -> Sel | None:
    return satker.sel.get("berkas_lke") or satker.sel.get("kode") or satker.sel.get("nama")


def _canonical(text: str | None) -> str | None:
    return (canonical_name(text) or None) if text else None


def _row_code(satker: Satker) -> str | None:
    return _canonical(satker.kode)


def _lke_code(material: LkeFacts) -> str | None:
    return _canonical(material.kode_satker)


def _row_name(satker: Satker) -> str | None:
    return (name_key(satker.nama) or None) if satker.nama else None


def _lke_name(material: LkeFacts) -> str | None:
    return (name_key(material.satker) or None) if material.satker else None
