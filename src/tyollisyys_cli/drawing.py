"""What every drawing shares: colours, text that fits, months on an axis, the theme and the file."""

from __future__ import annotations

import math
import warnings
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from plotnine import element_blank, element_line, element_text, theme, theme_minimal

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.files import write_files
from tyollisyys_cli.languages import month, number

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from plotnine import ggplot

FORMATS = ("png", "svg", "pdf")
FONT = "DejaVu Sans"
A4_MM = (297.0, 210.0)
A5_MM = (210.0, 148.0)
MARGIN_MM = 6.0
DPI = 150

# The first five pass 3:1 on white and stay apart for the colour-blind; the rest is grey.
PALETTE = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7")
REST_COLOUR = "#767676"
MARK_COLOUR = "#767676"
GRID_COLOUR = "#DDDDDD"
TEXT_COLOUR = "#333333"
# A panel without figures has limits that no other panel can have: its axis stays blank.
NO_LIMITS = (-2.0, -1.0)
TITLE_PT, STRIP_PT, SMALL_PT = 13.0, 7.5, 7.0
LINE_HEIGHT = 1.25
POINT_MM = 25.4 / 72


# --- numbers, months and texts ----------------------------------------------------------------


def nice_step(rough: float, *, whole: bool) -> float:
    """Return the next 1, 2 or 5 times a power of ten; there are no half persons."""
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)
    return max(step, 1.0) if whole else step


def axis_numbers(values: Sequence[float], language: str) -> list[str]:
    """Write the marks of an axis with as many decimals as tell them apart."""
    step = min((b - a for a, b in pairwise(values)), default=1.0)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [number(value, language, decimals) for value in values]


def alt_of(picture: Path) -> Path:
    """Return the file with the picture in words."""
    return picture.with_name(f"{picture.name}.alt.txt")


def month_of(day: date) -> int:
    """Return the number of a month, counted from year 0: 2021-01 is 24252."""
    return day.year * 12 + day.month - 1


def month_name(index: int, language: str) -> str:
    """Return the name of a numbered month."""
    return month(date(index // 12, index % 12 + 1, 1), language)


def plain(text: str) -> str:
    """Control characters break an SVG and a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else " " for letter in text)


@lru_cache(maxsize=4096)
def width_mm(text: str, points: float = SMALL_PT, weight: str = "normal") -> float:
    """Return how wide a text is drawn."""
    font = FontProperties(family=FONT, weight=weight, size=points)
    with _missing_glyphs():
        width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return width * POINT_MM


@contextmanager
def _missing_glyphs() -> Generator[None]:
    """Draw a name in a script that the font lacks as boxes; the alt text has it right."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        yield


def wrap(text: str, width: float, points: float = SMALL_PT, weight: str = "normal") -> str:
    """Break a text into lines of at most so many mm: at spaces, else at or with a hyphen."""
    lines = [""]
    for word in plain(text).split(" "):
        for piece in _pieces(word, width, points, weight):
            continued = piece is not word and lines[-1].endswith("-")
            glue = "" if continued or not lines[-1] else " "
            longer = lines[-1] + glue + piece
            if lines[-1] and width_mm(longer, points, weight) > width:
                lines.append(piece)
            else:
                lines[-1] = longer
    return "\n".join(lines)


def _pieces(word: str, width: float, points: float, weight: str) -> list[str]:
    """Cut a word that is wider than a line: after its own hyphens, else anywhere."""
    if width_mm(word, points, weight) <= width:
        return [word]
    head, hyphen, tail = word.partition("-")
    if hyphen and tail:
        return [head + "-", *_pieces(tail, width, points, weight)]
    half = math.ceil(len(word) / 2)
    if half < 3:
        return [word]
    first, second = word[:half] + "-", word[half:]
    return [*_pieces(first, width, points, weight), *_pieces(second, width, points, weight)]


# --- months on an axis, and the theme ----------------------------------------------------------


def month_breaks(
    first: int, last: int, month_mm: float, language: str, *, before: float = 0.0
) -> tuple[list[float], list[str]]:
    """Mark where years begin, or the months where there are few; as many as have room.

    A month's mark stands so many months before its point: half a one in the middle of a bar.
    """
    months = list(range(first, last + 1))
    years = [month for month in months if month % 12 == 0]
    if len(years) > 1:
        every = _every(len(years), 12 * month_mm, "2024 ", (1, 2, 5, 10))
        kept = [month for month in years if month // 12 % every == 0]
        # A year begins where December's point stands: a month's figure is that of its last day.
        return [month - 1 for month in kept], [str(month // 12) for month in kept]
    widest = month_name(last, language) + "  "
    kept = months[:: _every(len(months), month_mm, widest, (1, 2, 3, 6, 12))]
    return [month - before for month in kept], [month_name(month, language) for month in kept]


def _every(count: int, step_mm: float, widest: str, steps: Sequence[int]) -> int:
    """Return the smallest step at which labels as wide as `widest` do not touch."""
    needed = width_mm(widest)
    return next((step for step in steps if step * step_mm >= needed), count)


def page_theme() -> theme:
    """Return fonts, axes and grid of a page."""
    return theme_minimal(base_size=8, base_family=FONT) + theme(
        dpi=DPI,
        svg_usefonts=True,
        axis_title=element_blank(),
        axis_text=element_text(size=SMALL_PT, color=TEXT_COLOUR),
        axis_line_x=element_line(size=0.5, color=MARK_COLOUR),
        # A tick is a marker on a line of length 0: drawn, that line would be a dot in an SVG.
        axis_ticks_major_x=element_line(size=0.5, color=MARK_COLOUR, linetype="none"),
        axis_ticks_length_major=3,
        panel_grid_major_x=element_blank(),
        panel_grid_minor=element_blank(),
        panel_grid_major_y=element_line(size=0.4, color=GRID_COLOUR),
        panel_spacing_x=0.015,
        panel_spacing_y=0.01,
        plot_margin=0.02,
        plot_title_position="plot",
        plot_caption_position="plot",
        plot_title=element_text(size=TITLE_PT, ha="left", weight="bold"),
        plot_caption=element_text(size=SMALL_PT, ha="left", color=TEXT_COLOUR, linespacing=1.4),
        strip_text=element_text(size=STRIP_PT, ha="left", va="bottom", ma="left", weight="bold"),
    )


# --- writing ----------------------------------------------------------------------------------


def format_of(path: Path) -> str:
    """Return the format that a file's name ends in; raises UsageError for another."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise UsageError(f"cannot draw into '{path.name}'", "end the name in .png, .svg or .pdf")
    return form


def save(plot: ggplot, path: Path, title: str, alt: str, language: str) -> Path:
    """Write a picture and beside it its words; return their path. Raises UsageError."""
    words = alt_of(path)
    picture = _rendered(plot, format_of(path), title, alt, language)
    write_files({words: alt.encode(), path: picture})
    return words


def _rendered(plot: ggplot, form: str, title: str, alt: str, language: str) -> bytes:
    """Return the file's bytes: the same for the same input, whatever the clock says."""
    # A window system must not be touched: this also runs in jobs without a screen.
    plt.switch_backend("agg")
    settings: dict[Any, Any] = {
        "svg.hashsalt": "tyo",
        "pdf.fonttype": 42,
        "text.parse_math": False,
        "font.family": FONT,
    }
    buffer = BytesIO()
    with _missing_glyphs(), _settings(settings):
        plot.save(
            buffer,
            format=form,
            verbose=False,
            limitsize=False,
            metadata=_metadata(form, plain(title)),
        )
    content = buffer.getvalue()
    return _with_description(content, alt, language) if form == "svg" else content


def _settings(values: dict[Any, Any]) -> AbstractContextManager[None]:
    return mpl.rc_context(values)  # pyright: ignore[reportUnknownMemberType]


def _metadata(form: str, title: str) -> dict[str, str | None]:
    dates: dict[str, dict[str, str | None]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": "tyo"},
        "pdf": {"CreationDate": None, "Creator": "tyo", "Producer": None},
    }
    return {"Title": title, **dates[form]}


def _with_description(svg: bytes, alt: str, language: str) -> bytes:
    """Give screen readers the text alternative: an image with a title and a description."""
    text = svg.decode()
    text = text.replace("<svg ", f'<svg role="img" xml:lang="{language}" lang="{language}" ', 1)
    return text.replace("</title>", f"</title>\n <desc>{escape(alt)}</desc>", 1).encode()
