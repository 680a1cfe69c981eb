"""How a verdict reads: its state, its thresholds, the doubtful answers it hangs on, in the same words everywhere."""

from collections.abc import Iterable, Sequence

from zi_cli.instrumen.tree import Ambang, Instrumen
from zi_cli.named_tuple import NamedTuple
from zi_cli.scoring.result import BELUM_DINILAI, BELUM_PASTI, MEMENUHI, Doubt, Keadaan
from zi_cli.text import excerpt, flattened, shown_figure

_MAX_NAMED = 12
_MAX_TEXT = 60


class DoubtText(NamedTuple):
    """A doubtful answer as records and people have it (see :class:`Doubt`); ``sel`` as "LKE ZI!K9"."""

    kode: str
    sel: str | None
    teks: str
    mentah: str | None


def state_words(state: Keadaan, keadaan_pengungkit: Keadaan, instrumen: Instrumen) -> str:
    """The verdict in words; while Hasil is not assessed, with what Pengungkit alone says."""
    if state != BELUM_DINILAI:
        return state
    return f"{state} ({instrumen.komponen_words[0]} {keadaan_pengungkit})"


def drivers_met(instrumen: Instrumen) -> str:
    """The verdict that lets a satker go on to the assessment of Hasil, which is still to come."""
    return state_words(BELUM_DINILAI, MEMENUHI, instrumen)


def drivers_open(instrumen: Instrumen) -> str:
    """The verdict of one whose Pengungkit alone is not sure either."""
    return state_words(BELUM_DINILAI, BELUM_PASTI, instrumen)


def results_not_assessed(instrumen: Instrumen) -> str:
    """What is said of the component that nobody assessed, by its name."""
    return f"{instrumen.nama_komponen[1]} {BELUM_DINILAI}"


#: The answer of the requirement check: yes, no, not known.
ELIGIBILITY_WORDS = {True: "layak", False: "belum layak", None: "data belum lengkap"}


def threshold_label(ambang: Ambang, instrumen: Instrumen) -> str:
    """What the threshold looks at: "Area 2: Penataan Tatalaksana", or its own label."""
    if ambang.satuan == "persen":
        return f"Area {ambang.simpul}: {instrumen.nama_area[ambang.simpul]}"
    return ambang.label


def doubt_texts(doubts: Iterable[Doubt]) -> list[DoubtText]:
    """Doubts as records have them."""
    return [DoubtText(r.kode, str(r.sel) if r.sel else None, r.teks, r.mentah) for r in doubts]


def reason_words(bergantung: Sequence[DoubtText], reasons: Sequence[str]) -> str:
    """What an open verdict hangs on, each doubtful answer by the cell and text of the file; "" when it is sure."""
    if reasons:
        return f"belum jelas jawaban mana yang berlaku ({', '.join(reasons)})"
    if not bergantung:
        return ""
    mentioned = [_one(b) for b in bergantung[:_MAX_NAMED]]
    excess = len(bergantung) - len(mentioned)
    if excess:
        mentioned.append(f"dan {excess} lainnya")
    return f"bergantung pada {len(bergantung)} jawaban yang meragukan: {'; '.join(mentioned)}"


def _one(b: DoubtText) -> str:
    content = answer_typed(b) if b.sel is None else f"{flattened(b.sel)}: {answer_typed(b)}"
    return f"{b.kode} {excerpt(b.teks, _MAX_TEXT)} ({content})"


def answer_typed(b: DoubtText) -> str:
    """The doubtful answer as it was typed."""
    if b.sel is None:
        return "baris tidak ada di berkas"
    return f"“{shown_figure(flattened(b.mentah))}”" if b.mentah else "kosong"
