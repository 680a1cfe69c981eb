"""Builder of realistic LKE workbooks from a dict of answers, for tests, samples and benches."""

from tests.builder.answers import Jawaban, acak, perfect, raw_cells
from tests.builder.assemble import build_book
from tests.builder.form_shape import FormShape
from tests.builder.grid import BookDraft, Kisi

__all__ = ["BookDraft", "FormShape", "Jawaban", "Kisi", "acak", "build_book", "perfect", "raw_cells"]
