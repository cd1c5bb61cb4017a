"""What every drawing says of its figures: whose they are, and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tyollisyys_cli.languages import day, region_name, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tyollisyys_cli.cli.options import Settings
    from tyollisyys_cli.regions import Region
    from tyollisyys_cli.scope import Request


def caption(settings: Settings, request: Request, extract_date: date) -> str:
    """Return extract date, threshold and what of the definitions is the user's own."""
    language = settings.language
    own = [one[:1].upper() + one[1:] + "." for one in settings.own_definitions(request.regions)]
    rule = "plot.hidden" if request.threshold > 1 else "nothing_hidden"
    hidden = text(rule, language, {"threshold": str(request.threshold)})
    values = {"date": day(extract_date, language), "hidden": hidden}
    return "\n".join([text("plot.caption", language, values), *own])


def names_of(regions: Sequence[Region], language: str) -> list[str]:
    """Return the regions' names, with the kind where two have the same: Porvoo (trial)."""
    plain = [region_name(one, language) for one in regions]
    return [
        f"{name} ({text(f'kind.{one.kind}', language)})" if plain.count(name) > 1 else name
        for one, name in zip(regions, plain, strict=True)
    ]
