"""zi's own ``NamedTuple`` behaves as the standard library's, on the same class statements."""

import copy
import pickle
from typing import Any, Generic, TypeVar
from typing import NamedTuple as Standard

import pytest

from zi_cli.named_tuple import NamedTuple, maker

T = TypeVar("T")


class Ours(NamedTuple):
    a: int
    b: "str | None" = None
    c: tuple[int, ...] = (1,)

    @property
    def twice(self) -> int:
        return self.a * 2


class Theirs(Standard):
    a: int
    b: "str | None" = None
    c: tuple[int, ...] = (1,)

    @property
    def twice(self) -> int:
        return self.a * 2


class Pair(NamedTuple, Generic[T]):
    left: T
    right: T


class Extended(Ours):
    __slots__ = ()

    @property
    def thrice(self) -> int:
        return self.a * 3


@pytest.mark.parametrize(
    "act",
    [
        lambda c: tuple(c(1)),
        lambda c: tuple(c(1, "x", (2, 3))),
        lambda c: tuple(c(c=(), a=5)),
        lambda c: c(4).twice,
        lambda c: c(1)._replace(b="y").b,
        lambda c: c(1, "x")._asdict(),
        lambda c: tuple(c._make([1, 2, 3])),
        lambda c: (c._fields, c._field_defaults, c.__match_args__),
        lambda c: repr(c(1, "x")).partition("(")[2],
        lambda c: (c(1) == c(1), c(1) == (1, None, (1,)), hash(c(1)) == hash(c(1)), c(1) < c(2)),
        lambda c: pickle.loads(pickle.dumps(c(7))) == c(7) and type(pickle.loads(pickle.dumps(c(7)))) is c,
        lambda c: copy.copy(c(7)) == copy.deepcopy(c(7)) == c(7),
        lambda c: c(1).__dict__,
        lambda c: c(),
        lambda c: c(1, 2, 3, 4),
        lambda c: c(1, d=2),
        lambda c: c(1, a=1),
        lambda c: c(1)._replace(d=2),
        lambda c: c._make([1]),
        lambda c: setattr(c(1), "a", 2),
    ],
)
def test_same_as_the_standard_one(act: Any) -> None:
    def outcome(cls: type) -> object:
        try:
            return act(cls)
        except Exception as e:  # noqa: BLE001 - the outcome compared
            return type(e)

    assert outcome(Ours) == outcome(Theirs)


def test_subclass_adds_methods_and_shares_the_constructor() -> None:
    assert Extended(a=2).thrice == 6
    assert type(Extended(2)._replace(a=3)) is Extended
    assert type(Ours(1)) is Ours


def test_generic_and_pattern_matching() -> None:
    match Pair[int](1, 2):
        case Pair(left, right=right):
            assert (left, right) == (1, 2)


def test_a_field_without_default_after_one_with_default_is_refused() -> None:
    with pytest.raises(TypeError, match="b: a field without a default"):

        class Wrong(NamedTuple):  # type: ignore[misc]
            a: int = 1
            b: int


def test_maker_gives_what_the_constructor_gives() -> None:
    made = maker(Ours)((1, "x", (2,)))
    assert made == Ours(1, "x", (2,)) and type(made) is Ours and made.twice == 2
    assert type(maker(Extended)((1, "x", (2,)))) is Extended
