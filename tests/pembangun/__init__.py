"""Builder of realistic LKE workbooks from a dict of answers, for tests, samples and benches."""

from tests.pembangun.bentuk import Bentuk
from tests.pembangun.jawaban import Jawaban, acak, raw_cells, sempurna
from tests.pembangun.kisi import Buku, Kisi
from tests.pembangun.susun import build_book

__all__ = ["Bentuk", "Buku", "Jawaban", "Kisi", "acak", "build_book", "raw_cells", "sempurna"]
