"""The one place that knows where the query files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tyollisyys_cli.errors import UsageError

_PACKAGED = Path(__file__).parent / "queries"
_REPOSITORY = Path(__file__).parents[2] / "queries"


@dataclass(frozen=True)
class QueryFolders:
    """The program's own `queries/` and the folders of indicators that a user adds to it."""

    own: Path
    added: tuple[Path, ...] = ()

    @property
    def policy(self) -> Path:
        """Return the folder of the tables that hold policy: constants, codes, regions."""
        return self.own / "policy"

    def indicator_files(self) -> list[Path]:
        """Return every `indicators/*.sql`, the user's last, so that theirs can replace ours."""
        folders = (self.own, *self.added)
        return [
            file for folder in folders for file in sorted((folder / "indicators").glob("*.sql"))
        ]


def query_folders(added: tuple[Path, ...] = ()) -> QueryFolders:
    """Find the query files: inside the wheel, or at the top of the repository.

    Raises UsageError when an added folder has no `indicators` folder in it.
    """
    for folder in added:
        if not (folder / "indicators").is_dir():
            raise UsageError(
                f"{folder}: no folder named 'indicators' in it",
                "a folder of queries holds indicators/<id>.sql",
            )
    return QueryFolders(own=_PACKAGED if _PACKAGED.is_dir() else _REPOSITORY, added=added)
