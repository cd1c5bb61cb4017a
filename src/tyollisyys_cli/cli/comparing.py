"""What `--compare` asks for: the figures of other regions, of the trials, of the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from tyollisyys_cli.cli.answering import answering, tell
from tyollisyys_cli.compare import beside_request, compared
from tyollisyys_cli.names import fold
from tyollisyys_cli.regions import TRIAL_WORDS, overlap

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tyollisyys_cli.cli.options import Settings
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.regions import Region
    from tyollisyys_cli.scope import Request


@dataclass(frozen=True)
class Beside:
    """The regions to compare with one by one, and the trials to compare with together."""

    regions: tuple[Region, ...]
    trials: tuple[Region, ...]

    def all(self) -> tuple[Region, ...]:
        """Return all of them, each once."""
        return tuple(dict.fromkeys((*self.regions, *self.trials)))


def compared_with(settings: Settings, names: Sequence[str]) -> Beside | None:
    """Return what `--compare` names, None for nothing; raises UsageError for an unknown region."""
    if not names:
        return None
    named = [name for name in names if fold(name) not in TRIAL_WORDS]
    regions = settings.regions(named) if named else ()
    return Beside(regions, settings.trials() if len(named) < len(names) else ())


def compute_beside(settings: Settings, request: Request, beside: Beside, reason: str) -> Figures:
    """Compute the figures of a request with the columns of what they are compared with."""
    from tyollisyys_cli.indicators import figures as compute_figures

    with answering(settings, request, reason) as connection:
        figures = compute_figures(connection, request)
        wide = beside_request(request, figures.frame["month"].to_list(), beside.all())
        others = compute_figures(connection, wide)
    tell(settings, request, figures.notes, reason, logged=wide)
    _tell(settings, request, figures, others, beside)
    frame = compared(
        figures.frame,
        others.frame,
        [one.id for one in beside.regions],
        _present(others, beside.trials) if beside.trials else None,
        [one.id for one in request.indicators if one.kind == "count"],
        others.begun,
    )
    return replace(figures, frame=frame)


def _tell_of_trials(
    settings: Settings, figures: Figures, others: Figures, named: Collection[str]
) -> None:
    """Tell in one note each which trials are counted by residence, or cannot be counted."""
    for name in ("trial_by_residence", "trial_not_available"):
        new = [note for note in others.notes if note.id == name and note not in figures.notes]
        trials = [note.values["region"] for note in new if note.values["region"] not in named]
        if trials:
            settings.note(name, {"region": ", ".join(trials)})


def _present(others: Figures, trials: Sequence[Region]) -> list[str]:
    """Return the trials that have jobseekers in the extract."""
    silent = {note.values["region"] for note in others.notes if note.id == "no_jobseekers"}
    return [one.id for one in trials if one.id not in silent]


def _tell(
    settings: Settings, request: Request, figures: Figures, others: Figures, beside: Beside
) -> None:
    """Tell on stderr what the reader must know of the regions compared with."""
    named = {one.id for one in beside.regions}
    for note in others.notes:
        if note not in figures.notes and note.values.get("region") in named:
            settings.note(note.id, note.values)
    together = list(dict.fromkeys((*request.regions, *beside.regions)))
    is_new = overlap(together) and not overlap(request.regions)
    if is_new and "hidden" in others.frame["status"]:
        settings.note("overlap", {})
    _tell_of_trials(settings, figures, others, named)
    present = _present(others, beside.trials)
    if len(present) < len(beside.trials):
        numbers = {"count": str(len(present)), "all": str(len(beside.trials))}
        settings.note("trials", numbers)
    told = settings.own_definitions(request.regions)
    for sentence in settings.own_definitions([*request.regions, *beside.all()]):
        if sentence not in told:
            typer.echo(f"note: {sentence}", err=True)
