"""What a speaker label looks like: the well-known ones, the interviewers', and what only looks like one.

One label at a time, without its text around it; the evidence of a whole transcript is weighed in `speakers`.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ROLES = frozenset(
    """
    mor mamma far pappa forelder foreldre foresatt foreldra foreldrene bestemor bestefar besteforelder
    besteforeldre fostermor fosterfar stemor stefar søster bror tante onkel barn barnet ungdom ungdommen gutt
    gutten jente jenta elev eleven datter sønn mora faren ektefelle mann kone partner ektepar
    lærer lærar kontaktlærer kontaktlærar rektor inspektør assistent fagarbeider pedagog spesialpedagog
    barnehagelærer barnehagelærar førskolelærer styrer styrar logoped
    helsesykepleier helsesjukepleiar helsesøster sykepleier sjukepleiar jordmor lege fastlege barnelege
    psykolog psykiater terapeut ergoterapeut fysioterapeut vernepleier vernepleiar sosionom
    miljøterapeut miljøarbeider miljøarbeidar familieterapeut familieveileder familierettleiar
    saksbehandler saksbehandlar kontaktperson kontaktpersonen tilsynsperson støttekontakt los ruskonsulent
    leder leiar rådgiver rådgivar rådgjevar veileder rettleiar rettleder koordinator konsulent kommunalsjef
    sjef direktør ordfører prest politi advokat tolk frivillig representant tillitsvalgt verneombud ansatt
    tilsett medarbeider medarbeidar fagperson fagteam fagleder fagleiar teamleder møteleder
    informant respondent deltaker deltakar deltager deltagar participant person taler talar speaker stemme
    intervjuobjekt inf resp delt informanten ukjent unknown alle flere fleire gruppe gruppa gruppen samlet
    svar mother father teacher nurse child parent caseworker
    """.split()
)
# Labels that say nothing of who it is.
_NOBODY = frozenset(
    """
    informant informanten respondent person speaker taler talar stemme inf resp delt deltaker deltakar
    deltager deltagar participant ukjent unknown alle flere fleire svar intervjuobjekt
    """.split()
)
_ROLE_ENDINGS = (
    "leder", "leiar", "lærer", "lærar", "terapeut", "pedagog", "rådgiver", "rådgjevar", "sykepleier",
    "sjukepleiar", "konsulent", "arbeider", "arbeidar", "veileder", "rettleiar", "koordinator", "psykolog",
    "kontakt", "ansatt", "behandler", "behandlar", "spesialist", "forelder", "styrer",
)  # fmt: skip
_MODIFIERS = frozenset(
    "pedagogisk ledende leiande assisterende ny tidligere kommunal annen andre første".split()
)
_INTERVIEWERS = frozenset(
    """
    i int intervjuer intervjuar intervjuere intervjuarar interviewer forsker forskar forskere moderator
    intervjueren intervjuaren medintervjuer medintervjuar ordstyrer spørsmål spm q
    """.split()
)
# Words that open a line before a colon without anybody speaking.
_NEVER = frozenset(
    """
    nb obs ps merk merknad note notat eks eksempel eksempelvis viktig husk advarsel hint tips info
    kl klokka klokken dato tid tidspunkt sted stad varighet varigheit lengde start slutt pause
    tema tittel overskrift emne emner sak saker saksnr saksnummer ref referanse vedlegg versjon side sider
    kilde kjelde kilder kjelder litteratur fotnote figur tabell bilde lenke link nettside url http https www
    mailto ftp tlf telefon mobil epost mail adresse navn namn alder kjønn stilling arbeidssted
    utdanning bakgrunn
    til fra kopi mottaker avsender hilsen mvh re vs sv
    tilstede deltakere deltakarar deltagere informanter intervjuet intervju gruppeintervju transkribert
    transkripsjon transkribering lydfil lydopptak opptak fil filnavn kommentar kommentarer forkortelser
    tegnforklaring innledning innleiing konklusjon oppsummering oppsummert sammendrag samandrag diskusjon
    metode funn resultat resultater formål mål delmål målsetting tiltak vurdering beslutning vedtak
    problemstilling utfordring utfordringer ressurser styrker svakheter muligheter fordeler ulemper bekymring
    bekymringer plan evaluering ansvar frist status situasjon hendelse observasjon refleksjon
    mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag
    januar februar april juni juli september oktober november desember
    del kapittel avsnitt punkt pkt nr nummer steg trinn fase uke veke måned år
    altså dessuten nemlig ja nei jo
    """.split()
)
# A label holds none of these; a sentence before a colon nearly always does.
_FUNCTION_WORDS = frozenset(
    """
    er var har hadde blir ble bli være vært vera vore skal skulle må måtte kan kunne vil ville får fikk
    sa sier seier sagt spurte spør svarte svarer tenkte tenker mener meiner synes synest vet veit tror trur
    heter heiter gjelder gjør gjorde kommer kom går gikk står sto ser så tar tok
    jeg eg du han hun ho vi dere de dei det den dette denne disse desse meg deg seg oss dem
    at som om når da fordi hvis for på av med fra ved etter før under over mellom mot hos
    ikke ikkje bare berre også óg her der nå no sånn slik slike altså men eller enn
    hva kva hvem kven hvor kor hvordan korleis hvorfor kvifor noe noko noen nokon mange mye mykje
    the is are was this that it of
    """.split()
)
# Function words that a label may hold all the same ('Mor til Ola', 'Leder for barnehagen', 'Lærer på SFO').
_LINKS = frozenset("for på av med fra ved hos".split())
_ANSWERS = frozenset(
    """
    ja nei jo mm mhm hm hmm ok okei okay nettopp riktig akkurat enig kanskje jaja neida joda tja takk hei
    hallo uff å oi ah nja njæ jepp stemmer nemlig bra fint flott klart yes no ler latter pause stillhet
    """.split()
)

_SPACES = re.compile(r"\s+")
_NUMBERED = re.compile(r"(?P<word>\D*[^\W\d_])(?:[\s._-]{0,2}\d{1,3}|[\s._-]{1,2}[a-zæøå])")
_LETTER = re.compile(r"[a-zæøå]\d{0,2}|[a-zæøå]{1,2}\.?\d{1,2}")
# Endings of nouns, mostly definite ('problemet', 'utfordringene'), and the names that share them.
_NOUN = re.compile(r"(?:et|ene|ingen|inger|het|heten|sjon|sjonen|ssen)$")
_NAME_LIKE_NOUN = re.compile(r"(?:[lr]ene|riet|abet|aret|anet|assen|issen)$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[A-ZÆØÅÄÖÉ][^\W\d_]*(?:[-'’.][^\W\d_]*)*\.?|\d{1,2}|av|de|von|van|og|&")


@lru_cache(maxsize=4096)
def key_of(label: str) -> str:
    """The form in which labels are compared: case, spacing, bold marks and a last point aside."""
    return _SPACES.sub(" ", label.strip(" \t\xa0*_:")).rstrip(".").casefold()


def _base(key: str) -> str:
    """A key without its number ('informant 2' -> 'informant')."""
    numbered = _NUMBERED.fullmatch(key)
    return numbered["word"] if numbered and len(numbered["word"]) > 1 else key


def is_interviewer_label(key: str) -> bool:
    """Whether a label alone says that its speaker asks the questions ('intervjuer 2', 'i', 'forsker')."""
    return key in _INTERVIEWERS or (_base(key) in _INTERVIEWERS and len(_base(key)) > 1)


def is_role(key: str) -> bool:
    """Whether a label names a role or relation ('mor', 'ledende helsesykepleier', 'informant 2')."""
    base = _base(key.partition(" (")[0])
    if base in _ROLES or base.endswith(_ROLE_ENDINGS):
        return True
    words = base.split()
    if not 2 <= len(words) <= 5:
        return False
    head = words[1] if words[0] in _MODIFIERS else words[0]
    return _base(head) in _ROLES or head.endswith(_ROLE_ENDINGS) or words[-1] in _ROLES


@lru_cache(maxsize=4096)
def is_known(key: str) -> bool:
    """Whether a label is one of the well-known forms: a letter, a letter and number, a role, a speaker id."""
    return (
        bool(_LETTER.fullmatch(key))
        or is_interviewer_label(key)
        or is_role(key)
        or bool(re.fullmatch(r"speaker[ _]?\d+", key))
    )


@lru_cache(maxsize=4096)
def is_never(key: str) -> bool:
    """Whether a label is a word that opens lines without anybody speaking ('nb', 'klokka 10', 'tema 2')."""
    words = key.partition("(")[0].split()
    return not words or _base(key) in _NEVER or words[0].rstrip(".") in _NEVER or "www" in words[0]


@lru_cache(maxsize=4096)
def is_sentence(key: str) -> bool:
    """Whether a label is the start of a sentence ('problemet er dette')."""
    words = re.findall(r"[^\W\d_]+", key)
    if len(words) > 6:
        return True
    links = _LINKS if is_role(key) else frozenset()
    return any(word in _FUNCTION_WORDS and word not in links for word in words)


@lru_cache(maxsize=4096)
def is_answer(key: str) -> bool:
    """Whether a short line is rather something said than somebody's name ('nettopp')."""
    words = key.split()
    return not words or all(word.strip(".,!?") in _ANSWERS for word in words)


def is_thing(label: str) -> bool:
    """Whether a label is one word that ends as things do, not people ('Problemet', 'Utfordringene')."""
    word = label.strip(" *_")
    return " " not in word and bool(_NOUN.search(word)) and not _NAME_LIKE_NOUN.search(word)


def is_name(label: str) -> bool:
    """Whether a label is written as a name: one to three words with capitals, no noun like 'problemet'."""
    label = label.partition(" (")[0]
    words = label.strip(" *_").split()
    if is_thing(label):
        return False
    return 1 <= len(words) <= 3 and len(label) <= 40 and all(_NAME_WORD.fullmatch(word) for word in words)


def has_role(label: str) -> bool:
    """Whether a role stands in parentheses behind a label ('Kari (helsesykepleier)')."""
    inside = re.search(r"[(\[]([^()\[\]]+)[)\]]\s*$", label)
    return inside is not None and is_role(key_of(inside[1]))


def guess_role(label: str) -> str:
    """The role a label tells of: 'Kari (helsesykepleier)' and 'Helsesykepleier 2' give 'helsesykepleier'.

    Returns:
        The role in small letters; empty where the label is a letter, a number or a name.
    """
    inside = re.search(r"[(\[]([^()\[\]]+)[)\]]\s*$", label)
    if inside and is_role(key_of(inside[1])):
        return _base(key_of(inside[1]))
    key = _base(key_of(label))
    return key if is_role(key) and key not in _NOBODY else ""
