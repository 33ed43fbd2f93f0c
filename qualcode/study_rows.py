"""What a study's database and files hold, as rows for the tables of analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.standing import Standing
    from qualcode.model import Codebook, Segment, Source, Suggestion
    from qualcode.settings import Settings


def segment_row(s: Segment, source: Source, persons: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A segment, with its source's kind and the person who speaks (persons: the register's rows by id)."""
    who = persons.get(s.informant) if s.informant else None
    return {
        "segment_id": s.id,
        "source": s.source,
        "kind": source.kind,
        "fidelity": source.fidelity,
        "turn": s.turn,
        "speaker": s.speaker,
        "informant": s.informant,
        "role": s.role,
        "group": s.group,
        "site": s.site,
        "question": s.question,
        "time": s.time,
        "phase": s.phase,
        "start": s.start,
        "end": s.end,
        "text": s.text,
        "person": who["person"] if who else None,
        "collective": bool(who and who["collective"]),
        "is_informant": who is not None and source.kind != "document",
        "week": source.turns[s.turn].week,
        "meeting": source.turns[s.turn].meeting,
    }


def coding_rows(
    segments: dict[str, Segment],
    found: list[tuple[str, Suggestion]],
    stands: dict[tuple[str, str], Standing],
) -> Iterator[dict[str, Any]]:
    """One row per segment and code: the suggestion or the added code, with the decision that stands."""
    suggested = {(segment, s.code): s for segment, s in found}
    order = {segment: i for i, segment in enumerate(segments)}
    pairs = sorted({*suggested, *stands}, key=lambda pair: (order[pair[0]], pair[1]))
    for pair in pairs:
        segment, suggestion, stand = segments[pair[0]], suggested.get(pair), stands.get(pair)
        matches = suggestion.matches if suggestion else ()
        yield {
            "segment_id": segment.id,
            "source": segment.source,
            "informant": segment.informant,
            "group": segment.group,
            "site": segment.site,
            "code": pair[1],
            "origin": "machine" if suggestion else "coder",
            "coder": stand.coder if stand else None,
            "pass": stand.coding_pass if stand else None,
            "status": stand.status if stand else "suggested",
            "score": suggestion.score if suggestion else None,
            "indicators": "; ".join(dict.fromkeys(m.indicator for m in matches if not m.counter)),
            "start": segment.start,
            "end": segment.end,
            "text": segment.text,
            "valence": stand.valence if stand else None,
            "uncertain": stand.uncertain if stand else False,
            "span_start": stand.start if stand else None,
            "span_end": stand.end if stand else None,
        }


def source_row(source: Source) -> dict[str, Any]:
    """A source, its free attributes as columns of their own."""
    return dict(source.attributes) | {
        "id": source.id,
        "path": source.path,
        "kind": source.kind,
        "fidelity": source.fidelity,
        "site": source.site,
        "n_turns": len(source.turns),
        "n_words": len(source.text.split()),
        "sha256": source.sha256,
    }


def answer_rows(informants: list[dict[str, Any]], settings: Settings) -> Iterator[dict[str, Any]]:
    """The closed answers of each survey's respondents, one row per respondent and item."""
    from qualcode.intake.survey import is_closed

    surveys = sorted({row["survey"] for row in informants if row["survey"]})
    for survey in surveys:
        own = [row for row in informants if row["survey"] == survey]
        cells: dict[str, list[str]] = {}
        for row in own:
            for name, answer in row["attributes"].items():
                cells.setdefault(name, []).append(answer)
        named = list(settings.survey_columns(survey).items)
        for item in named or [name for name, answers in cells.items() if is_closed(answers)]:
            for row in own:
                yield {
                    "informant": row["id"],
                    "person": row["person"],
                    "group": row["group"],
                    "site": row["site"],
                    "source": survey,
                    "item": item,
                    "answer": row["attributes"].get(item),
                }


def codebook_rows(codebooks: tuple[Codebook, ...]) -> Iterator[dict[str, Any]]:
    """One row per code, a theme before its sub-codes."""
    for codebook in codebooks:
        for code in codebook.codes:
            yield {
                "code": code.id,
                "parent": code.parent,
                "name_nb": code.name.get("nb"),
                "name_nn": code.name.get("nn"),
                "name_en": code.name.get("en"),
                "definition": code.definition.get("nb"),
                "definition_nn": code.definition.get("nn"),
                "definition_en": code.definition.get("en"),
                "codebook": codebook.id,
                "version": codebook.version,
            }
