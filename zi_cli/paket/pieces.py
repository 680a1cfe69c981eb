"""What a package is made of: which pieces a proposal needs, where each lies, and what is missing."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from zi_cli.bukti.layout import FOLDER_BUKTI, evidence_folder, named_after
from zi_cli.bukti.walk import walk_tree
from zi_cli.folder.discover import EVIDENCE_LIST
from zi_cli.named_tuple import NamedTuple
from zi_cli.paket.scans import Looks, look_at
from zi_cli.pengajuan.pairing import named_path
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.read import DaftarSatker, Satker
from zi_cli.report.workbook import render_workbook
from zi_cli.scoring.words import KATA_LAYAK
from zi_cli.surat.all_letters import PlannedLetter
from zi_cli.surat.compose import prepare_letter
from zi_cli.surat.letter_manifest import LetterManifest
from zi_cli.surat.material import BahanSatker
from zi_cli.text import nama_berkas, path_text
from zi_cli.views.check import requirement_rows

#: "ada": as it must be. "belum ditandatangani": made, not signed. "ditolak": the data deny it. "belum ada": nowhere.
PieceState = Literal["ada", "belum ditandatangani", "ditolak", "belum ada"]

#: Letters of a proposal (BAB III A.1.c.5 and PermenPANRB 5/2024), and the folder of each in the package.
LETTERS = {"pengajuan": "1 Surat pengajuan", "sptjm": "2 SPTJM", "keterangan-tlhp": "3 Keterangan TLHP", "lhe": "4 LHE"}
_LKE, _SYARAT, _SURVEI, _BUKTI = "5 LKE", "6 Syarat", "7 Laporan survei", "8 Bukti"
#: Folder of the work folder in which survey reports lie, their names beginning with the satker's kode.
FOLDER_SURVEI = "survei"
#: What a file of evidence is called among the pieces; characters of a part of its path.
EVIDENCE, _PANJANG = "Bukti", 150
_LAPORAN = frozenset({".docx", ".pdf"})
#: The letter that is about its satker alone: another office in its text is a mistake.
_TENTANG_SATKER = "sptjm"


class Piece(NamedTuple):
    """One piece: what it is, its path in the package, and the file or the bytes it is made of; ``kurang`` says why not.

    ``jalur`` is "" for a piece without a file, ``sha256`` the fingerprint of what was judged (None: nothing was).
    """

    apa: str
    keadaan: PieceState
    jalur: str = ""
    berkas: Path | None = None
    isi: bytes | None = None
    kurang: str = ""
    sha256: str | None = None


class Package(NamedTuple):
    """The pieces of one satker's package, in their order."""

    satker: Satker
    nama: str
    folder: str
    potongan: tuple[Piece, ...]

    @property
    def lengkap(self) -> bool:
        """Whether every piece is as it must be."""
        return all(p.keadaan == "ada" for p in self.potongan)


class Sources(NamedTuple):
    """Where pieces are looked for: the work folder with its register and its letters.

    ``surat`` are the letters that are due; ``dengan_bukti``: the evidence itself, not its list alone. ``looks`` holds
    what was seen in :func:`files_to_see`.
    """

    folder: Path
    daftar: DaftarSatker
    surat: Sequence[PlannedLetter]
    folder_surat: Path
    manifes: LetterManifest
    tahun: int
    dengan_bukti: bool
    looks: Looks


def files_to_see(s: Sources, dipilih: Iterable[BahanSatker]) -> list[Path]:
    """Signed scans and survey reports of the satker *dipilih*, and scans of other letters as large as one of these."""
    semua = list(dipilih)
    milik, lain = list[Path](), list[Path]()
    for x in s.surat:
        if x.p.jenis in LETTERS and (pindaian := _scan(s, x)) is not None and pindaian.is_file():
            (milik if any(_concerns(x, b) for b in semua) else lain).append(pindaian)
    ukuran = {p.stat().st_size for p in milik}
    laporan = [p for b in semua for p in _reports(s, b)]
    surveys = [p for b in semua if (p := _answers(s, b)) is not None]
    return [*milik, *(p for p in lain if p.stat().st_size in ukuran), *laporan, *surveys]


def make_package(s: Sources, bahan: BahanSatker) -> Package | None:
    """The package of *bahan*; None for one that the register does not have."""
    if bahan.satker is None:
        return None
    potongan = [_letter(s, jenis, bahan) for jenis in LETTERS]
    potongan += [_worksheet(bahan), _requirements(bahan), _survey(s, bahan), *_evidence(s, bahan)]
    return Package(bahan.satker, bahan.nama, nama_berkas(f"{bahan.kode} {bahan.nama}".strip()), tuple(_apart(potongan)))


def _letter(s: Sources, jenis: str, bahan: BahanSatker) -> Piece:
    apa, folder = load_kinds()[jenis].judul, LETTERS[jenis]
    surat = next((x for x in s.surat if x.p.jenis == jenis and _concerns(x, bahan)), None)
    if surat is None or surat.isi is None:
        sebab = surat.temuan[0].pesan if surat is not None and surat.temuan else "belum berbaris di lembar Surat"
        return Piece(apa, "belum ada", kurang=sebab)
    siap = prepare_letter(surat.p, surat.isi.bahan, surat.isi.lain)
    if siap.permintaan is None:
        berat = [t for t in (*surat.temuan, *siap.temuan) if t.tingkat == "galat"]
        return Piece(apa, "ditolak", kurang=berat[0].pesan if berat else "datanya belum lengkap")
    baris = surat.baris
    lama = s.manifes.surat.get(surat.kunci)
    tertulis = s.folder_surat / lama["berkas"] if lama else None
    if baris is not None and baris.berkas_bertanda_tangan:
        tempat = _scan_cell(surat)
        pindaian = _scan(s, surat)
        if pindaian is None:
            return Piece(apa, "belum ada", kurang=f"pindaian ({tempat}) di luar folder ini")
        if not pindaian.is_file():
            return Piece(apa, "belum ada", kurang=f"pindaian ({tempat}) tidak ditemukan")
        if salah := _scan_fault(s, surat, pindaian, tertulis, bahan):
            return Piece(apa, "ditolak", kurang=f"pindaian ({tempat}) {salah}")
        return Piece(apa, "ada", f"{folder}/{nama_berkas(pindaian.name)}", pindaian, sha256=s.looks.sha256(pindaian))
    if tertulis is None or not tertulis.is_file():
        return Piece(apa, "belum ada", kurang="belum dibuat; jalankan zi surat semua")
    if lama is not None and lama["sidik"] != siap.sidik:
        return Piece(apa, "belum ada", kurang="datanya berubah sejak surat dibuat; jalankan zi surat semua")
    kurang = "isi Berkas bertanda tangan di lembar Surat"
    return Piece(apa, "belum ditandatangani", f"{folder}/{tertulis.name}", tertulis, kurang=kurang)


def _scan(s: Sources, x: PlannedLetter) -> Path | None:
    """The signed scan that the letter's row names; None without one, and for one outside the folder."""
    if x.baris is None or not x.baris.berkas_bertanda_tangan:
        return None
    try:
        return named_path(x.baris.berkas_bertanda_tangan, s.daftar.berkas, [s.folder])
    except ValueError:
        return None


def _scan_cell(x: PlannedLetter) -> str:
    return str(x.baris.sel.get("berkas_bertanda_tangan", "lembar Surat")) if x.baris is not None else "lembar Surat"


def _scan_fault(s: Sources, surat: PlannedLetter, pindaian: Path, tertulis: Path | None, bahan: BahanSatker) -> str:
    """Why a scan can't be the signed letter; "" when nothing speaks against it."""
    if salah := s.looks.scan_fault(pindaian):
        return salah
    sidik = s.looks.sha256(pindaian)
    for sendiri in (tertulis, tertulis.with_suffix(".pdf")) if tertulis is not None else ():
        if sendiri.is_file() and look_at([sendiri], s.looks.instrumen).sha256(sendiri) == sidik:
            return f"“{pindaian.name}” adalah surat yang dibuat zi, belum ditandatangani"
    for x in s.surat:
        lain = _scan(s, x) if x.kunci != surat.kunci and x.p.jenis in LETTERS else None
        if lain is not None and sidik is not None and s.looks.sha256(lain) == sidik and not _one_letter(surat, x):
            apa = load_kinds()[x.p.jenis].judul
            siapa = f" {x.satker[0]}" if x.p.jenis == surat.p.jenis and len(x.satker) == 1 else ""
            return f"“{pindaian.name}” juga dipakai untuk {apa}{siapa} ({_scan_cell(x)})"
    if surat.p.jenis == _TENTANG_SATKER and (kantor := s.looks.other_office(pindaian, bahan.nama)):
        return f"“{pindaian.name}” menyebut {kantor}, bukan satker ini"
    return ""


def _one_letter(a: PlannedLetter, b: PlannedLetter) -> bool:
    """Whether two rows are about one paper: the same kind under the same number, as for several satker at once."""
    nomor = [x.baris.nomor.strip() if x.baris is not None else "" for x in (a, b)]
    return a.p.jenis == b.p.jenis and bool(nomor[0]) and nomor[0] == nomor[1]


def _concerns(s: PlannedLetter, bahan: BahanSatker) -> bool:
    """Whether the letter is about *bahan*, alone or with others."""
    isi = s.isi.bahan if s.isi else ()
    return any(b.satker is bahan.satker for b in isi) or (s.isi is None and bahan.nama in s.satker)


def _worksheet(bahan: BahanSatker) -> Piece:
    if bahan.lke is None:
        return Piece("LKE", "belum ada", kurang=bahan.tanpa_lke)
    return Piece("LKE", "ada", f"{_LKE}/{nama_berkas(bahan.lke.jalur.name)}", bahan.lke.jalur, sha256=bahan.lke.sha256)


def _requirements(bahan: BahanSatker) -> Piece:
    h = bahan.cocok
    if h is None or h.layak is not True:
        alasan = h.alasan[0] if h is not None and h.alasan else "belum diperiksa"
        layak = KATA_LAYAK[h.layak if h is not None else None]
        return Piece("Daftar syarat", "ditolak", kurang=f"kelayakan satker ini: {layak}; {alasan}")
    isi = render_workbook(requirement_rows([h]))
    return Piece("Daftar syarat", "ada", f"{_SYARAT}/daftar-syarat.xlsx", isi=isi)


def _survey(s: Sources, bahan: BahanSatker) -> Piece:
    apa, milik = "Laporan survei", _reports(s, bahan)
    if not milik:
        kurang = f"letakkan laporan survei sebagai {FOLDER_SURVEI}/{bahan.kode} ….docx atau .pdf"
        return Piece(apa, "belum ada", kurang=kurang)
    jawaban = _answers(s, bahan)
    sidik = s.looks.sha256(jawaban) if jawaban is not None else None
    # A report that names the answers it was made from (zi survei laporan) is told by them, not by its name.
    cocok = [p for p in milik if sidik is not None and sidik in s.looks.digests(p)]
    usang = [p for p in milik if sidik is not None and p not in cocok and s.looks.digests(p)]
    calon = cocok or [p for p in milik if p not in usang]
    if not calon:
        kurang = f"“{usang[0].name}” dibuat dari jawaban lain daripada yang di kolom Berkas survei"
        return Piece(apa, "ditolak", kurang=kurang)
    if len({s.looks.sha256(p) for p in calon}) > 1:
        kurang = f"ada {len(calon)} laporan ({', '.join(p.name for p in calon[:3])}); sisakan satu"
        return Piece(apa, "ditolak", kurang=kurang)
    if salah := s.looks.fault(calon[0]):
        return Piece(apa, "ditolak", kurang=salah)
    if kantor := s.looks.other_office(calon[0], bahan.nama):
        return Piece(apa, "ditolak", kurang=f"“{calon[0].name}” menyebut {kantor}, bukan satker ini")
    jalur = f"{_SURVEI}/{nama_berkas(calon[0].name)}"
    return Piece(apa, "ada", jalur, calon[0], sha256=s.looks.sha256(calon[0]))


def _reports(s: Sources, bahan: BahanSatker) -> list[Path]:
    return [p for p in named_after(s.folder / FOLDER_SURVEI, bahan.kode) if p.suffix.lower() in _LAPORAN]


def _answers(s: Sources, bahan: BahanSatker) -> Path | None:
    """The answers that the register's column Berkas survei names, where they are."""
    nama = bahan.satker.berkas_survei if bahan.satker is not None else None
    try:
        jalur = named_path(nama, s.daftar.berkas, [s.folder]) if nama else None
    except ValueError:
        return None
    return jalur if jalur is not None and jalur.is_file() else None


def _evidence(s: Sources, bahan: BahanSatker) -> Iterable[Piece]:
    folder = evidence_folder(s.folder, bahan.kode)
    daftar = folder / EVIDENCE_LIST if folder is not None else None
    if folder is None or daftar is None or not daftar.is_file():
        kurang = f"siapkan dengan zi bukti siapkan {FOLDER_BUKTI}/{bahan.kode}"
        yield Piece("Daftar bukti", "belum ada", kurang=kurang)
        return
    yield Piece("Daftar bukti", "ada", f"{_BUKTI}/{EVIDENCE_LIST}", daftar)
    if s.dengan_bukti:
        pohon = walk_tree(folder)
        for b in pohon.berkas:
            yield Piece(EVIDENCE, "ada", f"{_BUKTI}/{_safe_path(b.nama)}", b.jalur)
        gagal = [f"“{path_text(nama)}” {sebab}" for nama, sebab in pohon.gagal]
        for sebab in [*gagal, *([path_text(pohon.lebih)] if pohon.lebih else [])]:
            yield Piece(EVIDENCE, "ditolak", kurang=sebab)


def _safe_path(nama: str) -> str:
    """A path of the tree whose every part Windows, an archive and a list of checksums can bear."""
    *folder, berkas = path_text(nama).split("/")
    awal, titik, akhiran = berkas.rpartition(".")
    aman = f"{nama_berkas(awal, panjang=_PANJANG)}.{nama_berkas(akhiran)}" if titik and awal else nama_berkas(berkas)
    return "/".join([*(nama_berkas(b, panjang=_PANJANG) for b in folder), aman])


def _apart(potongan: Iterable[Piece]) -> Iterable[Piece]:
    """No two pieces of one name, whatever the case."""
    hitung: dict[str, int] = {}
    for p in potongan:
        kunci = p.jalur.casefold()
        n = hitung[kunci] = hitung.get(kunci, 0) + 1
        if p.jalur and n > 1:
            awal, titik, akhir = p.jalur.rpartition(".")
            p = p._replace(jalur=f"{awal}-{n}{titik}{akhir}" if titik else f"{p.jalur}-{n}")
        yield p
