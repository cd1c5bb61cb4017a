"""Options that commands share, and what they say together."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.languages import choose_language, region_name, text
from tyollisyys_cli.resources import REGIONS, QueryFolders, query_folders
from tyollisyys_cli.toml_file import read_toml, unknown_key

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    import polars as pl

    from tyollisyys_cli.regions import Region

DEFAULT_DATABASE = "tyo.duckdb"
_CONFIGURATION = Path("tyo.toml")
_KEYS = ("queries", "policy")
_BESIDE = (".prev", ".lock", ".jsonl")
_POLICY_HINT = 'write [policy] and below it constants = "our_constants.csv"'

Db = Annotated[
    Path | None,
    typer.Option("--db", metavar="FILE", help="Database file. [env: TYO_DB] [default: tyo.duckdb]"),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="fi|sv|en", help="Language of titles and notes. [env: TYO_LANG]"
    ),
]
Queries = Annotated[
    list[Path] | None,
    typer.Option("--queries", metavar="DIR", help="Folder with your own indicators/<id>.sql."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", envvar="TYO_KEY", help="Key of the pseudonyms."),
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", metavar="REGION", help="Region; repeat it for several."),
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="DIM[,DIM]", help="Break down, as `tyo indicators` does."),
]
From = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM", help="First month.")]
To = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM", help="Last month.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="table, csv, json, jsonl, md or parquet."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file instead of the screen.",
    ),
]
Threshold = Annotated[
    int,
    typer.Option("--threshold", metavar="N", help="Hide counts from 1 to N - 1."),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why a threshold below 5 is needed; it is logged."
    ),
]


@dataclass(frozen=True)
class Settings:
    """What the common options say."""

    database: Path
    language: str
    folders: QueryFolders

    def regions(self, names: list[str] | None) -> tuple[Region, ...]:
        """Return the regions of `--region`; raises UsageError for none, or for an unknown one."""
        from tyollisyys_cli.regions import known_regions, resolve

        if not names:
            raise UsageError(
                "which region? none was given", "add --region raahe; `tyo regions` lists them all"
            )
        known = known_regions(self.folders)
        found = [(name, resolve(name, known)) for name in names]
        for name, region in found:
            if name != region.id:
                self.note("region", region_values(region, self.language))
        return tuple(dict.fromkeys(region for _, region in found))

    def trials(self) -> tuple[Region, ...]:
        """Return the regions that are trials, each trial once."""
        from tyollisyys_cli.regions import known_regions, trials_of

        return tuple(trials_of(known_regions(self.folders)))

    def named(self, by: Sequence[str], *frames: pl.DataFrame) -> list[pl.DataFrame]:
        """Return figures for people: groups by title, municipalities as 049 Espoo."""
        import polars as pl

        every = pl.concat([frame.select(by) for frame in frames], how="vertical_relaxed")
        names = self.names_of({one: every[one].unique() for one in by})
        return [
            frame.with_columns(pl.col(one).replace(names[one]) for one in by) for frame in frames
        ]

    def names_of(self, values: Mapping[str, Iterable[str | None]]) -> dict[str, dict[str, str]]:
        """Return what stands for people in the place of the values of some dimensions.

        Two values never look alike: where titles do, the values stand beside them.
        """
        names: dict[str, dict[str, str]] = {}
        for one, own in values.items():
            titles = self._titles(one)
            shown = {value: titles.get(value, value) for value in own if value}
            times = Counter(shown.values())
            names[one] = {
                value: title if times[title] == 1 else f"{title} ({value})"
                for value, title in shown.items()
            }
        return names

    def _titles(self, dimension: str) -> dict[str, str]:
        """Return the titles of a dimension's values, a user's own before those of the program."""
        from tyollisyys_cli.flow_frames import DESTINATIONS
        from tyollisyys_cli.policy import titles_of_values
        from tyollisyys_cli.regions import names_of_codes
        from tyollisyys_cli.table_text import NAMED

        titles: dict[str, str] = {}
        if dimension == "destination":
            titles = {one: text(f"flows.left_{one}", self.language) for one in DESTINATIONS}
        elif dimension in NAMED:
            names = names_of_codes(self.folders, dimension, self.language)
            titles = {code: f"{code} {name}" for code, name in names.items()}
        return titles | titles_of_values(self.folders, dimension, self.language)

    def own_definitions(self, regions: Sequence[Region] = ()) -> list[str]:
        """Say which policy, queries and asked regions behind the figures are the user's own."""
        return _own_definitions(self.folders, regions, self.language)

    def tell_own_definitions(self, regions: Sequence[Region] = ()) -> None:
        """Say on stderr which policy, queries and asked regions are the user's own."""
        for sentence in self.own_definitions(regions):
            typer.echo(f"note: {sentence}", err=True)

    def note(self, name: str, values: Mapping[str, str]) -> None:
        """Tell something about the figures on stderr, in the user's language."""
        typer.echo(f"note: {text(f'note.{name}', self.language, values)}", err=True)

    def hint(self, name: str) -> None:
        """Tell on stderr what to do next, in the user's language."""
        typer.echo(f"hint: {text(f'hint.{name}', self.language)}", err=True)


def listed(values: Sequence[str] | None) -> list[str]:
    """Return what an option lists: it may be given again, and its values hold commas."""
    return [one for value in values or () for one in value.split(",") if one.strip()]


@contextlib.contextmanager
def told_in(language: str) -> Generator[None]:
    """Tell the refusal of a file in the user's language."""
    try:
        yield
    except FileRefusedError as refused:
        message, hint = refused.told(language)
        raise InputError(message, hint) from refused


def region_values(region: Region, language: str) -> dict[str, str]:
    """Return what a note says of a region."""
    return {
        "region": region.id,
        "name": region_name(region, language),
        "kind": text(f"kind.{region.kind}", language),
    }


def _own_definitions(folders: QueryFolders, regions: Sequence[Region], language: str) -> list[str]:
    """Return a sentence for the user's own tables and queries, and one for each own region."""
    tables = [
        f"{table} ({file}{_changes(folders, language) if table == 'constants' else ''})"
        for table, file in folders.policies
        if table != REGIONS
    ]
    queries = [f"{file.stem} ({file})" for file in folders.replacing_indicators()]
    sentences = [
        text(name, language, {"files": ", ".join(files)})
        for name, files in (("own.policy", tables), ("own.queries", queries))
        if files
    ]
    file = str(folders.own_policy(REGIONS))
    own = dict.fromkeys(one.id for one in regions if one.is_own)
    return sentences + [text("own.region", language, {"region": one, "file": file}) for one in own]


def _changes(folders: QueryFolders, language: str) -> str:
    """Say which constants the user's own table changes; `: ` before them, '' for none."""
    from tyollisyys_cli.policy import changed_constants, told_change

    changed = [told_change(one, language) for one in changed_constants(folders)]
    return f": {', '.join(changed)}" if changed else ""


def settings(
    context: typer.Context,
    db: Path | None,
    lang: str | None,
    queries: list[Path] | None,
    writes: Sequence[Path | None] = (),
) -> Settings:
    """Join the options after the command with those before it, the environment and `tyo.toml`.

    Raises UsageError where what is to be written would replace what nothing brings back.
    """
    before = cast("Settings | _Common", context.obj or _Common())
    common = before if isinstance(before, _Common) else _Common()
    configuration = _configuration()
    added = (*_configured_queries(configuration), *common.queries, *(queries or ()))
    folders = query_folders(tuple(dict.fromkeys(added)), _configured_policies(configuration))
    if folders.policies:
        from tyollisyys_cli.policy import check_own

        check_own(folders)
    database = db or common.db or Path(os.environ.get("TYO_DB") or DEFAULT_DATABASE)
    if database.is_symlink():  # the lock, the copies and the log lie beside the file itself
        database = database.resolve()
    for file in filter(None, writes):
        _refuse_target(file, database, folders)
    return Settings(
        database=database,
        language=choose_language(lang or common.lang or os.environ.get("TYO_LANG")),
        folders=folders,
    )


def _refuse_target(file: Path, database: Path, folders: QueryFolders) -> None:
    """Refuse to write over the user's configuration, a log, a database's copy or an extract."""
    from tyollisyys_cli.extract.deliveries import EXTRACT_FILE
    from tyollisyys_cli.extract.layout import DEFAULT_LAYOUT

    if not file.is_file():
        return
    beside = [database.with_name(f"{database.name}{suffix}") for suffix in _BESIDE]
    own = [_CONFIGURATION, *(policy for _, policy in folders.policies), *folders.indicator_files()]
    kept = {one.resolve() for one in (*own, *beside)}
    is_extract = file.name == EXTRACT_FILE or DEFAULT_LAYOUT.table_of(file)
    if file.resolve() in kept or is_extract:
        what = "it has a table of the register in its name" if is_extract else "tyo reads it"
        raise UsageError(f"{file}: cannot be written over: {what}", "name another file")


@dataclass(frozen=True)
class _Common:
    """The common options that stand before the command."""

    db: Path | None = None
    lang: str | None = None
    queries: tuple[Path, ...] = ()


def remember(
    context: typer.Context, db: Path | None, lang: str | None, queries: list[Path] | None
) -> None:
    """Keep the options that stand before the command, or before its own command, for `settings`."""
    before = cast("_Common | None", context.obj) or _Common()
    context.obj = _Common(db or before.db, lang or before.lang, (*before.queries, *(queries or ())))


def _configuration() -> dict[str, object]:
    """Read `tyo.toml` in the current folder; raises UsageError."""
    if not _CONFIGURATION.exists():
        return {}
    configuration = read_toml(_CONFIGURATION, UsageError)
    if key := unknown_key(configuration, _KEYS):
        raise UsageError(
            f"{_CONFIGURATION}: unknown key '{key}'", f"known keys: {', '.join(_KEYS)}"
        )
    return configuration


def _configured_queries(configuration: Mapping[str, object]) -> list[Path]:
    """Return the folders of `queries = ["folder"]`; raises UsageError."""
    folders = configuration.get("queries", [])
    listed = cast("list[object]", folders) if isinstance(folders, list) else [None]
    if not all(isinstance(folder, str) for folder in listed):
        raise UsageError(
            f"{_CONFIGURATION}: queries is not a list of folders", 'write queries = ["folder"]'
        )
    return [Path(str(folder)) for folder in listed]


def _configured_policies(configuration: Mapping[str, object]) -> tuple[tuple[str, Path], ...]:
    """Return the tables and files of `[policy]`; raises UsageError."""
    policy = configuration.get("policy", {})
    if not isinstance(policy, dict):
        raise UsageError(f"{_CONFIGURATION}: policy is not a table of files", _POLICY_HINT)
    tables = cast("dict[str, object]", policy)
    for table, file in tables.items():
        if not isinstance(file, str) or not file.strip():
            raise UsageError(
                f"{_CONFIGURATION}: [policy] {table} is not the name of a file", _POLICY_HINT
            )
    # The configuration is in the current folder: what it names is found from there too.
    return tuple((table, Path(str(file))) for table, file in sorted(tables.items()))
