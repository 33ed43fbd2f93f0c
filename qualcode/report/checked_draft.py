"""What the checks before printing look at: a draft's spots and the study's tables, read once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode.analysis.data import records
from qualcode.analysis.names import NameCheck
from qualcode.analysis.prevalence import dimension_values
from qualcode.analysis.voices import Part, VoiceCounts
from qualcode.model import UNKNOWN
from qualcode.report.citing import Quotable
from qualcode.report.facts import NO_PERSONS
from qualcode.report.findings import spots_of
from qualcode.report.texts import Words

if TYPE_CHECKING:
    from qualcode.analysis.data import StudyData
    from qualcode.report.context import ReportContext
    from qualcode.report.findings import Spot


class Draft:
    """What the checks look at: a draft's spots and the study's tables, read once."""

    def __init__(self, report: ReportContext, data: StudyData) -> None:
        self.data = data
        self.spots = spots_of(report)
        self.words = Words(report.language)

    @cached_property
    def segments(self) -> list[dict[str, Any]]:
        """The table of segments."""
        return self.data.segment_rows

    @cached_property
    def row(self) -> dict[str, dict[str, Any]]:
        """A segment's row by its id."""
        return {row["segment_id"]: row for row in self.segments}

    @cached_property
    def quotable(self) -> Quotable:
        """The sources' words."""
        return Quotable(self.segments)

    @cached_property
    def rejected(self) -> set[str]:
        """Segments with codings, none of which people have let stand."""
        standing: dict[str, bool] = {}
        for row in self.data.coding_rows:
            if row["pass"] != "blind":
                own = standing.get(row["segment_id"], False)
                standing[row["segment_id"]] = own or row["status"] != "rejected"
        return {segment for segment, stands in standing.items() if not stands}

    @cached_property
    def people(self) -> dict[str, int]:
        """How many informants each group has, interviewed or by survey; none is 0."""
        groups = [g for g in dimension_values(self.data, "group") if g not in NO_PERSONS]
        heard = [row for row in self.segments if row["is_informant"]]
        rows = [row for row in [*heard, *records(self.data.answers)] if row["person"]]
        return {group: len({row["person"] for row in rows if row["group"] == group}) for group in groups}

    @cached_property
    def names(self) -> set[str]:
        """What stands in quotation marks without being a quote: codes, questions, answers, groups, sites."""
        settings = self.data.settings
        found = [row[f"name_{lang}"] for row in records(self.data.codebook) for lang in ("nb", "nn", "en")]
        found += [row["question"] for row in [*self.segments, *records(self.data.questions)]]
        found += [text for row in records(self.data.answers) for text in (row["item"], row["answer"])]
        found += [*settings.groups.values(), *settings.sites.values(), settings.title]
        return {bare(name) for name in found if name}

    @cached_property
    def names_in(self) -> NameCheck:
        """Finds what may be names of persons in a text."""
        return NameCheck(self.data.settings)

    @cached_property
    def codes(self) -> list[str]:
        """The codebooks' codes."""
        return [str(code) for code in self.data.codebook["code"].tolist()]

    @cached_property
    def voices(self) -> VoiceCounts:
        """Who was asked about a theme and who spoke of it."""
        return VoiceCounts(self.data)

    def places(self, what: str) -> list[Part]:
        """The groups, or the sites, as parts of the study."""
        if what == "groups":
            return [Part(group=group) for group in self.people]
        return [Part(site=site) for site in dimension_values(self.data, "site") if site != UNKNOWN]

    def group_name(self, group: str) -> str:
        """A group's printed name."""
        return self.data.settings.groups.get(group, group)

    def where_told(self, group: str) -> Spot | None:
        """The first place that is about a group: its own section, else the limitation that names it."""
        for spot in self.spots:
            if spot.section == f"gruppe-{group}" or (
                spot.section.startswith("tema-") and spot.section.endswith(f"-{group}")
            ):
                return spot
        name = self.group_name(group)
        return next((s for s in self.spots if s.section == "begrensninger" and name in s.text), None)


def bare(text: str) -> str:
    """A text to compare names by: white space, capitals and the marks around it apart."""
    return " ".join(text.casefold().split()).strip(" .,;:!?")
