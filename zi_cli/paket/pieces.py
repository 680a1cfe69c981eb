"""What a package is made of: which pieces a proposal needs, where each lies, and what is missing."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from zi_cli.bukti.folder_names import FOLDER_BUKTI, evidence_folder, named_after
from zi_cli.bukti.walk import walk_tree
from zi_cli.files import file_fault, is_there
from zi_cli.folder.discover import EVIDENCE_LIST
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import as_recorded
from zi_cli.paket.scans import Looks
from zi_cli.pengajuan.pairing import named_path
from zi_cli.pengajuan.register.letter_kinds import load_kinds
from zi_cli.pengajuan.register.read_register import DaftarSatker, Satker
from zi_cli.report.workbook import render_workbook
from zi_cli.scoring.words import ELIGIBILITY_WORDS
from zi_cli.surat.all_letters import PlannedLetter
from zi_cli.surat.compose import prepare_letter
from zi_cli.surat.letter_manifest import LetterManifest
from zi_cli.surat.material import BahanSatker
from zi_cli.text import file_part, path_text
from zi_cli.views.check import requirement_rows

#: "ada": as it must be. "belum ditandatangani": made, not signed. "ditolak": the data deny it. "belum ada": nowhere.
PieceState = Literal["ada", "belum ditandatangani", "ditolak", "belum ada"]

#: Letters of a proposal (BAB III A.1.c.5 and PermenPANRB 5/2024), and the folder of each in the package.
LETTERS = {"pengajuan": "1 Surat pengajuan", "sptjm": "2 SPTJM", "keterangan-tlhp": "3 Keterangan TLHP", "lhe": "4 LHE"}
_LKE, _SYARAT, _SURVEI, _BUKTI = "5 LKE", "6 Syarat", "7 Laporan survei", "8 Bukti"
#: Folder of the work folder in which survey reports lie, their names beginning with the satker's kode.
FOLDER_SURVEI = "survei"
#: What a file of evidence is called among the pieces; characters of a part of its path.
EVIDENCE, _MAX_LENGTH = "Bukti", 150
_REPORT_SUFFIXES = frozenset({".docx", ".pdf"})
#: The letter that is about its satker alone: another office in its text is a mistake.
_ABOUT_SATKER = "sptjm"


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
    def complete(self) -> bool:
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


def files_to_see(s: Sources, chosen: Iterable[BahanSatker]) -> list[Path]:
    """Signed scans and survey reports of the satker *chosen*, and scans of other letters as large as one of these."""
    every = list(chosen)
    milik, others = list[Path](), list[Path]()
    for x in s.surat:
        if x.p.jenis in LETTERS and (scan := _scan(s, x)) is not None and not file_fault(scan):
            (milik if any(_concerns(x, b) for b in every) else others).append(scan)
    sizes = {p.stat().st_size for p in milik}
    reports = [p for b in every for p in _reports(s, b)]
    surveys = [p for b in every if (p := _answers(s, b)) is not None]
    return [*milik, *(p for p in others if p.stat().st_size in sizes), *reports, *surveys]


def make_package(s: Sources, material: BahanSatker) -> Package | None:
    """The package of *material*; None for one that the register does not have."""
    if material.satker is None:
        return None
    pieces = [_letter(s, kind, material) for kind in LETTERS]
    pieces += [_worksheet(material), _requirements(material), _survey(s, material), *_evidence(s, material)]
    return Package(
        material.satker, material.nama, file_part(f"{material.kode} {material.nama}".strip()), tuple(_apart(pieces))
    )


def _letter(s: Sources, kind: str, material: BahanSatker) -> Piece:
    what, folder = load_kinds()[kind].judul, LETTERS[kind]
    surat = next((x for x in s.surat if x.p.jenis == kind and _concerns(x, material)), None)
    if surat is None or surat.isi is None:
        reason = surat.temuan[0].pesan if surat is not None and surat.temuan else "belum berbaris di lembar Surat"
        return Piece(what, "belum ada", kurang=reason)
    ready = prepare_letter(surat.p, surat.isi.bahan, surat.isi.lain)
    if ready.permintaan is None:
        weights = [t for t in (*surat.temuan, *ready.temuan) if t.tingkat == "galat"]
        return Piece(what, "ditolak", kurang=weights[0].pesan if weights else "datanya belum lengkap")
    row = surat.baris
    old = s.manifes.surat.get(surat.kunci)
    written = s.folder_surat / old["berkas"] if old else None
    if row is not None and row.berkas_bertanda_tangan:
        place = _scan_cell(surat)
        scan = _scan(s, surat)
        if scan is None:
            return Piece(what, "belum ada", kurang=f"pindaian ({place}) di luar folder ini")
        if fault := file_fault(scan):
            return Piece(what, "belum ada", kurang=f"pindaian ({place}) {fault}")
        if wrong := _scan_fault(s, surat, scan, written, material):
            return Piece(what, "ditolak", kurang=f"pindaian ({place}) {wrong}")
        return Piece(what, "ada", f"{folder}/{file_part(scan.name)}", scan, sha256=s.looks.sha256(scan))
    if written is None or not is_there(written):
        return Piece(what, "belum ada", kurang="belum dibuat; jalankan zi surat semua")
    if old is not None and old["sidik"] != ready.sidik:
        return Piece(what, "belum ada", kurang="datanya berubah sejak surat dibuat; jalankan zi surat semua")
    lacking = "isi Berkas bertanda tangan di lembar Surat"
    return Piece(what, "belum ditandatangani", f"{folder}/{written.name}", written, kurang=lacking)


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


def _scan_fault(s: Sources, surat: PlannedLetter, scan: Path, written: Path | None, material: BahanSatker) -> str:
    """Why a scan can't be the signed letter; "" when nothing speaks against it."""
    if wrong := s.looks.scan_fault(scan):
        return wrong
    digest = s.looks.sha256(scan)
    for own in (written, written.with_suffix(".pdf")) if written is not None else ():
        if not file_fault(own) and as_recorded(own, digest):
            return f"“{scan.name}” adalah surat yang dibuat zi, belum ditandatangani"
    for x in s.surat:
        other = _scan(s, x) if x.kunci != surat.kunci and x.p.jenis in LETTERS else None
        if other is not None and digest is not None and s.looks.sha256(other) == digest and not _one_letter(surat, x):
            what = load_kinds()[x.p.jenis].judul
            who = f" {x.satker[0]}" if x.p.jenis == surat.p.jenis and len(x.satker) == 1 else ""
            return f"“{scan.name}” juga dipakai untuk {what}{who} ({_scan_cell(x)})"
    if surat.p.jenis == _ABOUT_SATKER and (kantor := s.looks.other_office(scan, material.nama)):
        return f"“{scan.name}” menyebut {kantor}, bukan satker ini"
    return ""


def _one_letter(a: PlannedLetter, b: PlannedLetter) -> bool:
    """Whether two rows are about one paper: the same kind under the same number, as for several satker at once."""
    numbers = [x.baris.nomor.strip() if x.baris is not None else "" for x in (a, b)]
    return a.p.jenis == b.p.jenis and bool(numbers[0]) and numbers[0] == numbers[1]


def _concerns(s: PlannedLetter, material: BahanSatker) -> bool:
    """Whether the letter is about *material*, alone or with others."""
    content = s.isi.bahan if s.isi else ()
    return any(b.satker is material.satker for b in content) or (s.isi is None and material.nama in s.satker)


def _worksheet(material: BahanSatker) -> Piece:
    if material.lke is None:
        return Piece("LKE", "belum ada", kurang=material.tanpa_lke)
    return Piece(
        "LKE", "ada", f"{_LKE}/{file_part(material.lke.jalur.name)}", material.lke.jalur, sha256=material.lke.sha256
    )


def _requirements(material: BahanSatker) -> Piece:
    h = material.cocok
    if h is None or h.layak is not True:
        ground = h.alasan[0] if h is not None and h.alasan else "belum diperiksa"
        eligible = ELIGIBILITY_WORDS[h.layak if h is not None else None]
        return Piece("Daftar syarat", "ditolak", kurang=f"kelayakan satker ini: {eligible}; {ground}")
    content = render_workbook(requirement_rows([h]))
    return Piece("Daftar syarat", "ada", f"{_SYARAT}/daftar-syarat.xlsx", isi=content)


def _survey(s: Sources, material: BahanSatker) -> Piece:
    what, milik = "Laporan survei", _reports(s, material)
    if not milik:
        lacking = f"letakkan laporan survei sebagai {FOLDER_SURVEI}/{material.kode} ….docx atau .pdf"
        return Piece(what, "belum ada", kurang=lacking)
    jawaban = _answers(s, material)
    digest = s.looks.sha256(jawaban) if jawaban is not None else None
    # A report that names the answers it was made from (zi survei laporan) is told by them, not by its name.
    matches = [p for p in milik if digest is not None and digest in s.looks.digests(p)]
    stale = [p for p in milik if digest is not None and p not in matches and s.looks.digests(p)]
    candidates = matches or [p for p in milik if p not in stale]
    if not candidates:
        lacking = f"“{stale[0].name}” dibuat dari jawaban lain daripada yang di kolom Berkas survei"
        return Piece(what, "ditolak", kurang=lacking)
    if len({s.looks.sha256(p) for p in candidates}) > 1:
        lacking = f"ada {len(candidates)} laporan ({', '.join(p.name for p in candidates[:3])}); sisakan satu"
        return Piece(what, "ditolak", kurang=lacking)
    if wrong := s.looks.fault(candidates[0]):
        return Piece(what, "ditolak", kurang=wrong)
    if kantor := s.looks.other_office(candidates[0], material.nama):
        return Piece(what, "ditolak", kurang=f"“{candidates[0].name}” menyebut {kantor}, bukan satker ini")
    jalur = f"{_SURVEI}/{file_part(candidates[0].name)}"
    return Piece(what, "ada", jalur, candidates[0], sha256=s.looks.sha256(candidates[0]))


def _reports(s: Sources, material: BahanSatker) -> list[Path]:
    return [p for p in named_after(s.folder / FOLDER_SURVEI, material.kode) if p.suffix.lower() in _REPORT_SUFFIXES]


def _answers(s: Sources, material: BahanSatker) -> Path | None:
    """The answers that the register's column Berkas survei names, where they are."""
    name = material.satker.berkas_survei if material.satker is not None else None
    try:
        jalur = named_path(name, s.daftar.berkas, [s.folder]) if name else None
    except ValueError:
        return None
    return jalur if jalur is not None and not file_fault(jalur) else None


def _evidence(s: Sources, material: BahanSatker) -> Iterable[Piece]:
    folder = evidence_folder(s.folder, material.kode)
    daftar = folder / EVIDENCE_LIST if folder is not None else None
    if folder is None or daftar is None or not is_there(daftar):
        lacking = f"siapkan dengan zi bukti siapkan {FOLDER_BUKTI}/{material.kode}"
        yield Piece("Daftar bukti", "belum ada", kurang=lacking)
        return
    yield Piece("Daftar bukti", "ada", f"{_BUKTI}/{EVIDENCE_LIST}", daftar)
    if s.dengan_bukti:
        tree = walk_tree(folder)
        for b in tree.berkas:
            yield Piece(EVIDENCE, "ada", f"{_BUKTI}/{_safe_path(b.nama)}", b.jalur)
        failed = [f"“{path_text(name)}” {reason}" for name, reason in tree.gagal]
        for reason in [*failed, *([path_text(tree.lebih)] if tree.lebih else [])]:
            yield Piece(EVIDENCE, "ditolak", kurang=reason)


def _safe_path(name: str) -> str:
    """A path of the tree whose every part Windows, an archive and a list of checksums can bear."""
    *folder, file = path_text(name).split("/")
    start, point, suffix = file.rpartition(".")
    safe = f"{file_part(start, length=_MAX_LENGTH)}.{file_part(suffix)}" if point and start else file_part(file)
    return "/".join([*(file_part(b, length=_MAX_LENGTH) for b in folder), safe])


def _apart(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """No two pieces of one name, whatever the case."""
    compute: dict[str, int] = {}
    for p in pieces:
        key = p.jalur.casefold()
        n = compute[key] = compute.get(key, 0) + 1
        if p.jalur and n > 1:
            start, point, end = p.jalur.rpartition(".")
            p = p._replace(jalur=f"{start}-{n}{point}{end}" if point else f"{p.jalur}-{n}")
        yield p
