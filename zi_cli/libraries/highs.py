"""The HiGHS solver: ``highspy``, else the same solver as WebAssembly in the page that runs us.

The page offers ``globalThis.zi_highs`` (npm package ``highs``, whose persistent models have highspy's operations).
"""

from types import SimpleNamespace
from typing import Any


def load_highs() -> Any:
    """A module with what the planner uses of ``highspy``; raises ``ImportError`` where there is no HiGHS at all."""
    try:
        import highspy
    except ImportError as e:
        try:
            from js import zi_highs
        except ImportError:
            raise e from None
        return _page_solver(zi_highs)
    return highspy


def _page_solver(js: Any) -> Any:
    import js as page
    from pyodide.ffi import to_js

    class Highs:
        """One model, under highspy's names."""

        def __init__(self) -> None:
            self._m = js.createModel()
            self._columns = 0

        def __del__(self) -> None:
            self._m.dispose()

        def setOptionValue(self, name: str, nilai: object) -> None:
            # It has one thread, and no option for it.
            if name != "threads":
                self._m.options.set(name, nilai)

        def addVar(self, lower: float, upper: float) -> None:
            self._m.addVar(lower, upper)
            self._columns += 1

        def getNumCol(self) -> int:
            return self._columns

        def changeColIntegrality(self, number: int, kind: int) -> None:
            self._m.changeColIntegrality(number, kind)

        def changeColCost(self, number: int, cost: float) -> None:
            self._m.changeColCost(number, cost)

        def addRow(self, lower: float, upper: float, _n: int, columns: list[int], content: list[float]) -> None:
            entries = {"indices": columns, "values": content}
            self._m.addRow(lower, upper, to_js(entries, dict_converter=page.Object.fromEntries))

        def run(self) -> None:
            self._m.run()

        def getModelStatus(self) -> int:
            status: int = self._m.getModelStatus()
            return status

        def getInfo(self) -> SimpleNamespace:
            name = ("primal_solution_status", "mip_dual_bound")
            return SimpleNamespace(**{n: self._m.info.get(n) for n in name})

        def getSolution(self) -> SimpleNamespace:
            return SimpleNamespace(col_value=self._m.getSolution().colValue.to_py())

    k = js.constants
    return SimpleNamespace(
        Highs=Highs,
        HighsVarType=SimpleNamespace(kInteger=k.variableType.integer),
        HighsModelStatus=SimpleNamespace(kInfeasible=k.modelStatus.infeasible, kOptimal=k.modelStatus.optimal),
        SolutionStatus=SimpleNamespace(kSolutionStatusFeasible=k.solutionStatus.feasible),
    )
