"""Which worksheet belongs to which register row: by path, by kode, by its official name; never by likeness."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PureWindowsPath

from zi_cli.files import real_path
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Sel, Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.names import compare_names, name_key
from zi_cli.pengajuan.lke_facts import LkeFacts
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.text import canonical_name, cuplik, rata


class Pasangan(NamedTuple):
    """A register row with its worksheet (None when it has none) and what was wrong about the search."""

    satker: Satker
    bahan: LkeFacts | None
    temuan: tuple[Temuan, ...]


class PairingResult(NamedTuple):
    """All rows in order, and the worksheets that no row claims, one a satker.

    ``temuan_sisa`` says, by path, what else is known of a worksheet without a row: further files of its satker.
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


def lke_path(satker: Satker, daftar: Path, akar: Iterable[Path]) -> Path | None:
    """The file that ``berkas_lke`` names, below the register's folder or one of *akar*.

    None when the column is blank; raises ValueError when it points outside (a register from
    elsewhere must not choose what is read on this machine).
    """
    return None if satker.berkas_lke is None else named_path(satker.berkas_lke, daftar, akar)


def named_path(teks: str, daftar: Path, akar: Iterable[Path] = ()) -> Path:
    """The file that a cell of the register *daftar* names; raises ValueError when it points outside."""
    tulisan = PureWindowsPath(teks)  # reads both / and \
    if tulisan.is_absolute() or tulisan.drive or tulisan.root:
        raise ValueError(teks)
    jalur = real_path(_spelt(daftar.parent, tulisan.parts))
    if not any(jalur.is_relative_to(real_path(a)) for a in (daftar.parent, *akar)):
        raise ValueError(teks)
    return jalur


def _spelt(folder: Path, bagian: Sequence[str]) -> Path:
    """The path *bagian* below *folder* as the disk spells it: cells lose double blanks, capitals are no matter."""
    jalur = folder
    for b in bagian:
        jalur /= b
        if ".." not in bagian and not jalur.exists() and jalur.parent.is_dir():
            sama = [x for x in jalur.parent.iterdir() if _spoken(x.name) == _spoken(b)]
            if len(sama) == 1:
                jalur = sama[0]
    return jalur


def _spoken(nama: str) -> str:
    return unicodedata.normalize("NFC", rata(nama)).casefold()


def pair_lke(daftar: DaftarSatker, bahan: Sequence[LkeFacts], akar: Sequence[Path] = ()) -> PairingResult:
    """Give every row of *daftar* its worksheet among *bahan*.

    A row that names a file gets that file or none; the others go by the kode written inside the workbook, then by
    the satker's name. Two files of one satker whose answers differ are a contradiction until Berkas LKE names one.
    """
    per_jalur = {real_path(b.jalur): n for n, b in enumerate(bahan)}
    pemilik: dict[int, Satker] = {}
    temuan: list[list[Temuan]] = [[] for _ in daftar.satker]
    dapat: dict[int, int] = {}
    for i, s in enumerate(daftar.satker):
        nomor = _named_file(s, daftar, per_jalur, akar, temuan[i])
        if nomor is None:
            continue
        if nomor in pemilik:
            lain = pemilik[nomor]
            isi = {"berkas": bahan[nomor].nama, "lain": lain.sebutan, "pertama": str(lain.sel["berkas_lke"])}
            temuan[i].append(make_temuan("DAT535", s.sel["berkas_lke"], tingkat=None, **isi))
        else:
            pemilik[nomor] = s
            dapat[i] = nomor
    # Dicts keep the order and let go of one entry at once.
    bebas = dict.fromkeys(n for n in range(len(bahan)) if n not in pemilik)
    cari = dict.fromkeys(i for i, s in enumerate(daftar.satker) if s.isi("berkas_lke").nilai is None)
    for i in [i for i in cari if "berkas_lke" in daftar.satker[i].galat]:
        del cari[i]  # unreadable is not blank: what it names is not known
    for kunci_satker, kunci_bahan in ((_kode, _kode_dalam), (_nama, _nama_dalam)):
        _search(daftar, bahan, kunci_satker, kunci_bahan, cari, bebas, dapat, temuan)
    for i in cari:
        s = daftar.satker[i]
        if s.usulan != "Tidak":
            sel = s.sel.get("berkas_lke") or s.sel.get("kode")
            sebab = "kolom Berkas LKE kosong dan tidak ada berkas berkode atau bernama sama"
            temuan[i].append(make_temuan("DAT531", sel, satker=s.sebutan, sebab=sebab))
    _further_files(daftar, bahan, bebas, dapat, temuan)
    for i, nomor in dapat.items():
        temuan[i] += _match_content(daftar.satker[i], bahan[nomor])
    sisa, temuan_sisa = one_a_satker([bahan[n] for n in bebas])
    return PairingResult(
        tuple(
            Pasangan(s, bahan[dapat[i]] if i in dapat else None, tuple(temuan[i])) for i, s in enumerate(daftar.satker)
        ),
        sisa,
        temuan_sisa,
    )


def one_a_satker(bahan: Sequence[LkeFacts]) -> tuple[tuple[LkeFacts, ...], Mapping[Path, tuple[Temuan, ...]]]:
    """*bahan* with one worksheet a satker, and by its path what is said about the others (DAT530, DAT533)."""
    kelompok: list[list[LkeFacts]] = []
    per_kunci: dict[str, list[list[LkeFacts]]] = {}
    for b in bahan:
        kunci = _keys(b)
        calon = (k for x in kunci for k in per_kunci.get(x, ()))
        milik = next((k for k in calon if _same_satker(k[0], b)), None)
        if milik is None:
            milik = []
            kelompok.append(milik)
        milik.append(b)
        for x in kunci:
            per_kunci.setdefault(x, []).append(milik)
    temuan = {k[0].jalur: (_twins(k[0].satker or k[0].nama, k, None),) for k in kelompok if len(k) > 1}
    return tuple(k[0] for k in kelompok), temuan


def _named_file(
    s: Satker, daftar: DaftarSatker, per_jalur: Mapping[Path, int], akar: Sequence[Path], temuan: list[Temuan]
) -> int | None:
    """The worksheet that the row names, None when it names none or one that is not there (a finding)."""
    try:
        jalur = lke_path(s, daftar.berkas, akar)
    except ValueError:
        temuan.append(make_temuan("DAT534", s.sel["berkas_lke"], nilai=cuplik(s.berkas_lke)))
        return None
    nomor = per_jalur.get(jalur) if jalur is not None else None
    if jalur is not None and nomor is None and s.usulan != "Tidak":
        sebab = f"“{cuplik(s.berkas_lke)}” tidak ada di antara berkas LKE yang terbaca"
        temuan.append(make_temuan("DAT531", s.sel["berkas_lke"], satker=s.sebutan, sebab=sebab))
    return nomor


def _search(
    daftar: DaftarSatker,
    bahan: Sequence[LkeFacts],
    kunci_satker: Callable[[Satker], str | None],
    kunci_bahan: Callable[[LkeFacts], str | None],
    cari: dict[int, None],
    bebas: dict[int, None],
    dapat: dict[int, int],
    temuan: list[list[Temuan]],
) -> None:
    """Match the rows *cari* with the worksheets *bebas* that have the same key, and take both out."""
    calon: dict[str, list[int]] = {}
    for n in bebas:
        if (kunci := kunci_bahan(bahan[n])) is not None:
            calon.setdefault(kunci, []).append(n)
    peminta: dict[str, list[int]] = {}
    for i in cari:
        if (kunci := kunci_satker(daftar.satker[i])) is not None:
            peminta.setdefault(kunci, []).append(i)
    for kunci, baris in peminta.items():
        milik = calon.get(kunci, [])
        if not milik:
            continue
        if len(baris) > 1:
            nama = ", ".join(bahan[n].nama for n in milik)
            for i in baris:
                s = daftar.satker[i]
                isi = {"satker": s.sebutan, "calon": cuplik(f"{nama} (diminta {len(baris)} baris)", 200)}
                temuan[i].append(make_temuan("DAT533", _sel(s), tingkat=None, **isi))
        else:
            i = baris[0]
            if len(milik) > 1:
                temuan[i].append(_twins(daftar.satker[i].sebutan, [bahan[n] for n in milik], daftar.satker[i]))
            if len(milik) == 1 or temuan[i][-1].tingkat != "galat":
                dapat[i] = milik[0]
        for i in baris:
            del cari[i]
        for n in milik:
            del bebas[n]


def _further_files(
    daftar: DaftarSatker,
    bahan: Sequence[LkeFacts],
    bebas: dict[int, None],
    dapat: dict[int, int],
    temuan: list[list[Temuan]],
) -> None:
    """Worksheets left over that are a satker's whose row has one already: said there, and no satker of their own."""
    per_kunci: dict[str, list[int]] = {}
    for n in bebas:
        for kunci in _keys(bahan[n]):
            per_kunci.setdefault(kunci, []).append(n)
    for i, s in enumerate(daftar.satker):
        nomor = dapat.get(i)
        milik = () if nomor is None else _keys(bahan[nomor])
        calon = dict.fromkeys(n for x in (*_row_keys(s), *milik) for n in per_kunci.get(x, ()) if n in bebas)
        lain = [n for n in calon if _is_of(s, bahan[n]) or (nomor is not None and _same_satker(bahan[nomor], bahan[n]))]
        if not lain or s.ganda:
            continue
        for n in lain:
            del bebas[n]
        if nomor is None:
            # The file that the row names is not there; another one is not taken in its place.
            isi = {"satker": s.sebutan, "dipakai": "tidak ada", "lain": cuplik(", ".join(bahan[n].nama for n in lain))}
            temuan[i].append(make_temuan("DAT530", _sel(s), tingkat=None, **isi))
            continue
        semua = [bahan[nomor], *(bahan[n] for n in lain)]
        if s.berkas_lke is not None:
            nama = cuplik(", ".join(b.nama for b in semua[1:]), 200)
            isi = {"satker": s.sebutan, "dipakai": bahan[nomor].nama, "lain": nama}
            temuan[i].append(make_temuan("DAT530", _sel(s), tingkat=None, **isi))
            continue
        temuan[i].append(_twins(s.sebutan, semua, s))
        if temuan[i][-1].tingkat == "galat":
            del dapat[i]


def _twins(nama: str, semua: Sequence[LkeFacts], satker: Satker | None) -> Temuan:
    """Several files of one satker: a note when their deciding answers are the same, else a contradiction."""
    sel = _sel(satker) if satker else None
    lain = cuplik(", ".join(b.nama for b in semua[1:]), 200)
    if len({(b.penilai, b.sidik) for b in semua}) == 1 and semua[0].sidik:
        return make_temuan("DAT530", sel, satker=nama, dipakai=semua[0].nama, lain=lain)
    return make_temuan("DAT533", sel, satker=nama, calon=cuplik(f"jawaban {semua[0].nama} dan {lain} berbeda", 200))


def _keys(b: LkeFacts) -> tuple[str, ...]:
    """What a worksheet may be found by: its kode and its name."""
    return tuple(f"{jenis} {x}" for jenis, x in (("kode", _kode_dalam(b)), ("nama", _nama_dalam(b))) if x is not None)


def _row_keys(s: Satker) -> tuple[str, ...]:
    return tuple(f"{jenis} {x}" for jenis, x in (("kode", _kode(s)), ("nama", _nama(s))) if x is not None)


def _same_satker(a: LkeFacts, b: LkeFacts) -> bool:
    kode, lain = _kode_dalam(a), _kode_dalam(b)
    if kode is not None and lain is not None:
        return kode == lain
    nama = _nama_dalam(a)
    return nama is not None and nama == _nama_dalam(b)


def _is_of(satker: Satker, bahan: LkeFacts) -> bool:
    kode, dalam = _kode(satker), _kode_dalam(bahan)
    if kode is not None and dalam is not None:
        return kode == dalam
    nama = _nama(satker)
    return nama is not None and nama == _nama_dalam(bahan)


def _match_content(satker: Satker, bahan: LkeFacts) -> list[Temuan]:
    """A file that says it is another satker's is a contradiction; a name written otherwise is a note."""
    dalam, luar = _kode_dalam(bahan), _kode(satker)
    isi_lke = " / ".join(t for t in (bahan.kode_satker, bahan.satker) if t)
    sebutan, nol = satker.sebutan, ""
    if dalam is not None and luar is not None and dalam != luar:
        beda = True
        sebutan = " / ".join(t for t in (satker.kode, satker.nama) if t)
        # A spreadsheet drops them from a kode that it takes for a number; which of both is right it can't tell.
        if dalam.lstrip("0") == luar.lstrip("0"):
            nol = "; angka 0 di depan salah satu kodenya mungkin hilang"
    elif bahan.satker is None or satker.nama is None:
        return []
    else:
        hasil = compare_names(satker.nama, bahan.satker)
        if hasil == "sama":
            return []
        beda = hasil == "berbeda"
    if beda:
        sebab = f"Berkas {bahan.nama} memuat identitas “{cuplik(isi_lke)}”, bukan “{cuplik(sebutan)}”{nol}"
        return [make_temuan("DAT536", _sel(satker), sebab=sebab)]
    isi = {"berkas": bahan.nama, "lke": cuplik(bahan.satker), "satker": cuplik(satker.nama)}
    return [make_temuan("DAT539", _sel(satker), tingkat=None, **isi)]


def _sel(satker: Satker) -> Sel | None:
    return satker.sel.get("berkas_lke") or satker.sel.get("kode") or satker.sel.get("nama")


def _baku(teks: str | None) -> str | None:
    return (canonical_name(teks) or None) if teks else None


def _kode(satker: Satker) -> str | None:
    return _baku(satker.kode)


def _kode_dalam(bahan: LkeFacts) -> str | None:
    return _baku(bahan.kode_satker)


def _nama(satker: Satker) -> str | None:
    return (name_key(satker.nama) or None) if satker.nama else None


def _nama_dalam(bahan: LkeFacts) -> str | None:
    return (name_key(bahan.satker) or None) if bahan.satker else None
