"""Countries by any of their names: English, Welsh, the country's own languages, ISO codes.

The names are CLDR's (through Babel), called as GOV.UK calls them; `country_names` has the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from mailroom.addresses.country_names import (
    GOV_UK_NAMES,
    ISLANDS,
    NOT_COUNTRIES,
    SPELLINGS,
    STATES_AS_WELL,
    UK_INLAND,
    UK_SPELLINGS,
)

UNITED_KINGDOM = "United Kingdom"
UNITED_STATES = "United States"


def country_named(line: str) -> str | None:
    """The English name of the country a whole line says, or None. Case and marks do not count."""
    key = _key(line)
    if not key or key.isdigit():
        return None
    return _in_english_and_welsh().get(key) or _in_own_languages().get(key)


def is_inland_for_uk(country: str | None) -> bool:
    """True for the United Kingdom and the Crown dependencies, by the name `country_named` gives."""
    return country in UK_INLAND


def _key(name: str) -> str:
    """What two spellings of a name have in common."""
    words = name.casefold().replace("&", " and ").replace("+", " and ").split()
    if words and words[0] == "the":
        words = words[1:]
    if words and words[0] == "saint":
        words[0] = "st"
    marked = unicodedata.normalize("NFKD", "".join(words))
    return "".join(sign for sign in marked if sign.isalnum())


@cache
def _english() -> dict[str, str]:
    """ISO code to GOV.UK's name."""
    from babel import Locale

    names = {str(code): str(name) for code, name in Locale("en").territories.items()}
    return {
        code: GOV_UK_NAMES.get(code) or _plain(name)
        for code, name in names.items()
        if len(code) == 2 and code not in NOT_COUNTRIES
    }


def _plain(name: str) -> str:
    return name.replace("&", "and").replace("St. ", "St ").removesuffix(" SAR China")


@cache
def _in_english_and_welsh() -> dict[str, str]:
    from babel import Locale

    english = _english()
    named = [(name, UNITED_KINGDOM) for name in UK_SPELLINGS]
    named += [(name, name) for name in (*english.values(), *ISLANDS)]
    named += [(name, english[code]) for code, names in SPELLINGS.items() for name in names]
    for language in ("en", "cy"):
        names = Locale(language).territories
        named += [(names[code], name) for code, name in english.items() if code in names]
    named += [(code, english[to]) for code, to in _iso_codes()]
    return _first_wins(named)


def _iso_codes() -> Iterator[tuple[str, str]]:
    """ISO 3166 codes, two letters and three, with the two-letter code they mean; none that below a
    town's name may as well be a state or province."""
    from babel.core import get_global

    yield from ((code, code) for code in _english() if code not in STATES_AS_WELL)
    for code, now in get_global("territory_aliases").items():
        if len(code) == 3 and code.isalpha() and len(now) == 1 and now[0] in _english():
            yield code, now[0]


@cache
def _in_own_languages() -> dict[str, str]:
    """`Deutschland`, `Suomi`, `Ελλάδα`. Loads a hundred languages: half a second, once."""
    return _first_wins(list(_own_names()))


def _own_names() -> Iterator[tuple[str, str]]:
    from babel.core import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    for code, name in _english().items():
        for language in get_official_languages(code, regional=True, de_facto=True):
            try:
                own = Locale.parse(language).territories.get(code)
            except (UnknownLocaleError, ValueError):
                continue  # CLDR names the language and has no words in it
            if own:
                yield own, name


def _first_wins(named: list[tuple[str, str]]) -> dict[str, str]:
    return {_key(spelling): name for spelling, name in reversed(named)}
