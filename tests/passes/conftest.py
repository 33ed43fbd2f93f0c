"""A study with four sources of two groups and ten segments each, on SQLite and on PostgreSQL in turn."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.model import Appearance, Coder, Match, Segment, Source, Suggestion, Turn
from qualcode.passes import add_coder, coder_of_secret
from qualcode.study import Study, open_study
from tests.studies import small_study

SOURCES = {
    "intervju_1": "foreldre",
    "intervju_2": "foreldre",
    "intervju_3": "helsestasjon",
    "notat": "helsestasjon",
}
PER_SOURCE = 10


def fill(study: Study, sources: dict[str, str] = SOURCES, per_source: int = PER_SOURCE) -> None:
    """Sources in which the interviewer asks and is answered; every other answer has a suggestion."""
    for number, (id_, group) in enumerate(sources.items()):
        text, turns, segments = "", [], []
        for i in range(per_source):
            for speaker, said in (("I", f"Spørsmål {i}?"), ("B", f"Svar {i}: vi ringte i {id_}.")):
                start = len(text)
                text += said + "\n"
                turns.append(
                    Turn(len(turns), start, start + len(said), speaker, is_interviewer=speaker == "I")
                )
            turn = turns[-1]
            segments.append(
                Segment(
                    f"{id_}-{i:04}",
                    id_,
                    i,
                    turn.index,
                    turn.start,
                    turn.end,
                    text[turn.start : turn.end],
                    "B",
                    f"{id_}:b",
                    group=group,
                )
            )
        study.store.write_source(
            Source(id_, f"{id_}.txt", "interview", "verbatim", "ab" * 32, text, tuple(turns)),
            segments,
            [],
            "k",
        )
        found = {}
        for i, segment in enumerate(segments[::2]):
            at = segment.text.index("ringte") + segment.start
            match = Match("hjelp.telefon", "ringe", at, at + 6, "ringte", 0.7)
            score = 0.6 + (i + number) % 5 / 20
            found[segment.id] = [Suggestion("hjelp.telefon", score, (match,), 0.6, {"indicators": score})]
        study.store.write_coding(id_, found, "c")
    study.store.write_register([Appearance(f"{id_}:b", f"{id_}:b", g) for id_, g in sources.items()], [])


@pytest.fixture
def make_study(database_url: str, tmp_path: Path) -> Iterator[Callable[[], Study]]:
    """Opens the study once more, with connections of its own: another program, or another student."""
    setting = "sqlite" if database_url.startswith("sqlite") else database_url
    folder = small_study(tmp_path, **{"qualcode.toml": f'title = "Små"\ndatabase = "{setting}"\n'})
    opened: list[Study] = []

    def make() -> Study:
        opened.append(open_study(folder))
        return opened[-1]

    yield make
    for study in opened:
        study.store.close()


@pytest.fixture
def study(make_study: Callable[[], Study]) -> Study:
    """The study, filled."""
    study = make_study()
    fill(study)
    return study


@pytest.fixture
def people(study: Study) -> dict[str, Coder]:
    """Two coders and a lead."""
    found = {}
    for name, role in (("Kari", "coder"), ("Ola", "coder"), ("Liv", "lead")):
        coder = coder_of_secret(study, add_coder(study, name, role))
        assert coder is not None
        found[name] = coder
    return found
