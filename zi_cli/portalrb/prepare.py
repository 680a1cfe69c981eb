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
from zi_cli.portalrb.answers import portal_answers
from zi_cli.portalrb.export import ExportUnit, RefusedSatker
from zi_cli.portalrb.identity import KnownUnit, assign
from zi_cli.portalrb.questions import load_questions
from zi_cli.text import cuplik, path_text


class PreparedExport(NamedTuple):
    """Units ready for the export, satker left out with the reason, and findings by file name."""

    unit: list[ExportUnit]
    ditolak: list[RefusedSatker]
    temuan: list[tuple[str, Temuan]]


def prepare_units(
    satker: Sequence[HasilSatker], aturan: Config, dikenal: dict[str, KnownUnit], *, semua: bool
) -> PreparedExport:
    """The eligible ones of *satker* (with *semua* every one that has a worksheet) as units.

    What the portal can't take over refuses a satker. *dikenal* are the ids so far; it is brought up to date.
    """
    hasil = PreparedExport([], [], [])
    soal = load_questions(aturan.instrumen)
    dahulu, kini = dict(dikenal), dict[str, tuple[str, ExportUnit]]()
    for s in satker:
        if s.bahan is None:
            hasil.ditolak.append(RefusedSatker(s.nama, ("tidak ada LKE",)))
            continue
        usulan: Literal["WBK", "WBBM"] | None = s.usulan
        if usulan is None or (s.layak is not True and not semua):
            hasil.ditolak.append(RefusedSatker(s.nama, tuple(s.alasan) or ("tidak diusulkan",)))
            continue
        try:
            e = evaluate(s.bahan.jalur, aturan)
        except UnreadableInput as galat:
            hasil.ditolak.append(RefusedSatker(s.nama, (galat.temuan.pesan,), (galat.temuan,)))
            hasil.temuan.append((s.bahan.nama, galat.temuan))
            continue
        lembar = portal_answers(e, soal)
        hasil.temuan.extend((s.bahan.nama, t) for t in lembar.temuan)
        if e.ws.sha256 != s.bahan.sha256:
            hasil.ditolak.append(RefusedSatker(s.nama, ("LKE berubah selama diperiksa; jalankan lagi",)))
            continue
        if lembar.ditolak:
            berat = tuple(t for t in lembar.temuan if t.tingkat == "galat")
            hasil.ditolak.append(RefusedSatker(s.nama, tuple(t.pesan for t in berat), berat))
            continue
        afirmasi = s.satker.afirmasi if s.satker else None
        if s.satker is not None and s.satker.isi("afirmasi").keadaan == "tidak terbaca":
            galat_isi = make_temuan("PRB908", s.satker.sel["afirmasi"], satker=s.nama)
            hasil.ditolak.append(RefusedSatker(s.nama, (galat_isi.pesan,), (galat_isi,)))
            continue
        kunci = s.kode or e.ws.kode_satker or path_text(s.bahan.jalur.stem)
        id_, temuan = assign(kunci, s.nama, dikenal, afirmasi)
        hasil.temuan.extend((s.bahan.nama, t) for t in temuan)
        unit = ExportUnit(id_, s.nama, usulan, Path(s.bahan.jalur), e.ws.sha256, lembar, afirmasi)
        hasil.unit.append(unit)
        kini[kunci] = s.bahan.nama, unit
    hasil.temuan.extend(_new_ids(dahulu, kini))
    return hasil


def _new_ids(
    dahulu: Mapping[str, KnownUnit], kini: Mapping[str, tuple[str, ExportUnit]]
) -> Iterator[tuple[str, Temuan]]:
    """PRB909 for each unit under a new key whose name was exported under a key that nobody has any more."""
    lepas = {u.nama.casefold(): u.id for k, u in dahulu.items() if k not in kini}
    for kunci, (berkas, u) in kini.items():
        lama = lepas.get(u.nama.casefold())
        if kunci not in dahulu and lama is not None:
            yield berkas, make_temuan("PRB909", nama=cuplik(u.nama), lama=lama, baru=u.id)
