"""Whether a text is English, Welsh or Spanish, by the small words that only one of them has."""

from __future__ import annotations

from mailroom.policy.conditions import Language

_LEAST = 0.08  # share of a text's words
_SMALL: dict[Language, frozenset[str]] = {
    "en": frozenset({
        "the", "and", "to", "of", "is", "you", "that", "it", "for", "on", "are", "with", "have",
        "this", "my", "we", "your", "not", "be", "from", "please", "was", "he", "she", "his", "her",
        "our", "what", "can", "will",
    }),
    "cy": frozenset({
        "yn", "yr", "ac", "ar", "ei", "eich", "fy", "wedi", "mae", "oes", "hwn", "hon", "hyn",
        "gyda", "am", "ydy", "yw", "fod", "rwyf", "rydym", "bydd", "gan", "sydd", "nid", "ddim",
        "hoffwn", "hoffem", "diolch", "annwyl", "gymraeg", "os", "gwelwch", "dda", "wnewch", "chi",
        "fi", "mewn", "oddi", "wrth", "cael", "dros", "neu", "fel", "pan",
    }),
    "es": frozenset({
        "el", "los", "las", "que", "por", "para", "con", "una", "mi", "mis", "su", "es", "esta",
        "necesito", "quiero", "tengo", "favor", "hola", "gracias", "soy", "hablo", "caso", "del",
        "pero", "como", "cuando", "usted", "ustedes", "hijo", "hijos", "hija", "muy", "ayuda",
        "llamar", "espanol", "buenos", "buenas", "dias", "tardes",
    }),
}  # fmt: skip


def language_of(flat: str) -> Language | None:
    """The language of most of a flat text; None where too few words tell."""
    words = flat.split()
    counts = {name: sum(word in small for word in words) for name, small in _SMALL.items()}
    best = max(counts, key=lambda name: counts[name])
    told = counts[best]
    clear = all(told > other for name, other in counts.items() if name != best)
    return best if clear and told >= max(1, _LEAST * len(words)) else None
