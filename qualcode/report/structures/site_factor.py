"""Site x factor, for case studies: the case is the unit, every cell names its kinds of source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.analysis.data import records
from qualcode.analysis.voices import Part
from qualcode.report.claims import known
from qualcode.report.context import Bullets, Cell, Paragraph, Section, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.report.context import Block, Table
    from qualcode.report.facts import Facts

TYPES = ("interview", "group_interview", "notes", "survey", "document")
QUOTES_PER_FACTOR = 3
_GENDERS = {"et": "n", "eit": "n", "ei": "f"}
"""Of a Norwegian noun, by its article; others are masculine (common in bokmål)."""


def chapter(facts: Facts) -> Section:
    """The chapter of cases: the matrix of factors, then each factor with its claims."""
    blocks: list[Block] = [
        Paragraph((facts.say("matrix_unit", case=_case(facts)),)),
        _matrix(facts, facts.words["matrix_caption"], facts.themes, facts.words["factor"]),
    ]
    return Section(
        "steder", facts.words["sites_title"], tuple(blocks), tuple(_factor(facts, c) for c in facts.themes)
    )


def _factor(facts: Facts, code: str) -> Section:
    blocks: list[Block] = []
    if definition := facts.definition(code):
        blocks.append(Paragraph((Sentence(definition),), "definition"))
    claims = [*site_claim(facts, code), *_unasked(facts, code)]
    claims += _silent(facts, code)
    blocks.append(Paragraph(tuple(claims)))
    subs = facts.subs(code)
    if subs:
        caption = facts.text("matrix_subs", name=facts.code_name(code))
        blocks.append(_matrix(facts, caption, subs, facts.words["sub_theme"]))
        blocks.append(Bullets(tuple(s for sub in subs for s in _one_line(site_claim(facts, sub)))))
    blocks += facts.quotes(code, Part(), QUOTES_PER_FACTOR)
    blocks += facts.reading(code)
    return Section(f"faktor-{code}", facts.code_name(code), tuple(blocks))


# --- claims that count cases -------------------------------------------------------------------------


def site_claim(facts: Facts, code: str) -> list[Sentence]:
    """How many sites, of those with data where it was asked, and which, with the segments of each.

    Args:
        facts: the study.
        code: factor or sub-theme.
    """
    there = [site for site in facts.sites if _could(facts, code, site)]
    having = [site for site in there if facts.rows(code, Part(site=site))]
    n = len(there)
    if not n:
        return [facts.say("case_nobody", name=facts.code_name(code))]
    segments = [row["segment_id"] for site in having for row in facts.rows(code, Part(site=site))]
    back = facts.backing("sites", len(having), n, segments)
    names = facts.words.listed([_site_with_sources(facts, code, site) for site in having])
    values = {"words": _cases(facts, len(having), n), "name": facts.code_name(code), "names": names}
    return [facts.say("case_claim" if having else "case_none", back, **values)]


def _one_line(sentences: list[Sentence]) -> list[Sentence]:
    return sentences[:1]


def _could(facts: Facts, code: str, site: str) -> bool:
    """Whether the site has people who were asked, or speaks of it in a document or unasked."""
    part = Part(site=site)
    voices = facts.voices(code, part)
    return bool(voices.asked or facts.rows(code, part)) or (
        not voices.present and bool(facts.rows(part=part))
    )


def _case(facts: Facts) -> str:
    return facts.settings.report.case[1] if facts.settings.report.case else facts.words["sites"].lower()


def _cases(facts: Facts, k: int, n: int) -> str:
    """`Tre av fire kommuner`, `Alle fire kommuner`, `Begge kommuner`; a case is counted, never a person."""
    one, many = facts.settings.report.case or (facts.words["case_one"], _case(facts))
    article, _, name = one.rpartition(" ")
    gender = _GENDERS.get(article.casefold(), "m")
    if n == 1:
        return facts.text(f"case_{'only' if k else 'no'}_{gender}", case=name)
    if k == n:
        return facts.text("case_both" if n == 2 else "case_all", n=facts.words.number(n), case=many)
    count = facts.words[f"one_{gender}"] if k == 1 else facts.words.number(k, none=True)
    return facts.text("case_some", k=count.capitalize(), n=facts.words.number(n), case=many)


def _site_with_sources(facts: Facts, code: str, site: str) -> str:
    return f"{facts.value_name('site', site)} ({_sources(facts, code, site)})"


def _silent(facts: Facts, code: str) -> list[Sentence]:
    """The sites that are empty in the factor, each kind of emptiness by itself."""
    empty = [site for site in facts.sites if not facts.rows(code, Part(site=site))]
    absent = [site for site in empty if not facts.rows(part=Part(site=site))]
    asked = [site for site in empty if site not in absent and _could(facts, code, site)]
    unasked = [site for site in empty if site not in absent and site not in asked]

    def named(sites: list[str]) -> str:
        return facts.words.listed([facts.value_name("site", site) for site in sites])

    sentences = [facts.say("silent_absent_site", name=facts.value_name("site", site)) for site in absent]
    if unasked:
        sentences.append(facts.say("case_unasked", names=named(unasked)))
    if asked:
        sentences.append(facts.say("case_silent", names=named(asked)))
        sentences.append(known(facts, code, [Part(site=site) for site in asked]))
    return sentences


def _unasked(facts: Facts, code: str) -> list[Sentence]:
    """The guide's questions on a factor that were left out somewhere."""
    sentences = []
    for site in facts.sites:
        skipped = [
            row["question"]
            for row in records(facts.data.questions)
            if row["theme"] == code and row["site"] == site and not row["asked"] and row["question"]
        ]
        if skipped:
            names = facts.words.listed([facts.words.quoted(question) for question in dict.fromkeys(skipped)])
            sentences.append(facts.say("question_skipped", site=facts.value_name("site", site), names=names))
    return sentences


# --- the matrix --------------------------------------------------------------------------------------


def _matrix(facts: Facts, caption: str, codes: Sequence[str], first: str) -> Table:
    rows = []
    for code in codes:
        cells = [_cell(facts, code, site) for site in facts.sites]
        there = [site for site in facts.sites if _could(facts, code, site)]
        having = [site for site in there if facts.rows(code, Part(site=site))]
        segments = [row["segment_id"] for site in having for row in facts.rows(code, Part(site=site))]
        count = Cell(
            facts.of(len(having), len(there)) if there else "–",
            numeric=True,
            backing=facts.backing("sites", len(having), len(there), segments),
        )
        rows.append([Cell(facts.code_name(code)), *cells, count])
    head = [first, *(facts.value_name("site", s) for s in facts.sites), _case(facts).capitalize()]
    return facts.table(caption, head, rows, note=facts.words["matrix_note"])


def _cell(facts: Facts, code: str, site: str) -> Cell:
    part = Part(site=site)
    found = facts.rows(code, part)
    if found:
        back = facts.backing(
            "segments", len(found), len(facts.rows(part=part)), [r["segment_id"] for r in found]
        )
        return Cell(_sources(facts, code, site), backing=back)
    voices = facts.voices(code, part)
    state = "ingen_utsagn"
    if not facts.rows(part=part):
        state = "ikke_intervjuet"
    elif voices.present and not voices.asked:
        state = "ikke_spurt"
    return Cell(facts.words[state].replace(" ", "\u00a0"))


def _sources(facts: Facts, code: str, site: str) -> str:
    """`individuelt 2, gruppe 1, dokument 1`: sources with the code by their type."""
    kinds: Mapping[str, str] = {row["source"]: row["kind"] for row in facts.rows(code, Part(site=site))}
    count = Counter(kinds.values())
    return ", ".join(f"{facts.words[f'type_{kind}']}\u00a0{count[kind]}" for kind in TYPES if count[kind])
