"""Options said once: a command takes a whole group of them as one parameter.

A group is a ``NamedTuple`` whose fields are declared as parameters of a command are. The parser sees the fields, the
command the group.
"""

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import Any


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """*command* with the fields of its groups in place of the groups, for the parser."""
    groups: dict[str, Any] = {}
    options: list[Parameter] = []
    for p in signature(command, eval_str=True).parameters.values():
        if not hasattr(p.annotation, "_field_defaults"):
            options.append(p.replace(kind=Parameter.KEYWORD_ONLY))
            continue
        group = groups[p.name] = p.annotation
        options += [
            Parameter(name, Parameter.KEYWORD_ONLY, default=group._field_defaults[name], annotation=kind)
            for name, kind in group.__annotations__.items()
        ]
    if not groups:
        return command

    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in group._fields})
        command(**given)

    run.__doc__ = command.__doc__
    run.__signature__ = Signature(options)  # type: ignore[attr-defined]
    return run
