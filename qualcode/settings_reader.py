"""Checks a settings document key by key: what each may hold, and every error with its line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

from qualcode.errors import Problems, QualcodeError, StudyError
from qualcode.model import KINDS, UNITS, Fidelity
from qualcode.settings_lines import find_line
from qualcode.settings_names import LANGUAGES
from qualcode.settings_tables import Attribution, Format, ReportSettings, Structure, SurveyColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from qualcode.settings_names import Named


class Reader:
    """Checks a TOML document key by key and gathers every error with its line."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.errors: list[QualcodeError] = []
        self.named: dict[str, dict[str, Named]] = {}
        self.checks: dict[str, Callable[[str, Any], Any]] = {
            "title": self._title,
            "language": self._languages,
            "pipeline": self._text,
            "embeddings": lambda key, v: v if v == "" else self._text(key, v),
            "unit": lambda key, v: self._one_of(key, v, UNITS),
            "codebooks": self._texts,
            "transcripts": self._text,
            "reports": self._text,
            "date": self._date,
            "count": lambda key, v: self._one_of(key, v, ("suggested", "reviewed")),
            "attribution": lambda key, v: self._one_of(key, v, get_args(Attribution)),
            "database": self._database,
            "interviewers": self._texts,
            "not_names": self._texts,
            "groups": self._names,
            "sites": self._names,
            "thresholds": self._thresholds,
            "sources": self._sources,
            "speakers": self._speakers,
            "survey": self._survey,
            "roles": self._speakers,
            "role_names": self._names,
            "report": self._report,
        }

    def read(self, document: dict[str, Any]) -> dict[str, Any]:
        """The values of a document by the fields of `Settings`.

        Raises:
            StudyError: a wrong key or value (file and line named).
            Problems: several of these at once.
        """
        values: dict[str, Any] = {}
        for key, value in document.items():
            check = self.checks.get(key)
            if check is None:
                self._unknown((key,), key, self.checks)
            else:
                checked = check(key, value)
                if checked is not None:
                    values[key] = checked
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise Problems(self.errors)
        languages = values.pop("language", ("nb",))
        several = languages if len(languages) > 1 else ()
        return {**values, "language": languages[0], "languages": several, "named": self.named}

    # --- one value each ----------------------------------------------------------------------------

    def _text(self, key: str, value: Any, path: tuple[str, ...] = ()) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self._error((*path, key), f"{key!r} must be a text in quotes", f'Write {key} = "...".')
        return None

    def _title(self, key: str, value: Any) -> str | None:
        return self._named("title", "", value, (key,)) if isinstance(value, dict) else self._text(key, value)

    def _named(self, kind: str, key: str, value: dict[str, Any], path: tuple[str, ...]) -> str | None:
        """A name by language, kept for the drafts in other languages; the first of them until then."""
        found = {}
        for language, name in value.items():
            if language not in LANGUAGES:
                self._unknown((*path, language), language, LANGUAGES)
            elif text := self._text(language, name, path):
                found[language] = text
        if not found:
            if not value:
                self._error(path, f"{path[-1]!r} must have a name", 'Write {nb = "...", en = "..."}.')
            return None
        self.named.setdefault(kind, {})[key] = found
        return next(iter(found.values()))

    def _languages(self, key: str, value: Any) -> tuple[str, ...] | None:
        names = self._texts(key, value) or ()
        return tuple(dict.fromkeys(n for name in names if (n := self._one_of(key, name, LANGUAGES)))) or None

    def _texts(self, key: str, value: Any, path: tuple[str, ...] = ()) -> tuple[str, ...] | None:
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values):
            return tuple(values)
        fix = f'Write {key} = ["...", "..."].'
        self._error((*path, key), f"{key!r} must be a text or a list of texts", fix)
        return None

    def _one_of(self, key: str, value: Any, allowed: Iterable[str], path: tuple[str, ...] = ()) -> str | None:
        allowed = tuple(allowed)
        if value in allowed:
            return str(value)
        self._error((*path, key), f"{key} = {value!r} is not known", f"Choose one of: {', '.join(allowed)}.")
        return None

    def _database(self, key: str, value: Any) -> str | None:
        if value == "sqlite" or (isinstance(value, str) and value.startswith("postgresql+psycopg://")):
            return str(value)
        # The value may hold a password, so it is not repeated.
        self._error(
            (key,), f"{key!r} is neither \"sqlite\" nor the address of a PostgreSQL database",
            f'Write {key} = "postgresql+psycopg://user@host/name".',
        )  # fmt: skip
        return None

    def _date(self, key: str, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        self._error((key,), f"{key!r} must be a date", f"Write {key} = 2026-01-31, without quotes.")
        return None

    # --- tables ------------------------------------------------------------------------------------

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._error((key,), f"{key!r} must be a table", f"Write [{key}] on a line of its own.")
        return {}

    def _names(self, key: str, value: Any) -> dict[str, str]:
        checked = {
            k: self._named(key, k, v, (key, k))
            if isinstance(v, dict) and key in ("groups", "sites", "role_names")
            else self._text(k, v, (key,))
            for k, v in self._table(key, value).items()
        }
        return {k: v for k, v in checked.items() if v is not None}

    def _thresholds(self, key: str, value: Any) -> dict[str, float]:
        found = {}
        for code, number in self._table(key, value).items():
            if isinstance(number, (int, float)) and not isinstance(number, bool) and 0 <= number <= 1:
                found[code] = float(number)
            else:
                self._error(
                    (key, code), f"the threshold of {code!r} must be a number from 0 to 1",
                    'A sub-code stands in quotes: "theme.sub" = 0.6.',
                )  # fmt: skip
        return found

    def _sources(self, key: str, value: Any) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for pattern, table in self._table(key, value).items():
            found[pattern] = {}
            for k, v in self._sub_table(key, pattern, table).items():
                allowed = {"kind": KINDS, "fidelity": get_args(Fidelity)}.get(k)
                if allowed and v not in allowed:
                    self._error(
                        (key, pattern, k),
                        f"{k} = {v!r} is not known",
                        f"Choose one of: {', '.join(allowed)}.",
                    )
                else:
                    found[pattern][k] = str(v)
        return found

    def _speakers(self, key: str, value: Any) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for pattern, table in self._table(key, value).items():
            labels = self._sub_table(key, pattern, table)
            checked = {k: self._text(k, v, (key, pattern)) for k, v in labels.items()}
            found[pattern] = {k: v for k, v in checked.items() if v is not None}
        return found

    def _survey(self, key: str, value: Any) -> dict[str, SurveyColumns]:
        found = {}
        for pattern, table in self._table(key, value).items():
            columns: dict[str, Any] = {}
            for k, v in self._sub_table(key, pattern, table).items():
                if k not in SurveyColumns.__dataclass_fields__:
                    self._unknown((key, pattern, k), k, SurveyColumns.__dataclass_fields__)
                elif k == "items":
                    columns[k] = self._lists((key, pattern, k), v)
                elif k == "invited":
                    columns[k] = self._counts((key, pattern, k), v)
                else:
                    columns[k] = self._texts(k, v) if k == "questions" else self._text(k, v, (key, pattern))
            found[pattern] = SurveyColumns(**{k: v for k, v in columns.items() if v is not None})
        return found

    def _report(self, key: str, value: Any) -> ReportSettings:
        found: dict[str, Any] = {}
        for k, v in self._table(key, value).items():
            if k == "structure":
                names = self._texts(k, v, (key,)) or ()
                checked = [self._one_of(k, name, get_args(Structure), (key,)) for name in names]
                found[k] = tuple(name for name in dict.fromkeys(checked) if name)
            elif k == "formats":
                names = self._texts(k, v, (key,)) or ()
                checked = [self._one_of(k, name, get_args(Format), (key,)) for name in names]
                found[k] = tuple(name for name in dict.fromkeys(checked) if name)
            elif k == "word_template":
                found[k] = self._text(k, v, (key,))
            elif k == "case":
                found[k] = self._case((key, k), v)
            elif k == "chapters":
                found[k] = self._lists((key, k), v)
            elif k == "relayed":
                found[k] = self._names(k, v)
            elif k == "figures":
                if isinstance(v, bool):
                    found[k] = v
                else:
                    self._error((key, k), "'figures' must be true or false", "Write figures = false.")
            else:
                self._unknown((key, k), k, ReportSettings.__dataclass_fields__)
        return ReportSettings(**found)

    def _case(self, path: tuple[str, ...], value: Any) -> tuple[str, ...]:
        """What a site is called, one and many, in one language or by language."""
        by_language = value if isinstance(value, dict) else {"": value}
        pairs = {lang: self._texts(path[-1], pair, path[:-1]) or () for lang, pair in by_language.items()}
        for lang in set(pairs) - {"", *LANGUAGES}:
            self._unknown((*path, lang), lang, LANGUAGES)
        if not pairs or any(len(pair) != 2 for pair in pairs.values()):
            self._error(path, "'case' must be two texts", 'Write case = ["en kommune", "kommuner"].')
            return ()
        if isinstance(value, dict):
            for i, number in enumerate(("one", "many")):
                self.named.setdefault("case", {})[number] = {lang: pair[i] for lang, pair in pairs.items()}
        return next(iter(pairs.values()))

    def _lists(self, path: tuple[str, ...], value: Any) -> dict[str, tuple[str, ...]]:
        return {
            k: self._texts(k, v, path) or () for k, v in self._sub_table(path[-2], path[-1], value).items()
        }

    def _counts(self, path: tuple[str, ...], value: Any) -> dict[str, int]:
        counts = value if isinstance(value, dict) else {"": value}
        if all(isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in counts.values()):
            return dict(counts)
        self._error(
            path, "'invited' must be a whole number, or one for each group",
            "Write invited = 86, or invited = {group = 20, other = 66}.",
        )  # fmt: skip
        return {}

    def _sub_table(self, key: str, pattern: str, table: Any) -> dict[str, Any]:
        if isinstance(table, dict):
            return table
        self._error(
            (key, pattern), f"{pattern!r} under {key!r} must be a table of its own",
            f'Write [{key}."{pattern}"] on a line of its own.',
        )  # fmt: skip
        return {}

    # --- errors ------------------------------------------------------------------------------------

    def _unknown(self, path: tuple[str, ...], key: str, known: Iterable[str]) -> None:
        from rapidfuzz import process

        near = process.extractOne(key, list(known), score_cutoff=60)
        fix = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
        self._error(path, f"unknown key {key!r}", fix)

    def _error(self, path: tuple[str, ...], what: str, fix: str) -> None:
        line = find_line(self.lines, path)
        where = f"{self.file}, line {line}" if line else str(self.file)
        self.errors.append(StudyError(what, where=where, fix=fix))
