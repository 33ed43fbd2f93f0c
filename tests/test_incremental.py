"""What has not changed is not done again: counted in files read, texts matched and sentences parsed, never timed."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qualcode.intake
from qualcode.coding import code_study, import_study
from qualcode.flow import result_hash, run_study, verify_study
from qualcode.matching.coder import Coder
from qualcode.matching.forms import Forms
from qualcode.matching.kept import Kept
from qualcode.matching.matcher import Matcher
from qualcode.matching.remembered import Remembered
from qualcode.store import Store
from qualcode.study import Study, open_study
from tests.studies import CODEBOOK, INTERVIEW_1, small_study


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder for this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "qualcode"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, cache: Path) -> Counter[str]:
    """How often each costly thing was done."""
    counted: Counter[str] = Counter()

    def count(owner: Any, name: str, of: Callable[..., int] = lambda *_: 1) -> None:
        real = getattr(owner, name)

        def counting(*arguments: Any, **named: Any) -> Any:
            counted[name] += of(*arguments)
            return real(*arguments, **named)

        monkeypatch.setattr(owner, name, counting)

    count(qualcode.intake, "read_source")
    count(Matcher, "_find_in")
    count(Forms, "classify")
    count(Coder, "_read", lambda _, sentences: len(sentences))
    count(Store, "write_sources", lambda _, read: len(read))
    count(Store, "write_codings", lambda _, coded, _key: len(coded))
    return counted


def run(folder: Path) -> Study:
    study = open_study(folder)
    import_study(study)
    code_study(study)
    return study


def without_cache(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The outcome of the same study, worked out from nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    (folder / "qualcode.db").unlink()
    return result_hash(run(folder))


def test_where_nothing_has_changed_no_file_is_read_and_nothing_written(
    tmp_path: Path, calls: Counter[str]
) -> None:
    run(small_study(tmp_path / "study")).store.close()
    calls.clear()
    run(tmp_path / "study")
    assert calls == Counter()


def test_of_a_changed_source_that_one_alone_is_read_matched_and_stored(
    tmp_path: Path, calls: Counter[str]
) -> None:
    run(small_study(tmp_path / "study")).store.close()
    calls.clear()
    small_study(tmp_path / "study", transcripts__intervju_1__txt="")
    path = tmp_path / "study" / "transcripts" / "intervju_1.txt"
    path.write_text(INTERVIEW_1 + "Mor: Jeg ringte en gang til.\n", "utf-8")
    run(tmp_path / "study")
    assert calls["read_source"] == calls["write_sources"] == calls["write_codings"] == 1
    assert calls["classify"] <= 3  # 'en', 'gang' and 'til' at most: the other words have been met


def test_a_changed_threshold_gives_new_scores_without_any_matching(
    tmp_path: Path, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_study(tmp_path / "study")
    before = run(folder)
    first = len(before.store.scores())
    before.store.close()
    calls.clear()
    settings = folder / "qualcode.toml"
    settings.write_text(settings.read_text() + '[thresholds]\n"hjelp.soevn" = 0.99\n', "utf-8")
    after = run(folder)
    assert calls["write_codings"] == 2
    assert calls["_find_in"] == calls["classify"] == calls["read_source"] == 0
    assert 0 < len(after.store.scores()) < first
    outcome = result_hash(after)
    after.store.close()
    assert outcome == without_cache(folder, tmp_path, monkeypatch)


def test_a_changed_strength_or_definition_matches_nothing_again(tmp_path: Path, calls: Counter[str]) -> None:
    folder = small_study(tmp_path / "study")
    run(folder).store.close()
    calls.clear()
    changed = CODEBOOK.replace("- ringe", "- {match: ringe, strength: 0.65}").replace(
        "Noen hjelper", "Folk hjelper"
    )
    (folder / "codebooks" / "hjelp.yaml").write_text(changed, "utf-8")
    run(folder)
    assert calls["write_codings"] == 2
    assert calls["_find_in"] == calls["classify"] == 0


def test_a_changed_indicator_is_found_where_the_old_one_was_not(
    tmp_path: Path, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_study(tmp_path / "study")
    run(folder).store.close()
    (folder / "codebooks" / "hjelp.yaml").write_text(CODEBOOK.replace("- ringe", "- vente"), "utf-8")
    after = run(folder)
    surfaces = {match.surface for _, s in after.suggestions() for match in s.matches}
    assert "vente" in surfaces
    assert "ringte" not in surfaces
    outcome = result_hash(after)
    after.store.close()
    assert outcome == without_cache(folder, tmp_path, monkeypatch)


def test_a_sentence_is_parsed_once_for_all_runs(tmp_path: Path, calls: Counter[str]) -> None:
    folder = small_study(tmp_path / "study")
    book = folder / "codebooks" / "hjelp.yaml"
    book.write_text(CODEBOOK.replace("- ringe", "- ringe/VERB"), "utf-8")
    run(folder).store.close()
    assert calls["_read"] > 0
    calls.clear()
    book.write_text(CODEBOOK.replace("- ringe", "- ringe/VERB\n      - elefant"), "utf-8")
    run(folder)
    assert calls["_find_in"] > 0
    assert calls["_read"] == 0


def test_caches_hold_no_word_and_may_be_damaged_or_deleted(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_study(tmp_path / "study")
    first = run(folder)
    outcome = result_hash(first)
    first.store.close()
    files = sorted(cache.glob("*.bin"))
    assert {path.name.partition("-")[0] for path in files} >= {"forms", "hits"}
    for path in files:
        content = path.read_bytes()
        assert not [word for word in ("ringte", "natta", "sov", "Mor") if word.encode() in content]
        path.write_bytes(content[:40] + b"x" + content[41:])
    (folder / "qualcode.db").unlink()
    second = run(folder)
    assert result_hash(second) == outcome
    second.store.close()
    assert outcome == without_cache(folder, tmp_path, monkeypatch)


def test_verify_works_everything_out_anew(tmp_path: Path, calls: Counter[str]) -> None:
    folder = small_study(tmp_path / "study")
    run_study(open_study(folder))
    calls.clear()
    assert verify_study(open_study(folder)).differences == ()
    assert calls["read_source"] == 2
    assert calls["_find_in"] > 0
    assert calls["classify"] > 0


def test_a_cache_of_another_codebook_or_that_cannot_be_written_is_no_cache(tmp_path: Path) -> None:
    one = Remembered("a" * 64, tmp_path)
    one.add("ord", ((1, 2),))
    one.add("annet", ())
    one.save()
    again = Remembered("a" * 64, tmp_path)
    assert (again.get("ord"), again.get("annet"), again.get("tredje")) == (((1, 2),), (), None)
    assert Remembered("b" * 64, tmp_path).get("ord") is None
    (tmp_path / "file").write_text("")
    nowhere = Kept("hits", "c" * 64, tmp_path / "file")
    nowhere.put(["x"], [1])
    nowhere.save()
    assert nowhere.get(["x"]) == [1]
    assert Kept("hits", "c" * 64, tmp_path / "file").get(["x"]) is None
