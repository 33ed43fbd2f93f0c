"""The sample study is as rich as it promises, and its committed drafts are what the code makes today."""

from collections import Counter
from pathlib import Path

import pytest

from qualcode.flow import run_study
from qualcode.intake import find_sources, read_source
from qualcode.study import Study, open_study
from tests.studies import ROOT, SAMPLE, sample_copy


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The sample study, copied and run."""
    copy = open_study(sample_copy(tmp_path_factory.mktemp("sample")))
    run_study(copy)
    return copy


def test_the_sample_study_is_large_and_varied_enough(study: Study) -> None:
    data = study.data()
    people = data.informants[~data.informants.planned & ~data.informants.id.str.contains(":")]
    assert len(data.sources) >= 14
    assert people.person.nunique() >= 18
    assert data.sources.n_words.sum() >= 15_000
    assert {"interview", "group_interview", "notes", "survey", "document"} == set(data.sources.kind)
    suffixes = {Path(path).suffix for path in data.sources.path}
    assert suffixes >= {".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt", ".json", ".csv"}
    assert len(set(data.informants[~data.informants.planned].group)) == 6
    assert len(set(data.segments.site.dropna())) == 3
    assert (data.segments.kind == "survey").sum() == 40


def test_every_speaker_of_the_sample_study_is_known(study: Study) -> None:
    segments = study.data().segments
    unknown = segments[(segments.group == "ukjent")]
    assert unknown.empty, sorted(set(unknown.source))


def test_the_sample_study_shows_all_four_states(study: Study) -> None:
    from qualcode.analysis.prevalence import prevalence

    table = prevalence(study.data())
    assert set(table[table.dimension == "group"].state) == {
        "utsagn",
        "ingen_utsagn",
        "ikke_spurt",
        "ikke_intervjuet",
    }


def test_no_six_words_in_a_row_stand_in_three_sources(study: Study) -> None:
    import re

    places: Counter[tuple[str, ...]] = Counter()
    for path in find_sources(study.settings):
        source = read_source(
            path, study.settings, study.register, root=study.settings.transcripts_folder
        ).source
        words = re.findall(r"\w+", source.text.lower())
        places.update({tuple(words[i : i + 6]) for i in range(len(words) - 5)})
    assert [words for words, n in places.items() if n >= 3] == []


def test_the_gold_file_names_every_informant_segment_with_its_text(study: Study) -> None:
    from qualcode.analysis.gold import read_gold

    segments = study.data().segments
    spoken = segments[segments.is_informant]
    gold = {unit.id: unit.text for unit in read_gold(SAMPLE / "gold.csv")}
    assert gold == dict(zip(spoken.segment_id, spoken.text, strict=True))


def test_the_committed_drafts_are_what_the_code_makes_today(study: Study) -> None:
    made = study.settings.reports_folder
    committed = ROOT / "reports"
    names = sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(committed).as_posix() for p in committed.rglob("*") if p.is_file())
    different = [name for name in names if (made / name).read_bytes() != (committed / name).read_bytes()]
    assert different == [], "run: make reports"
