"""Names of countries beyond what CLDR has: how GOV.UK calls them, and what people write."""

from __future__ import annotations

GOV_UK_NAMES: dict[str, str] = {
    "AX": "Åland Islands",
    "BS": "The Bahamas",
    "CD": "Congo (Democratic Republic)",
    "CG": "Congo",
    "CI": "Ivory Coast",
    "GM": "The Gambia",
    "HK": "Hong Kong",
    "MF": "Saint-Martin (French part)",
    "MM": "Myanmar (Burma)",
    "MO": "Macao",
    "PS": "The Occupied Palestinian Territories",
    "SX": "St Maarten",
    "ST": "Sao Tome and Principe",
    "TL": "East Timor",
    "TR": "Turkey",
    "VC": "St Vincent",
    "VI": "United States Virgin Islands",
}
"""Where GOV.UK's name differs from CLDR's by more than `&`, `St.` or `SAR China`."""

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes of CLDR that no letter can be sent to."""

STATES_AS_WELL = frozenset(
    {"AE", "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD"}
    | {"ME", "MN", "MO", "MS", "MT", "NC", "NE", "NL", "PA", "PE", "SA", "SC", "SD", "SK", "VA"}
    | {"YT", "NU"}
)
"""Two-letter codes of countries that in the United States, Canada or Australia are a state's."""

ISLANDS: tuple[str, ...] = (
    "Alderney", "Brecqhou", "Herm", "Jethou", "Sark", "Channel Islands",
    "Azores", "Balearic Islands", "Corsica", "Madeira",
)  # fmt: skip
"""Islands people give as a country, kept under their own name."""

UK_INLAND = frozenset(
    {"United Kingdom", "Guernsey", "Jersey", "Isle of Man", "Channel Islands"}
    | {"Alderney", "Brecqhou", "Herm", "Jethou", "Sark"}
)
"""Royal Mail's inland post: the kingdom and the Crown dependencies."""

UK_SPELLINGS: tuple[str, ...] = (
    "UK", "GB", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland",
    "N Ireland", "NI", "United Kingdom of Great Britain and Northern Ireland",
    "England and Wales", "Great Britain and Northern Ireland", "Cymru", "Lloegr", "Yr Alban",
    "Gogledd Iwerddon", "Y Deyrnas Unedig", "Y Deyrnas Gyfunol", "Prydain", "Prydain Fawr",
    "DU", "Alba",
)  # fmt: skip
"""The United Kingdom, its parts and their spellings, in English, Welsh and Gaelic."""

SPELLINGS: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "Emirates"),
    "AG": ("Antigua",),
    "BA": ("Bosnia", "Bosnia Herzegovina"),
    "BQ": ("Bonaire", "Saba", "St Eustatius"),
    "CD": ("DR Congo", "DRC", "Democratic Republic of the Congo", "Democratic Republic of Congo"),
    "CG": ("Republic of the Congo", "Republic of Congo"),
    "CI": ("Cote d'Ivoire",),
    "CN": ("People's Republic of China", "PRC", "PR China"),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "DE": ("Federal Republic of Germany", "West Germany"),
    "DO": ("Dominican Rep",),
    "FK": ("Falklands",),
    "FO": ("Faroes", "Faeroe Islands"),
    "FM": ("Federated States of Micronesia",),
    "FR": ("French Republic",),
    "GE": ("Republic of Georgia",),
    "GR": ("Hellas",),
    "IE": ("Eire", "Republic of Ireland", "Southern Ireland", "Irish Republic", "ROI"),
    "IM": ("IOM", "Ynys Manaw"),
    "IR": ("Islamic Republic of Iran",),
    "KN": ("St Kitts", "Nevis"),
    "KP": ("DPRK", "Democratic People's Republic of Korea"),
    "KR": ("Korea", "Republic of Korea"),
    "LA": ("Lao People's Democratic Republic",),
    "MK": ("Macedonia", "Former Yugoslav Republic of Macedonia"),
    "MM": ("Myanmar", "Burma"),
    "MO": ("Macau",),
    "NL": ("Holland", "The Netherlands"),
    "PN": ("Pitcairn",),
    "PS": ("Palestine", "State of Palestine", "Occupied Palestinian Territories"),
    "RU": ("Russian Federation",),
    "SH": ("Saint Helena",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("Timor Leste",),
    "TR": ("Turkiye", "Türkiye"),
    "TT": ("Trinidad", "Tobago"),
    "TZ": ("United Republic of Tanzania",),
    "US": ("United States of America", "America", "USA", "US of A", "The States"),
    "VA": ("Vatican", "Holy See", "Vatican City State"),
    "VC": ("St Vincent and the Grenadines", "St Vincent and Grenadines"),
    "VG": ("BVI", "Virgin Islands British"),
    "VI": ("US Virgin Islands", "USVI"),
    "VN": ("Viet Nam",),
    "WS": ("Western Samoa",),
}
"""ISO 3166 code: other names in English letters. Languages of the country itself are CLDR's."""
