"""The budgets, measured: `make bench`, or `python -m benchmarks SECTION …`; the figures go to docs/benchmarks.md."""
