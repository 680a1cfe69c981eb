"""``NamedTuple`` for a program that defines several hundred of them and makes instances of few in one run.

To a reader and to mypy the same as :class:`typing.NamedTuple`. That one compiles a constructor from text and checks
every annotation while the module loads, a tenth of what ``zi score`` costs; this one makes the constructor with the
first instance, compiles it once for all classes of as many fields, and leaves annotations alone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NamedTuple as NamedTuple
    from typing import TypeVar

    T = TypeVar("T", bound=tuple[object, ...])
else:
    from _collections import _tuplegetter
    from functools import cache
    from types import FunctionType

    def _annotated(namespace):
        """The annotated names of a class body; since Python 3.14 a function there tells them."""
        annotate = namespace.get("__annotate_func__") or namespace.get("__annotate__")
        if "__annotations__" in namespace or annotate is None:
            return namespace.get("__annotations__", ())
        import annotationlib

        return annotationlib.call_annotate_function(annotate, annotationlib.Format.FORWARDREF)

    class _Meta(type):
        def __new__(meta, name, bases, namespace):
            if not any(base.__dict__.get("_fields") == () for base in bases):
                # NamedTuple itself, or a class that adds methods to the fields of the one it inherits from.
                return super().__new__(meta, name, bases, namespace)
            fields = tuple(_annotated(namespace))
            defaults = {}
            for i, field in enumerate(fields):
                if field.startswith("_"):
                    raise ValueError(f"{name}.{field}: a field's name does not start with an underscore")
                if field in namespace:
                    defaults[field] = namespace[field]
                elif defaults:
                    raise TypeError(f"{name}.{field}: a field without a default after one with a default")
                namespace[field] = _tuplegetter(i, None)
            namespace |= {"__slots__": (), "_fields": fields, "__match_args__": fields, "_field_defaults": defaults}
            return super().__new__(meta, name, bases, namespace)

    @cache
    def _constructor_code(count):
        """The code of a constructor of *count* values; it differs between classes in the names only."""
        values = "".join(f"v{i}, " for i in range(count))
        return eval(f"lambda _cls, {values}: _new(_cls, ({values}))").__code__

    def _make_constructor(cls):
        """Give ``cls`` the constructor of its fields."""
        code = _constructor_code(len(cls._fields)).replace(co_varnames=("_cls", *cls._fields), co_name="__new__")
        defaults = tuple(cls._field_defaults.values())
        new = FunctionType(code, {"_new": tuple.__new__, "__name__": cls.__module__}, "__new__", defaults)
        new.__qualname__ = f"{cls.__qualname__}.__new__"
        cls.__new__ = staticmethod(new)
        return new

    class NamedTuple(tuple, metaclass=_Meta):
        """The base of every named tuple of zi: annotated fields, those with a default last."""

        __slots__ = _fields = ()

        def __new__(cls, *values, **named):  # noqa: D102
            owner = next(c for c in cls.__mro__ if "_fields" in c.__dict__)
            return _make_constructor(owner)(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            if len(made := tuple.__new__(cls, values)) != len(cls._fields):
                raise TypeError(f"{cls.__name__}: {len(cls._fields)} values expected, {len(made)} given")
            return made

        def _replace(self, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"{type(self).__name__}: no such fields: {', '.join(named)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{f}={v!r}' for f, v in self._asdict().items())})"

        def __getnewargs__(self):
            return tuple(self)


def maker(cls: type[T]) -> Callable[[tuple[object, ...]], T]:
    """What makes a *cls* of a tuple of all its values, unchecked and without a call of Python.

    For the few loops that make hundreds a file.
    """
    return partial(tuple.__new__, cls)
