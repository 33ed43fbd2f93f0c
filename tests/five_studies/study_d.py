"""Study D: early help in four municipalities; seven interviews with eleven leaders, documents, five factors."""

from __future__ import annotations

from pathlib import Path

from tests.five_studies.making import codebook, write_study

SETTINGS = """\
title = "Tidlig hjelp i fire kommuner"
date = 2026-05-04
attribution = "rolle_sted"
codebooks = ["codebooks/strategi.yaml", "codebooks/ledelse.yaml", "codebooks/struktur.yaml", "codebooks/kultur.yaml", "codebooks/samhandling.yaml"]
[groups]
barnevern = "Barnevernledere"
helsestasjon = "Ledere i helsestasjon"
barnehage = "Ledere i barnehage"
ledelse = "Kommunalsjefer"
[sites]
elvebakk = "Elvebakk"
fjordvik = "Fjordvik"
granli = "Granli"
havnes = "Havnes"
[sources."*_elvebakk"]
site = "elvebakk"
[sources."*_fjordvik"]
site = "fjordvik"
[sources."*_granli"]
site = "granli"
[sources."*_havnes"]
site = "havnes"
[sources."gruppe_*"]
kind = "group_interview"
[sources."intervju_*"]
kind = "interview"
[sources."plan_*"]
kind = "document"
[sources."statistikk_*"]
kind = "document"
[roles.elvebakk]
"ledende helsesykepleier" = "leder av helsestasjonen"
[roles.fjordvik]
"teamleder 0-5 år" = "leder av helsestasjonen"
[roles.granli]
"teamleder 0-5 år" = "leder av barnehagen"
"ledende helsesykepleier" = "leder av helsestasjonen"
[report]
structure = ["site_factor"]
case = ["en kommune", "kommuner"]
"""
INFORMANTS = """\
id,person,source,label,role,group,site
bv1,,gruppe_elvebakk,Barnevernleder,barnevernleder,barnevern,elvebakk
hs1,,gruppe_elvebakk,Ledende helsesykepleier,ledende helsesykepleier,helsestasjon,elvebakk
bh1,,gruppe_elvebakk,Styrer,styrer,barnehage,elvebakk
bv2,,intervju_bv_fjordvik,Barnevernleder,barnevernleder,barnevern,fjordvik
hs2,,gruppe_fjordvik,Teamleder 0-5,teamleder 0-5 år,helsestasjon,fjordvik
bh2,,gruppe_fjordvik,Styrer,styrer,barnehage,fjordvik
bv3,,intervju_bv_granli,Barnevernleder,barnevernleder,barnevern,granli
hs3,,gruppe_granli,Ledende helsesykepleier,ledende helsesykepleier,helsestasjon,granli
bh3,,gruppe_granli,Teamleder 0-5,teamleder 0-5 år,barnehage,granli
hs4,,intervju_hs_havnes,Helsesykepleier,helsesykepleier,helsestasjon,havnes
ks1,,intervju_ks_havnes,Kommunalsjef,kommunalsjef,ledelse,havnes
ks1_bv,ks1,intervju_ks_havnes,Konstituert barnevernleder,barnevernleder (konstituert),barnevern,havnes
ks1_bh,ks1,intervju_ks_havnes,Leder av barnehagene,leder av barnehagene,barnehage,havnes
"""
QUESTIONS = """\
question,theme,site,asked
Hvordan vil dere beskrive tonen mellom dere?,kultur,,ja
Hvordan vil dere beskrive tonen mellom dere?,kultur,granli,nei
Hvem møter hvem?,samhandling,,ja
"""
FILES = {
    "gruppe_elvebakk.txt": """\
[00:00:12] Intervjuer: Hva er det som styrer arbeidet her?
[00:00:31] Barnevernleder: Vi har en handlingsplan som henger på veggen hos alle, og den slår vi opp i oftere enn jeg trodde vi kom til å gjøre.
[00:01:20] Intervjuer: Og dere andre?
[00:01:28] Ledende helsesykepleier: Det er tverrmøtet hver annen onsdag som holder oss i gang, der legger vi sakene på bordet før de vokser.
[00:02:40] Styrer: For meg er det at vi stoler på hverandre, jeg kan ringe henne og si at jeg er usikker uten å bli ledd av.
[00:03:15] Intervjuer: Er det mer dere vil si?
[00:03:22] Barnevernleder: Nei, det var vel det viktigste, tror jeg.
[00:03:30] Ledende helsesykepleier: Bare at det har tatt oss tre år å komme hit.
[00:03:41] Styrer: Og at vi er få nok til å kjenne hverandre.
""",
    "intervju_bv_fjordvik.txt": """\
[00:00:05] Intervjuer: Hvor står det hva dere skal gjøre?
[00:00:15] Barnevernleder: Handlingsplanen vår er fra i fjor og den er kort, fire sider, det er derfor noen faktisk leser den.
[00:01:02] Intervjuer: Hvem bestemmer hva som kommer først?
[00:01:10] Barnevernleder: Det gjør jeg og økonomisjefen, og vi prioriterer de minste barna selv når det koster mer enn vi har.
""",
    "gruppe_fjordvik.txt": """\
[00:00:08] Intervjuer: Når ser dere hverandre?
[00:00:20] Teamleder 0-5: På tverrmøtet, første mandag i måneden, og da kommer alle, også de som egentlig har fri.
[00:01:14] Styrer: Det som stopper oss, er taushetsplikten, vi vet ikke hva vi har lov til å si, og så sier vi ingenting.
[00:02:00] Intervjuer: Hva gjør dere da?
[00:02:07] Teamleder 0-5: Vi venter til foreldrene er i rommet.
[00:02:15] Styrer: Eller så går vi en tur og snakker om været.
""",
    "intervju_bv_granli.txt": """\
[00:00:04] Intervjuer: Hvem har du i ryggen?
[00:00:11] Barnevernleder: Jeg kjenner støtten fra rådmannen hver eneste uke, hun spør hvordan det går med folkene mine og ikke bare med tallene.
[00:01:00] Intervjuer: Har det alltid vært slik?
[00:01:05] Barnevernleder: Nei, den forrige så jeg på julebordet.
""",
    "gruppe_granli.txt": """\
[00:00:09] Intervjuer: Hvordan henger det sammen i praksis?
[00:00:18] Ledende helsesykepleier: Tverrmøtet er bra, men det spiser tid vi ikke har, for jeg har to halve stillinger og en vikar.
[00:01:12] Teamleder 0-5: Hos oss går det mest i bleier og regntøy, for å være ærlig.
[00:02:01] Intervjuer: Hva mener du med det?
[00:02:06] Teamleder 0-5: At jeg er på avdelingen og ikke på kontoret.
[00:02:30] Ledende helsesykepleier: Det er det samme hos meg.
""",
    "intervju_hs_havnes.txt": """\
[00:00:03] Intervjuer: Hva er det du mangler?
[00:00:09] Helsesykepleier: Tid, jeg er alene på to øyer og har tid til å se hvert barn i tolv minutter, så går båten.
[00:01:00] Intervjuer: Og når du ikke rekker det?
[00:01:04] Helsesykepleier: Da skriver jeg en lapp til meg selv.
""",
    "intervju_ks_havnes.txt": """\
[00:00:06] Intervjuer: Du har flere hatter her?
[00:00:12] Kommunalsjef: Tre, for tida. Som kommunalsjef prioriterer jeg skole først, det skal jeg innrømme, og så de små.
[00:01:10] Intervjuer: Og som barnevernleder?
[00:01:15] Konstituert barnevernleder: Da savner jeg en handlingsplan som er laget her og ikke i nabokommunen, vi har bare kopiert deres.
[00:02:20] Intervjuer: Barnehagene, da?
[00:02:25] Leder av barnehagene: Der er det to styrere som egentlig gjør jobben, jeg skriver bare under.
[00:02:50] Kommunalsjef: Ja, det var alle hattene.
""",
    "plan_elvebakk.txt": """\
Elvebakk kommune vedtok i mars en handlingsplan for barn og unge, og den gjelder i fire år.

Et tverrfaglig team med fire medlemmer tar imot henvendelser fra foreldre og ansatte.
""",
    "plan_fjordvik.txt": """\
Kommunestyret i Fjordvik har gitt oppdraget en forankring i økonomiplanen, med egne midler hvert år.
""",
    "statistikk_granli.txt": """\
Granli hadde 214 barn under seks år ved utgangen av året, og tallet har gått ned siden.
""",
}
BOOKS = (
    ("strategi", "Strategi", "Mål, planer og vedtak.",
     {"plan": ("Handlingsplan", ["handlingsplan"]), "forankring": ("Forankring", ["forankring"])}),
    ("ledelse", "Ledelse", "Hva lederne gjør og får.",
     {"prioritering": ("Prioritering", ["prioritere"]), "stoette": ("Støtte ovenfra", ["støtte/NOUN"])}),
    ("struktur", "Struktur", "Tid, stillinger og team.",
     {"tid": ("Tid", ["spiser .. tid", "tid til"]), "team": ("Team", ["team"])}),
    ("kultur", "Kultur", "Tonen og det de tar for gitt.",
     {"tillit": ("Tillit", ["stole på"]), "spraak": ("Felles språk", ["fellesspråk"])}),
    ("samhandling", "Samhandling", "Hvordan de arbeider sammen.",
     {"moeter": ("Tverrmøter", ["tverrmøte"]), "taushet": ("Taushetsplikt", ["taushetsplikt"])}),
)  # fmt: skip


def make(folder: Path) -> Path:
    """Write the study."""
    write_study(folder, qualcode___toml=SETTINGS, informants___csv=INFORMANTS, questions___csv=QUESTIONS)
    for name, text in FILES.items():
        (folder / "transcripts").mkdir(exist_ok=True)
        (folder / "transcripts" / name).write_text(text, "utf-8")
    (folder / "codebooks").mkdir()
    for id_, name, definition, subs in BOOKS:
        path = folder / "codebooks" / f"{id_}.yaml"
        path.write_text(codebook(id_, name, definition, subs), "utf-8")
    return folder
