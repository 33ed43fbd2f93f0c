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
        ('database = "postgres://x:y@z/w"\n', "line 1: 'database' is neither \"sqlite\" nor the address"),
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


def test_words_that_are_no_names_are_given_one_by_one(tmp_path: Path) -> None:
    assert read_settings(study(tmp_path, "not_names = ['Solbakken', 'Lia']\n")).not_names == (
        "Solbakken",
        "Lia",
    )


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


def test_a_structure_nobody_knows_is_refused_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "qualcode.toml").write_text('[report]\nstructure = ["theme_groups"]\n', "utf-8")
    with pytest.raises(
        StudyError, match=r"line 2: structure = 'theme_groups' is not known.*theme_group, group_theme"
    ):
        read_settings(tmp_path)


def test_a_group_or_site_that_is_not_the_studys_is_refused_where_it_would_do_nothing(tmp_path: Path) -> None:
    for text, said in (
        ('[sites]\na = "A"\n[roles.b]\nleder = "styrer"\n', "unknown site 'b'"),
        ('[groups]\na = "A"\n[report.relayed]\nb = "kode"\n', "unknown group 'b'"),
        ('[groups]\na = "A"\n[survey."s"]\ninvited = {b = 3}\n', "unknown group 'b'"),
        ('[survey."s"]\ninvited = "mange"\n', "'invited' must be a whole number"),
        ('[report]\ncase = ["kommune"]\n', "'case' must be two texts"),
    ):
        (tmp_path / "qualcode.toml").write_text(text, "utf-8")
        with pytest.raises(StudyError, match=said):
            read_settings(tmp_path)


NAMED = """
title = {nb = "Tidlig hjelp", en = "Early help"}
language = ["nn", "en"]
[groups]
foreldre = {nb = "Foreldre", en = "Parents"}
skole = "Skolen"
[sites]
aas = {nn = "Ås"}
[role_names]
mor = {en = "mother"}
[report]
case = {nb = ["en kommune", "kommuner"], en = ["a municipality", "municipalities"]}
"""


def test_a_study_in_several_languages_has_its_names_in_each(tmp_path: Path) -> None:
    main = read_settings(study(tmp_path, NAMED))
    english = main.in_language("en")
    assert (main.language, main.draft_suffix) == ("nn", "")
    assert (english.language, english.draft_suffix) == ("en", ".en")
    assert main.title == "Tidlig hjelp"
    assert english.title == "Early help"
    assert main.groups == {"foreldre": "Foreldre", "skole": "Skolen"}
    assert english.groups == {"foreldre": "Parents", "skole": "Skolen"}
    assert english.sites == {"aas": "Ås"}
    assert english.role_names == {"mor": "mother"}
    assert english.report.case == ("a municipality", "municipalities")
    assert english.in_language("nn") == main


def test_a_study_in_one_language_writes_the_others_under_their_own_names(tmp_path: Path) -> None:
    settings = read_settings(study(tmp_path, 'language = "nn"\n'))
    assert settings.languages == ("nn",)
    assert settings.draft_suffix == ""
    assert settings.in_language("nb").draft_suffix == ".nb"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('language = ["nb", "sv"]\n', "line 1: language = 'sv' is not known. Choose one of: nb, nn, en."),
        ('[groups]\nforeldre = {sv = "Föräldrar"}\n', "line 2: unknown key 'sv'"),
        ("[groups]\nforeldre = {en = 3}\n", "line 2: 'en' must be a text in quotes"),
        ("title = {}\n", "line 1: 'title' must have a name"),
        ('[report]\ncase = {en = ["a town"]}\n', "line 2: 'case' must be two texts"),
    ],
)
def test_a_mistake_in_a_name_by_language_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StudyError) as error:
        read_settings(study(tmp_path, text))
    assert said in str(error.value)
