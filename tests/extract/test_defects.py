"""The words of every defect, and their page in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tyollisyys_cli.extract.defects import DEFECTS, documentation, sentence
from tyollisyys_cli.languages import LANGUAGES

DOCS = Path(__file__).parents[2] / "docs" / "defects.md"


def test_the_docs_list_every_code_with_the_sentence_that_a_user_sees() -> None:
    """Written again with `python -m tests.extract.test_defects`."""
    assert DOCS.read_text(encoding="utf-8") == documentation()


@pytest.mark.parametrize("code", DEFECTS)
def test_a_defect_has_words_and_a_cure_in_three_languages(code: str) -> None:
    defect = DEFECTS[code]
    assert len({*defect.sentence}) == len({*defect.cure}) == len(LANGUAGES)
    assert all(words.strip() for words in (*defect.sentence, *defect.cure))


@pytest.mark.parametrize("code", DEFECTS)
def test_a_sentence_is_filled_with_the_same_values_in_every_language(code: str) -> None:
    names = [set(re.findall(r"{(\w+)}", words)) for words in DEFECTS[code].sentence]
    assert names[0] == names[1] == names[2]


def test_a_sentence_without_its_value_is_still_told() -> None:
    assert sentence("not_a_date", "en", {}) == "'...' is not a date as the file writes them"


if __name__ == "__main__":
    DOCS.write_text(documentation(), encoding="utf-8")
