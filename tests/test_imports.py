"""Imports run one way, and asking for help loads next to nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import tyollisyys_cli

PACKAGE = Path(tyollisyys_cli.__file__).parent
NAME = PACKAGE.name
# The layers by name, errors being the lowest: a new module is put into one of them.
COMMANDS = {"cli", "__main__"}
WORK = {
    *("extract", "indicators", "flows", "variants", "compare", "check", "plotting"),
    *("drawing", "flow_plot"),
    *("output", "overview", "plain_table", "flow_table", "comparison_table", "variant_table"),
    *("adhoc", "sample"),
    *("explain", "provenance", "trace_table"),
}
GROUND = {
    *("catalogue", "counting", "database", "disclosure", "files", "flow_frames", "languages"),
    *("log", "movements", "names", "policy", "policy_csv", "regions", "resources", "scope"),
    *("query_steps", "survival", "swapping", "table_text", "toml_file"),
}
FRAMES_ONLY = {
    *("disclosure", "drawing", "plotting", "flow_plot", "flow_frames", "output", "overview"),
    *("compare", "variants"),
    *("plain_table", "flow_table", "comparison_table", "variant_table"),
}
TABLES = {"plain_table", "flow_table", "comparison_table", "variant_table", "trace_table"}
HEAVY = ("duckdb", "polars", "plotnine", "pandas", "rich", "matplotlib", "numpy", "holidays")


@cache
def imported() -> dict[str, set[str]]:
    """Map every module to all that it imports, at the top, within functions and for types."""
    return {_name(file): _imports(file) for file in sorted(PACKAGE.rglob("*.py"))}


def _name(file: Path) -> str:
    """Return the module of a file within the package, `extract.load`; a package is its folder."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "__init__"


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(module: str) -> set[str]:
    """Return the modules of the package that a module imports."""
    modules = {
        name.removeprefix(f"{NAME}.") for name in imported()[module] if name.startswith(NAME)
    }
    return modules & imported().keys()


def users_of(library: str) -> set[str]:
    """Return the modules that import a library, each by its first name."""
    return {
        module.split(".")[0]
        for module, names in imported().items()
        if any(name.split(".")[0] == library for name in names)
    }


def layer(module: str) -> int:
    """Return 3 for commands, 2 for the work they call, 1 for what that rests on, 0 for errors."""
    top = module.split(".")[0]
    return 3 if top in COMMANDS else 2 if top in WORK else 0 if top == "errors" else 1


def test_layers_exist() -> None:
    modules = {name.split(".")[0] for name in imported()}
    assert modules == COMMANDS | WORK | GROUND | {"__init__", "errors"}
    assert modules >= FRAMES_ONLY


@pytest.mark.parametrize("module", sorted(imported()))
def test_module_imports_nothing_above_it(module: str) -> None:
    above = {name for name in own(module) if layer(name) > layer(module)}
    assert not above


def test_only_the_start_imports_the_command_line() -> None:
    users = {
        module for module in imported() if any(name.split(".")[0] == "cli" for name in own(module))
    }
    assert {name.split(".")[0] for name in users} == {"cli", "__main__"}


def test_errors_import_nothing_of_ours() -> None:
    assert not own("errors")


@pytest.mark.parametrize("module", sorted(FRAMES_ONLY))
def test_what_gets_frames_never_imports_the_database(module: str) -> None:
    """Nor does what it imports."""
    program = f"import sys, {NAME}.{module}; print('duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"False\n"


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("rich", {"cli", "output", "table_text", "overview", *TABLES}),
        ("typer", {"cli"}),
        ("duckdb", {"database"}),
        ("plotnine", {"drawing", "plotting", "flow_plot"}),
        ("matplotlib", {"drawing"}),
        ("pandas", {"plotting", "flow_plot"}),
    ],
)
def test_library_is_known_to_few(library: str, allowed: set[str]) -> None:
    assert users_of(library) <= allowed


@pytest.mark.parametrize(
    "arguments", [["--help"], ["indicators", "--help"], ["explain", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['tyo', *{arguments!r}]\n"
        "from tyollisyys_cli.cli.app import run\n"
        "code = run()\n"
        f"print(code, *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "0"
