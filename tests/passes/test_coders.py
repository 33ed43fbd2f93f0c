"""Who the coders are, and the secrets they come in by."""

import re

import pytest

from qualcode.errors import StudyError
from qualcode.model import Coder
from qualcode.passes import add_coder, coder_of_secret, coders, new_secret, revoke_coder
from qualcode.study import Study


def test_a_secret_opens_for_its_coder_and_is_not_kept(study: Study) -> None:
    secret = add_coder(study, "Kari")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,}", secret)
    assert coder_of_secret(study, secret) == Coder("Kari")
    assert coder_of_secret(study, secret[:-1]) is None
    assert coder_of_secret(study, "") is None
    assert secret not in str(study.store.coders())


def test_a_new_link_shuts_the_old_one_and_a_revoked_coder_is_shut_out(study: Study) -> None:
    first = add_coder(study, "Kari", "lead")
    second = new_secret(study, "Kari")
    assert coder_of_secret(study, first) is None
    assert coder_of_secret(study, second) == Coder("Kari", "lead")
    revoke_coder(study, "Kari")
    assert coder_of_secret(study, second) is None
    assert coders(study) == [Coder("Kari", "lead", revoked=True)]
    assert coder_of_secret(study, new_secret(study, "Kari")) == Coder("Kari", "lead")


def test_a_name_is_taken_whatever_its_case_or_unicode_form(study: Study) -> None:
    add_coder(study, "Åse")
    for name in ("Åse", "åse", "A\u030ase", " ÅSE "):
        with pytest.raises(StudyError, match="a coder 'Åse' already"):
            add_coder(study, name)


@pytest.mark.parametrize("name", ["", "  ", "Kari,Ola", "K" * 61, "Ka\x07ri"])
def test_what_cannot_be_a_name_is_refused(study: Study, name: str) -> None:
    with pytest.raises(StudyError, match="cannot be a coder's name"):
        add_coder(study, name)
    assert coders(study) == []


def test_unknown_coders_and_roles_are_named(study: Study) -> None:
    add_coder(study, "Kari")
    for call in (new_secret, revoke_coder):
        with pytest.raises(StudyError, match=r"no coder 'Per'\. The coders are: Kari\."):
            call(study, "Per")
    with pytest.raises(StudyError, match="unknown role 'sjef'"):
        add_coder(study, "Per", "sjef")  # type: ignore[arg-type]
