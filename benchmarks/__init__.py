"""Measures time and memory; `make bench` prints them.

`measures` names what is computed and holds the answers against each other; `naive`, `naive_ready`,
`polars_changes`, `polars_ready`, `pandas_months` and `from_model` compute it. `process` runs and
times processes.
"""
