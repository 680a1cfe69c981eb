"""Builder of realistic LKE workbooks from a dict of answers, for tests, samples and benches."""

from tests.pembangun.bentuk import FormShape
from tests.pembangun.jawaban import Jawaban, acak, perfect, raw_cells
from tests.pembangun.kisi import BookDraft, Kisi
from tests.pembangun.susun import build_book

__all__ = ["BookDraft", "FormShape", "Jawaban", "Kisi", "acak", "build_book", "perfect", "raw_cells"]
