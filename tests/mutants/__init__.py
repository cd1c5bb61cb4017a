"""Changes one operator at a time in the query files and looks whether the tests notice.

`make mutants` runs it; `make mutants FILES=queries/indicators/inflow.sql` looks at some files.
"""
