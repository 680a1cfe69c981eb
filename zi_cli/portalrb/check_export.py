"""Whether an export is whole, is what it was, and still is what its worksheets say."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from zi_cli.files import file_fault, file_sha256, read_file, real_path, sha256
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.instrumen.tree import Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.own_json import NotOurs, misfit
from zi_cli.portalrb.documents import Unit, UnitAnswers, UnitList
from zi_cli.portalrb.export import DAFTAR, MANIFEST_NAME, UNIT_ANSWERS, Manifest, read_manifest
from zi_cli.portalrb.questions import Questions, Soal
from zi_cli.text import excerpt

T = TypeVar("T")

#: Bytes of all documents together; they are held in memory while they are served.
MAX_SIZE = 512 * 1024 * 1024
#: Bytes of one document.
DOCUMENT_SIZE = 8 * 1024 * 1024


class VerifiedExport(NamedTuple):
    """An export with its documents by path; ``temuan`` says what is wrong with it (nothing: it may be served)."""

    manifes: Manifest | None
    dokumen: dict[str, bytes]
    temuan: list[Temuan]


def verify_export(folder: Path, questions: Questions, instrumen: Instrumen) -> VerifiedExport:
    """Read the export in *folder* and check files, documents, and the worksheets behind them."""
    try:
        manifest = read_manifest(folder)
    except NotOurs as e:
        return VerifiedExport(None, {}, [make_temuan("PRB910", sebab=f"{MANIFEST_NAME}: {e}")])
    result = VerifiedExport(manifest, {}, [])

    def note(reason: str) -> None:
        result.temuan.append(make_temuan("PRB910", sebab=reason))

    size = 0
    for jalur, digest in manifest.keluaran.items():
        try:
            file = folder / jalur
            if not real_path(file).is_relative_to(real_path(folder)) or file_fault(file):
                raise OSError
            size += file.stat().st_size
            if size > MAX_SIZE:
                note("dokumennya terlalu besar")
                return result
            content = read_file(file)
        except (OSError, ValueError):
            note(f"“{excerpt(jalur)}” tidak ada")
            continue
        if sha256(content) != digest:
            note(f"“{excerpt(jalur)}” berubah sejak ditulis")
        result.dokumen[jalur] = content
    foreign = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    for jalur in sorted(foreign - {MANIFEST_NAME, *manifest.keluaran})[:5]:
        note(f"“{excerpt(jalur)}” bukan bagian ekspor")
    result.temuan.extend(check_documents(result.dokumen, questions, instrumen))
    result.temuan.extend(_check_sources(folder, manifest))
    return result


def _check_sources(folder: Path, manifest: Manifest) -> list[Temuan]:
    results = []
    for s in manifest.sumber:
        try:
            digest = file_sha256(folder / s.berkas)
        except (OSError, ValueError):
            results.append(make_temuan("PRB911", id=s.id, berkas=excerpt(s.berkas), keadaan="tidak ada"))
            continue
        if digest != s.sha256:
            results.append(make_temuan("PRB911", id=s.id, berkas=excerpt(s.berkas), keadaan="berubah sejak ekspor"))
    return results


def check_documents(dokumen: Mapping[str, bytes], questions: Questions, instrumen: Instrumen) -> list[Temuan]:
    """What the guide would refuse in the documents (by path): form, ids, and every question exactly once."""
    temuan: list[Temuan] = []
    unit: dict[str, Unit] = {}
    for usulan, jalur in DAFTAR.items():
        content = decode(dokumen.get(jalur), UnitList)
        if isinstance(content, str):
            temuan.append(make_temuan("PRB912", dokumen=jalur, sebab=content))
            continue
        for u in content.units:
            if u.id.casefold() in {k.casefold() for k in unit}:
                temuan.append(make_temuan("PRB912", dokumen=jalur, sebab=f"id {u.id} ada dua kali"))
            if u.kategori is not msgspec.UNSET and not u.kategori.startswith(usulan):
                temuan.append(make_temuan("PRB912", dokumen=jalur, sebab=f"{u.id} berkategori {u.kategori}"))
            unit[u.id] = u
    for u in unit.values():
        temuan += check_unit(u, dokumen.get(UNIT_ANSWERS + u.id), questions, instrumen)
    for jalur in dokumen:
        if jalur.startswith(UNIT_ANSWERS) and jalur.removeprefix(UNIT_ANSWERS) not in unit:
            temuan.append(make_temuan("PRB912", dokumen=excerpt(jalur), sebab="unitnya tidak ada di daftar"))
    return temuan


def check_unit(u: Unit, content: bytes | None, questions: Questions, instrumen: Instrumen) -> list[Temuan]:
    """What is wrong with the answers of one unit."""
    jalur = UNIT_ANSWERS + u.id
    dokumen = decode(content, UnitAnswers)
    if isinstance(dokumen, str):
        return [make_temuan("PRB912", dokumen=jalur, sebab=dokumen)]
    reasons = []
    if dokumen.unit_id != u.id:
        reasons.append(f"unit_id {excerpt(dokumen.unit_id)}, bukan {u.id}")
    if dokumen.nama_unit != u.nama:
        reasons.append(f"nama_unit “{excerpt(dokumen.nama_unit)}”, bukan “{excerpt(u.nama)}”")
    milik = questions.by_id()
    present = [a.soal_id for a in dokumen.answers]
    for what, number in (
        ("tidak dijawab", sorted(set(milik) - set(present))),
        ("bukan soal", sorted(set(present) - set(milik))),
        ("dua kali", sorted({n for n in present if present.count(n) > 1}) if len(set(present)) < len(present) else []),
    ):
        if number:
            reasons.append(f"soal {', '.join(map(str, number[:10]))} {what}")
    for a in dokumen.answers:
        s = milik.get(a.soal_id)
        for name, nilai in (("jawaban_unit", a.jawaban_unit), ("jawaban_tpi", a.jawaban_tpi)):
            if s is not None and nilai is not None and not fits(nilai, s, instrumen):
                reasons.append(f"soal {s.id}: {name} “{excerpt(nilai, 20)}” bukan jawaban soal itu")
        empty = [n for n, v in msgspec.structs.asdict(a).items() if v == ""]
        if empty:
            reasons.append(f"soal {a.soal_id}: {empty[0]} berupa teks kosong, bukan null")
    return [make_temuan("PRB912", dokumen=jalur, sebab=x) for x in reasons[:20]]


def fits(nilai: str, s: Soal, instrumen: Instrumen) -> bool:
    """Whether *nilai* is an answer to the question: an option, a whole number, or an index."""
    if s.jenis == "jumlah":
        return nilai.isascii() and nilai.isdecimal() and len(nilai) < 13
    if s.jenis == "nilai_0_4":
        whole, _, fraction = nilai.partition(".")
        figure = (
            whole.isascii() and whole.isdecimal() and (not fraction or (fraction.isascii() and fraction.isdecimal()))
        )
        return figure and len(nilai) < 16 and float(nilai) <= instrumen.survei_maksimum
    return nilai in instrumen.options(s.kode)


def decode(content: bytes | None, type_name: type[T]) -> T | str:
    """A document of *type_name*, or in words why it is none."""
    if content is None:
        return "tidak ada"
    if len(content) > DOCUMENT_SIZE:
        return "terlalu besar"
    try:
        return msgspec.json.decode(content, type=type_name)
    except msgspec.ValidationError as e:
        return f"tidak sesuai panduan: {misfit(e)}"
    except (ValueError, RecursionError):
        return "tidak sesuai panduan: bukan JSON yang utuh"
