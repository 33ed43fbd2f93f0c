"""The tables of study D, added up from what its sources say, read by hand: the municipality is the unit."""

from __future__ import annotations

from tests.five_studies.study_d import BOOKS

Rows = list[list[str]]
SITES = {"elvebakk": "Elvebakk", "fjordvik": "Fjordvik", "granli": "Granli", "havnes": "Havnes"}
# Which sources speak of each sub-theme.
SPOKEN = {
    "strategi.plan": ("gruppe_elvebakk", "plan_elvebakk", "intervju_bv_fjordvik", "intervju_ks_havnes"),
    "strategi.forankring": ("plan_fjordvik",),
    "ledelse.prioritering": ("intervju_bv_fjordvik", "intervju_ks_havnes"),
    "ledelse.stoette": ("intervju_bv_granli",),
    "struktur.tid": ("gruppe_granli", "intervju_hs_havnes"),
    "struktur.team": ("plan_elvebakk",),
    "kultur.tillit": ("gruppe_elvebakk",),
    "kultur.spraak": (),
    "samhandling.moeter": ("gruppe_elvebakk", "gruppe_fjordvik", "gruppe_granli"),
    "samhandling.taushet": ("gruppe_fjordvik",),
}
KINDS = {"intervju": "individuelt", "gruppe": "gruppe", "plan": "dokument", "statistikk": "dokument"}
NOT_ASKED = {("kultur", "granli")}
"""The question on the tone was left out there."""


def tables_d() -> dict[str, Rows]:
    """Every table of the chapter, by its caption."""
    found = {}
    rows = [["Faktor", *SITES.values(), "Kommuner"]]
    for factor, name, _, subs in BOOKS:
        codes = [f"{factor}.{sub}" for sub in subs]
        rows.append(_row(name, factor, [source for code in codes for source in SPOKEN[code]]))
        own = [["Undertema", *SITES.values(), "Kommuner"]]
        own += [_row(subs[sub][0], factor, SPOKEN[f"{factor}.{sub}"]) for sub in subs]
        found[f"Undertemaer av «{name}» etter sted: kilder med utsagn, etter slag."] = own
    return found | {"Faktorer etter sted: kilder med utsagn, etter slag.": rows}


def _row(name: str, factor: str, sources: list[str] | tuple[str, ...]) -> list[str]:
    """What kinds of source speak of it in each municipality, and in how many of those asked any does."""
    cells = []
    for site in SITES:
        here = {source for source in sources if source.endswith(site)}
        kinds = [KINDS[source.split("_")[0]] for source in here]
        # Interviews with one first, then groups, then documents.
        parts = [f"{kind} {kinds.count(kind)}" for kind in dict.fromkeys(KINDS.values()) if kind in kinds]
        silent = "ikke spurt" if (factor, site) in NOT_ASKED else "ingen utsagn"
        cells.append(", ".join(parts) or silent)
    asked = sum((factor, site) not in NOT_ASKED for site in SITES)
    return [name, *cells, f"{sum(cell[-1].isdigit() for cell in cells)} av {asked}"]
