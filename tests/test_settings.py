"""qualcode.toml: what it may say, and that a mistake is named with its line."""

from pathlib import Path

import pytest

from qualcode.errors import Problems, StudyError
from qualcode.settings import read_settings


def study(tmp_path: Path, text: str) -> Path:
    (tmp_path / "qualcode.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_empty_file_is_a_study_with_the_defaults(tmp_path: Path) -> None:
    settings = read_settings(study(tmp_path, ""))
    assert (settings.unit, settings.pipeline, settings.language) == ("turn", "bundled", "nb")
    assert settings.transcripts_folder == tmp_path / "transcripts"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "x"\nunti = "turn"\n', "line 2: unknown key 'unti'. Did you mean 'unit'?"),
        ('unit = "setning"\n', "line 1: unit = 'setning' is not known. Choose one of: turn, sentence"),
        ("title = 3\n", "line 1: 'title' must be a text"),
        ('date = "i dag"\n', "line 1: 'date' must be a date"),
        ("\n[thresholds]\na = 0.5\nb = 7\n", "line 4: the threshold of 'b' must be a number"),
        ('[sources."notat_*"]\nkind = "notat"\n', "line 2: kind = 'notat' is not known"),
        ('[speakers]\nA = "i01"\n', "line 2: 'A' under 'speakers' must be a table"),
        (
            '[survey.skjema]\nrespondant = "nr"\n',
            "line 2: unknown key 'respondant'. Did you mean 'respondent'?",
        ),
        ('reports = "."\n', "is the folder the transcripts lie in"),
        ("title = \n", "is not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_way_out(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StudyError) as error:
        read_settings(study(tmp_path, text))
    assert said in str(error.value)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(Problems) as error:
        read_settings(study(tmp_path, 'titel = "x"\nunit = "ord"\n'))
    assert len(str(error.value).splitlines()) == 2


def test_a_folder_without_settings_is_not_a_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="is not a study"):
        read_settings(tmp_path)


def test_a_later_table_wins_over_an_earlier_one(tmp_path: Path) -> None:
    text = '[sources."*"]\nsite = "a"\nmode = "telefon"\n[sources."notat_*"]\nkind = "notes"\nsite = "b"\n'
    settings = read_settings(study(tmp_path, text))
    assert settings.source_settings("notat_1") == {"site": "b", "mode": "telefon", "kind": "notes"}
    assert settings.source_settings("intervju_1") == {"site": "a", "mode": "telefon"}


def test_the_settings_of_a_new_study_are_read_without_a_mistake(tmp_path: Path) -> None:
    from qualcode.new_study import settings_text

    assert read_settings(study(tmp_path, settings_text("Min studie"))).title == "Min studie"


def test_every_commented_choice_of_a_new_study_is_a_valid_one(tmp_path: Path) -> None:
    import re

    from qualcode.new_study import settings_text

    offered = re.sub(r"(?m)^# (?=\[|[\w\"]+ ?[\w\" ]*= )", "", settings_text("x"))
    settings = read_settings(study(tmp_path, offered))
    assert settings.groups
    assert settings.survey
    assert settings.speakers["gruppe_02"]["K"] == "interviewer"
