"""Tables of `qualcode.toml` that hold more than one value each: a survey's columns, a draft's structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Attribution = Literal["auto", "gruppe", "rolle", "rolle_sted"]
Format = Literal["html", "docx", "md", "pdf"]
Structure = Literal["theme_group", "group_theme", "site_factor", "source_kind", "item_service", "phase_role"]


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """Which columns of a survey file hold what; None means recognise it by its header.

    items: closed questions and their answers in the order they are printed; empty: recognised.
    invited: how many were asked to answer, by group id; the key "" is all of them together.
    """

    respondent: str | None = None
    group: str | None = None
    site: str | None = None
    role: str | None = None
    phase: str | None = None
    week: str | None = None
    meeting: str | None = None
    questions: tuple[str, ...] = ()
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    invited: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """`[report]`: what the draft is made of.

    structure: the draft's chapters of findings, in order. chapters: for `source_kind`, a chapter's title and
    the groups, kinds of source or source patterns it is about. relayed: for a group nobody of was heard, the
    code that holds what others say on its behalf. case: what a site is called, one and many (`en kommune`,
    `kommuner`). figures: whether the draft has drawings. formats: what drafts are written as. word_template:
    the institution's own, a path from the study folder.
    """

    structure: tuple[Structure, ...] = ("theme_group",)
    chapters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relayed: Mapping[str, str] = field(default_factory=dict)
    case: tuple[str, ...] = ()
    figures: bool = True
    formats: tuple[Format, ...] = ("html", "docx", "md")
    word_template: str | None = None
