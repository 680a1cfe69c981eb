"""Modules of the standard library that other libraries import and seldom use, loaded when they are first used.

The parser of the command line imports what it needs to open a browser, to find a shell, to guess a misspelt name or
to print a traceback; a command that does none of this is a tenth faster without.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class DeferredName:
    """Stands for the class or function *name* of the module *module*, and loads that when it is used.

    It equals what it stands for, which nobody can have who did not load the module.
    """

    def __init__(self, module: str, name: str) -> None:
        self._at = module, name

    def _real(self) -> Any:
        module, name = self._at
        return getattr(import_module(module), name)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """What the real one gives."""
        return self._real()(*args, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)

    def __eq__(self, other: object) -> bool:
        return self is other or (self._at[0] in sys.modules and other is self._real())

    def __hash__(self) -> int:
        return hash(self._real())


class _DeferredModule(ModuleType):
    """Stands for the module of its name, and loads that when it is used."""

    importing = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.importing:
            return DeferredName(self.__name__, name)
        return getattr(import_module(self.__name__), name)


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """Meanwhile an import of the modules *names*, or of a name from them, loads none that is not there yet.

    Only who imports one meanwhile has what stands in for it, and must not use it before the end; whoever imports it
    later gets the module itself.
    """
    modules = {n: _DeferredModule(n) for n in names if n not in sys.modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for n, m in modules.items():
            m.importing = False
            del sys.modules[n]
