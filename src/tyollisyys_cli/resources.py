"""The one place that knows where the query files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.names import unknown_name

_PACKAGED = Path(__file__).parent / "queries"
_REPOSITORY = Path(__file__).parents[2] / "queries"

REGIONS = "regions"
"""The policy table that a user's own file adds to; every other one it stands in for."""

PACKAGE = "package"
"""The origin of what the program brings along."""


@dataclass(frozen=True)
class QueryFolders:
    """The program's own `queries/`, and what a user adds to it and puts in its place."""

    own: Path
    added: tuple[Path, ...] = ()
    policies: tuple[tuple[str, Path], ...] = ()
    """Policy tables of the user's own: name and file."""

    @property
    def policy(self) -> Path:
        """Return the folder of the program's tables of policy: constants, codes, regions."""
        return self.own / "policy"

    def policy_tables(self) -> list[str]:
        """Return the names of the policy tables."""
        return sorted(file.stem for file in self.policy.glob("*.csv"))

    def packaged_policy(self, table: str) -> Path:
        """Return the program's file of a policy table."""
        return self.policy / f"{table}.csv"

    def own_policy(self, table: str) -> Path | None:
        """Return the user's file of a policy table, if there is one."""
        return dict(self.policies).get(table)

    def indicator_files(self) -> list[Path]:
        """Return every `indicators/*.sql`, the user's last, so that theirs can replace ours."""
        folders = (self.own, *self.added)
        return [
            file for folder in folders for file in sorted((folder / "indicators").glob("*.sql"))
        ]

    def replacing_indicators(self) -> list[Path]:
        """Return the user's files that stand in for an indicator of the program."""
        ours = {file.name for file in (self.own / "indicators").glob("*.sql")}
        standing = {file.name: file for file in self.indicator_files() if file.name in ours}
        own = self.own.resolve()
        return [file for file in standing.values() if file.resolve().parent.parent != own]


def query_folders(
    added: tuple[Path, ...] = (), policies: tuple[tuple[str, Path], ...] = ()
) -> QueryFolders:
    """Find the query files: inside the wheel, or at the top of the repository.

    Raises UsageError when an added folder has no `indicators` folder in it, and for a policy table
    that does not exist.
    """
    for folder in added:
        if not (folder / "indicators").is_dir():
            raise UsageError(
                f"{folder}: no folder named 'indicators' in it",
                "a folder of queries holds indicators/<id>.sql",
            )
    own = _PACKAGED if _PACKAGED.is_dir() else _REPOSITORY
    folders = QueryFolders(own=own, added=added, policies=policies)
    for table, _ in policies:
        if table not in folders.policy_tables():
            raise unknown_name("policy table", table, folders.policy_tables(), "tyo policy")
    return folders
