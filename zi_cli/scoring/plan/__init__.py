"""The smallest or cheapest set of improvements that reaches a predicate."""
