"""The three documents as static files: what the portal fetches, from register and worksheets, written whole."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.files import file_sha256, is_there, open_file, real_path, sha256, whole_folder
from zi_cli.findings.record import Temuan
from zi_cli.named_tuple import NamedTuple
from zi_cli.outgoing import output_folder
from zi_cli.own_json import NotOurs, read_own_file
from zi_cli.portalrb.documents import Unit, UnitAnswers, UnitList, encode
from zi_cli.portalrb.portal_answers import UnitSheet
from zi_cli.text import escaped
from zi_cli.version import PROGRAM

MANIFEST_NAME = "manifes.json"
DAFTAR = {"WBK": "pengusulan/unit-wbk", "WBBM": "pengusulan/unit-wbbm"}
UNIT_ANSWERS = "lke/jawaban-unit/"
Sidik = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Source(msgspec.Struct):
    """A worksheet behind a unit: where it is and what it was."""

    id: str
    nama: str
    berkas: str
    sha256: Sidik


#: What fills a folder: the documents that the portal fetches, or the workbooks to upload.
ManifestKind = Literal["zi.manifes-portalrb/1", "zi.manifes-portalrb-buku/1"]
EKSPOR: Final[ManifestKind] = "zi.manifes-portalrb/1"
BUKU: Final[ManifestKind] = "zi.manifes-portalrb-buku/1"
_AUTHOR = {EKSPOR: "zi portalrb ekspor", BUKU: "zi portalrb buku"}


class Manifest(msgspec.Struct, kw_only=True):
    """What an export holds; ``uji`` marks one that must never be served or uploaded to the portal."""

    skema: ManifestKind
    program: str
    instrumen: str
    panduan: str
    tahun: int
    uji: bool
    sumber: list[Source]
    keluaran: dict[str, Sidik]


class ExportUnit(NamedTuple):
    """One unit ready to be exported."""

    id: str
    nama: str
    usulan: Literal["WBK", "WBBM"]
    berkas: Path
    sha256: str
    lembar: UnitSheet
    afirmasi: bool | None = None


class RefusedSatker(NamedTuple):
    """A satker that is not in the export, and why."""

    nama: str
    sebab: tuple[str, ...]
    temuan: Sequence[Temuan] = ()


def build_export(
    unit: Iterable[ExportUnit], folder: Path, *, tahun: int, instrumen: str, panduan: str, probe: bool
) -> dict[str, bytes]:
    """All files of the export by path below *folder*, the manifest last; the same input gives the same bytes.

    The manifest names each worksheet as seen from *folder*.
    """
    every = sorted(unit, key=lambda u: u.id)
    content: dict[str, bytes] = {}
    for usulan, jalur in DAFTAR.items():
        milik = [
            Unit(
                id=u.id,
                nama=u.nama,
                kategori="WBBM" if usulan == "WBBM" else "WBK-AFIRMASI" if u.afirmasi else "WBK",
                afirmasi=msgspec.UNSET if u.afirmasi is None else u.afirmasi,
            )
            for u in every
            if u.usulan == usulan
        ]
        content[jalur] = encode(UnitList(tahun=tahun, units=milik))
    for u in every:
        dokumen = UnitAnswers(unit_id=u.id, nama_unit=u.nama, tahun=tahun, answers=u.lembar.answers)
        content[f"{UNIT_ANSWERS}{u.id}"] = encode(dokumen)
    return with_manifest(EKSPOR, every, content, folder, tahun=tahun, instrumen=instrumen, panduan=panduan, probe=probe)


def with_manifest(
    kind: ManifestKind,
    unit: Sequence[ExportUnit],
    content: Mapping[str, bytes],
    folder: Path,
    *,
    tahun: int,
    instrumen: str,
    panduan: str,
    probe: bool,
) -> dict[str, bytes]:
    """*content* by path below *folder*, and last the manifest that names it and the worksheets of *unit*.

    Such a folder is no source of worksheets for later commands, wherever it lies.
    """
    manifest = Manifest(
        skema=kind,
        program=PROGRAM,
        instrumen=instrumen,
        panduan=panduan,
        tahun=tahun,
        uji=probe,
        sumber=[Source(u.id, u.nama, _seen_from(folder, u.berkas), u.sha256) for u in unit],
        keluaran={jalur: sha256(b) for jalur, b in content.items()},
    )
    text = escaped(json.dumps(msgspec.to_builtins(manifest), ensure_ascii=False, indent=1)) + "\n"
    return {**content, MANIFEST_NAME: text.encode()}


def _seen_from(folder: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # another drive
        return real_path(file).as_posix()


def read_manifest(folder: Path, kind: ManifestKind = EKSPOR) -> Manifest:
    """The manifest of that kind in *folder*; raises :class:`NotOurs` when there is none that we could have written."""
    try:
        manifest = read_own_file(folder / MANIFEST_NAME, Manifest)
    except FileNotFoundError:
        raise NotOurs("tidak ada") from None
    if manifest.skema != kind:
        raise NotOurs(f"milik {_AUTHOR[manifest.skema]}")
    return manifest


def check_folder(folder: Path, *, resume: bool, overwrite: bool, kind: ManifestKind = EKSPOR) -> None:
    """Whether an export (or workbooks, *kind*) may be written to *folder*.

    Raises ``UnwritableOutput`` when something of the user's would be replaced: only an export of ours goes, and only
    with *resume* or *overwrite*; one whose files were changed since only with *overwrite*.
    """
    if not is_there(output_folder(folder)):
        return
    present = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if not p.is_dir()}
    if not present:
        return
    try:
        manifest = read_manifest(folder, kind)
    except NotOurs as e:
        reason = f"“{folder}” bukan keluaran {_AUTHOR[kind]} ({MANIFEST_NAME}: {e})"
        raise UnwritableOutput(f"{reason}; pilih folder lain dengan -o") from None
    if foreign := sorted(set(present) - {MANIFEST_NAME, *manifest.keluaran}):
        reason = f"“{folder}” memuat “{foreign[0]}”, yang bukan keluaran {_AUTHOR[kind]}"
        raise UnwritableOutput(f"{reason}; pilih folder lain dengan -o")
    if overwrite:
        return
    if not resume:
        way = "--lanjut" if kind == EKSPOR else "--timpa"
        raise UnwritableOutput(f"“{folder}” sudah berisi keluaran {_AUTHOR[kind]}; tambahkan {way} untuk menggantinya")
    for jalur, digest in manifest.keluaran.items():
        file = present.get(jalur)
        if file is None:
            continue
        try:
            unchanged = file_sha256(file) == digest
        except OSError as e:
            raise UnwritableOutput(f"“{file}” tidak dapat dibaca: {os_reason(e)}") from e
        if not unchanged:
            raise UnwritableOutput(f"“{file}” telah diubah sejak ditulis; tambahkan --timpa untuk menggantinya")


def write_export(
    folder: Path, content: Mapping[str, bytes], *, resume: bool, overwrite: bool, kind: ManifestKind = EKSPOR
) -> None:
    """Write all files of an export beside *folder*, then put them in its place, if :func:`check_folder` still lets us.

    Raises ``UnwritableOutput``; what was there before stays then.
    """
    with whole_folder(folder) as new:
        check_folder(folder, resume=resume, overwrite=overwrite, kind=kind)
        for jalur, data in content.items():
            file = new / jalur
            file.parent.mkdir(parents=True, exist_ok=True)
            with open_file(file, "wb") as f:
                f.write(data)
