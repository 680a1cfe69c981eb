"""zi-cli: evaluate an Indonesian Zona Integritas from its official LKE workbook.

The public names are those of ``__all__``; docs/api.md shows them at work. Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zi_cli.api import check_folder, score, table
    from zi_cli.errors import UserError
    from zi_cli.version import __version__

__all__ = ["UserError", "__version__", "check_folder", "score", "table"]

#: Where each public name lives.
_MODULES = {"UserError": "errors", "__version__": "version", "check_folder": "api", "score": "api", "table": "api"}


def __getattr__(name: str) -> object:
    """Load the module of a public name when the name is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
