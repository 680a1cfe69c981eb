"""Builder of realistic LKE workbooks from a dict of answers, for tests, samples and benches."""

from tests.pembangun.bentuk import Bentuk
from tests.pembangun.jawaban import Jawaban, acak, mentah, sempurna
from tests.pembangun.kisi import Buku, Kisi
from tests.pembangun.susun import susun

__all__ = ["Bentuk", "Buku", "Jawaban", "Kisi", "acak", "mentah", "sempurna", "susun"]
