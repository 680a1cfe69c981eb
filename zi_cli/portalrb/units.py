"""From a checked folder to the units of an export: who is eligible, and what each would hand over."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from zi_cli.config import Config
from zi_cli.evaluation import evaluate
from zi_cli.findings.catalogue import make_temuan
from zi_cli.findings.record import Temuan
from zi_cli.findings.unreadable import UnreadableInput
from zi_cli.named_tuple import NamedTuple
from zi_cli.pengajuan.eligibility import HasilSatker
from zi_cli.portalrb.export import ExportUnit, RefusedSatker
from zi_cli.portalrb.portal_answers import portal_answers
from zi_cli.portalrb.questions import load_questions
from zi_cli.portalrb.unit_ids import KnownUnit, assign
from zi_cli.text import excerpt, path_text


class PreparedExport(NamedTuple):
    """Units ready for the export, satker left out with the reason, and findings by file name."""

    unit: list[ExportUnit]
    ditolak: list[RefusedSatker]
    temuan: list[tuple[str, Temuan]]


def prepare_units(
    satker: Sequence[HasilSatker], config: Config, known: dict[str, KnownUnit], *, every: bool
) -> PreparedExport:
    """The eligible ones of *satker* (with *every* every one that has a worksheet) as units.

    What the portal can't take over refuses a satker. *known* are the ids so far; it is brought up to date.
    """
    result = PreparedExport([], [], [])
    question = load_questions(config.instrumen)
    former, now = dict(known), dict[str, tuple[str, ExportUnit]]()
    for s in satker:
        if s.bahan is None:
            result.ditolak.append(RefusedSatker(s.nama, ("tidak ada LKE",)))
            continue
        usulan: Literal["WBK", "WBBM"] | None = s.usulan
        if usulan is None or (s.layak is not True and not every):
            result.ditolak.append(RefusedSatker(s.nama, tuple(s.alasan) or ("tidak diusulkan",)))
            continue
        try:
            e = evaluate(s.bahan.jalur, config)
        except UnreadableInput as error:
            result.ditolak.append(RefusedSatker(s.nama, (error.temuan.pesan,), (error.temuan,)))
            result.temuan.append((s.bahan.nama, error.temuan))
            continue
        sheet = portal_answers(e, question)
        result.temuan.extend((s.bahan.nama, t) for t in sheet.temuan)
        if e.ws.sha256 != s.bahan.sha256:
            result.ditolak.append(RefusedSatker(s.nama, ("LKE berubah selama diperiksa; jalankan lagi",)))
            continue
        if sheet.rejected:
            weights = tuple(t for t in sheet.temuan if t.tingkat == "galat")
            result.ditolak.append(RefusedSatker(s.nama, tuple(t.pesan for t in weights), weights))
            continue
        afirmasi = s.satker.afirmasi if s.satker else None
        if s.satker is not None and s.satker.content("afirmasi").keadaan == "tidak terbaca":
            galat_isi = make_temuan("PRB908", s.satker.sel["afirmasi"], satker=s.nama)
            result.ditolak.append(RefusedSatker(s.nama, (galat_isi.pesan,), (galat_isi,)))
            continue
        key = s.kode or e.ws.kode_satker or path_text(s.bahan.jalur.stem)
        id_, temuan = assign(key, s.nama, known, afirmasi)
        result.temuan.extend((s.bahan.nama, t) for t in temuan)
        unit = ExportUnit(id_, s.nama, usulan, Path(s.bahan.jalur), e.ws.sha256, sheet, afirmasi)
        result.unit.append(unit)
        now[key] = s.bahan.nama, unit
    result.temuan.extend(_new_ids(former, now))
    return result


def _new_ids(
    former: Mapping[str, KnownUnit], now: Mapping[str, tuple[str, ExportUnit]]
) -> Iterator[tuple[str, Temuan]]:
    """PRB909 for each unit under a new key whose name was exported under a key that nobody has any more."""
    loose = {u.nama.casefold(): u.id for k, u in former.items() if k not in now}
    for key, (file, u) in now.items():
        old = loose.get(u.nama.casefold())
        if key not in former and old is not None:
            yield file, make_temuan("PRB909", nama=excerpt(u.nama), lama=old, baru=u.id)
