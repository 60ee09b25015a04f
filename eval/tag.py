"""Measure tagging: names, identity, salience, publishers' keywords, language, speed.

Usage: tag.py [names|identity|corpus|salience|keywords|language|sample|speed]…
The gold lies below TAGWIRE_SHARED (default ../shared); its measures are those of
tools/metrics.py there. Sets below ``measure_only`` are read here and nowhere else.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from tagwire.extract import extract
from tagwire.model import (
    Article,
    ArticleTag,
    Block,
    BlockKind,
    Page,
    Publisher,
    Response,
    Tagged,
    TagKind,
)
from tagwire.tag import (
    Aliases,
    Ballot,
    Catalogue,
    NameFinder,
    Tagger,
    detect_language,
    identify,
    load_catalogue,
    vote,
)
from tagwire.text import slug_of

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve()
TAGGING = SHARED / "data" / "tagging"
PUBLISHER = Publisher(domain="gold.example", name="Gold")
# What was looked at while writing rules is here too: floors guard, they prove nothing.
NAME_SETS = {
    "en.newswire": ("measure_only/en/worldwide_newswire.a.conll.gz", "en"),
    "en.conll": ("measure_only/conll.testa", "en"),
    "en.wnut": ("open/wnut.train", "en"),
    "de.smartdata": ("open/de/smartdata.v3_test.conll.gz", "de"),
    "de.wikineural": ("measure_only/de/wikineural.test.conll.gz", "de"),
    "es.conll": ("measure_only/es/conll2002.test.conll.gz", "es"),
    "fr.winer": ("open/fr/winer_fr.dev2017.conll.gz", "fr"),
    "it.kind": ("measure_only/it/kind_wikinews.test.conll.gz", "it"),
    "nl.conll": ("measure_only/nl/conll2002.test.conll.gz", "nl"),
    "pt.wikineural": ("measure_only/pt/wikineural.test.conll.gz", "pt"),
    "ru.bsnlp": ("measure_only/ru/bsnlp19.trump.conll.gz", "ru"),
    "pl.bsnlp": ("measure_only/pl/bsnlp19.trump.conll.gz", "pl"),
    "uk.ner_uk": ("measure_only/uk/ner_uk2.test.conll.gz", "uk"),
    "ar.transfer": ("measure_only/ar/transfer_ar.test.conll.gz", "ar"),
    "he.nemo": ("measure_only/he/nemo_spmrl.test.conll.gz", "he"),
    "swa.masakha": ("measure_only/swa/masakhaner2.test.conll.gz", "sw"),
}
IDENTITY_SETS = (
    "measure_only/aida-conll-dev",
    "measure_only/reuters-128",
    "open/rss-500",
    "open/kore50",
    "open/wiki-fair-v2-no-coref",
)
TYPES = {
    TagKind.PERSON: "PER",
    TagKind.ORGANISATION: "ORG",
    TagKind.AGENCY: "ORG",
    TagKind.PLACE: "LOC",
}
SENTENCES_PER_DOCUMENT = 12
MAX_DOCUMENTS = 120
Labelled = tuple[str, set[tuple[int, int, str]]]


def load_metrics() -> ModuleType:
    """Return the module with the definitions of all measures."""
    spec = importlib.util.spec_from_file_location("metrics", SHARED / "tools" / "metrics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shipped() -> Catalogue:
    """Return the catalogue of the package."""
    folder = ROOT / "src" / "tagwire" / "data" / "catalogue"
    return load_catalogue({path.name: path.read_bytes() for path in folder.iterdir()})


def article_of(
    headline: str, text: str, language: str | None = None, keywords: Sequence[str] = ()
) -> Article:
    """Return an article with one block for each paragraph."""
    blocks = tuple(
        Block(kind=BlockKind.PARAGRAPH, text=part) for part in text.split("\n") if part.strip()
    )
    return Article(
        uri="https://gold.example/a",
        url="https://gold.example/a",
        headline=headline,
        publisher=PUBLISHER,
        blocks=blocks,
        language=language,
        keywords=tuple(keywords),
    )


# --- names -------------------------------------------------------------------


def read_sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield words and tags of the sentences of a column file."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
    words: list[str] = []
    tags: list[str] = []
    for line in [*text.split("\n"), ""]:
        columns = re.split(r"[\t ]", line.strip()) if line.strip() else []
        if not columns or columns[0] == "-DOCSTART-":
            if words:
                yield words, tags
            words, tags = [], []
        elif not line.startswith("# "):
            words.append(columns[1] if columns[0].isdigit() and len(columns) > 2 else columns[0])
            tags.append(columns[-1])


def document_of(
    sentences: Sequence[tuple[list[str], list[str]]], labels: dict[str, str]
) -> Labelled:
    """Return a text and its gold spans; labels of other types give none."""
    text = ""
    gold = set()
    for words, tags in sentences:
        start, label = -1, ""
        for word, tag in [*zip(words, tags, strict=True), ("", "O")]:
            kind = tag[2:] if tag != "O" else ""
            if label and (not kind or tag[0] == "B" or kind != label):
                gold.add((start, len(text), labels.get(label, label)))
                label = ""
            gap = (
                ""
                if not word
                or re.match(r"^[,.;:!?)\]%]|^['’]s?$", word)
                or text.endswith(("(", "["))
                else " "
            )
            text += gap if text and not text.endswith("\n") else ""
            if kind and not label:
                start, label = len(text), kind
            text += word
        text += "\n"
    return text, {span for span in gold if span[2] in {"PER", "ORG", "LOC"}}


def labels_for(path: Path) -> dict[str, str]:
    """Return the mapping of a set's labels to PER, ORG, LOC and others."""
    table = json.loads((TAGGING / "ner" / "labelmap.json").read_text(encoding="utf-8"))
    stem = path.name.split(".")[0]
    generic = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}
    return dict(table.get(stem, generic))


def documents_of(name: str) -> tuple[list[Labelled], str]:
    """Return the documents of one set of names, and its language."""
    relative, language = NAME_SETS[name]
    path = TAGGING / "ner" / relative
    sentences = list(read_sentences(path))
    labels = labels_for(path)
    step = SENTENCES_PER_DOCUMENT
    chunks = [sentences[i : i + step] for i in range(0, len(sentences), step)][:MAX_DOCUMENTS]
    return [document_of(chunk, labels) for chunk in chunks], language


def measure_names(metrics: ModuleType, catalogue: Catalogue, show: str = "") -> dict[str, float]:
    """Return span F1 by set: any type, and person/organisation/place."""
    finder = NameFinder(catalogue)
    figures: dict[str, float] = {}
    for name in NAME_SETS:
        if show and show not in name:
            continue
        documents, language = documents_of(name)
        predicted: dict[int, set[tuple[int, int, str]]] = {}
        gold: dict[int, set[tuple[int, int, str]]] = {}
        for i, (text, spans) in enumerate(documents):
            [found] = finder([text], language)
            typed = {(s.start, s.end, TYPES[s.kind]) for s in found if s.kind in TYPES}
            predicted[i] = trimmed(metrics, text, typed)
            gold[i] = trimmed(metrics, text, spans)
            if show:
                show_errors(text, predicted[i], gold[i])
        bare = [
            {i: {s[:2] for s in spans} for i, spans in side.items()} for side in (predicted, gold)
        ]
        precision, recall, untyped = metrics.span_f1(*bare)
        typed_f1 = metrics.span_f1(predicted, gold)[2]
        print(
            f"{name:14} untyped P {precision:.3f} R {recall:.3f} F1 {untyped:.3f}  typed F1 {typed_f1:.3f}"
        )
        figures[f"names.{name}.untyped"] = untyped
        figures[f"names.{name}.typed"] = typed_f1
    return figures


def trimmed(
    metrics: ModuleType, text: str, spans: set[tuple[int, int, str]]
) -> set[tuple[int, int, str]]:
    """Return the spans with the boundaries that a tag needs."""
    return {(*metrics.trim_span(text, start, end), kind) for start, end, kind in spans}


def show_errors(
    text: str, predicted: set[tuple[int, int, str]], gold: set[tuple[int, int, str]]
) -> None:
    """Print what was found wrongly and what was missed."""
    for mark, spans in (("+", predicted - gold), ("-", gold - predicted)):
        for start, end, kind in sorted(spans):
            context = text[max(0, start - 30) : end + 20].replace("\n", "⏎")
            print(f"   {mark} {kind} [{text[start:end]}] … {context}")


# --- identity, salience ------------------------------------------------------


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure_identity(metrics: ModuleType, catalogue: Catalogue, show: str = "") -> dict[str, float]:
    """Return B-cubed F1 of slugs against entity ids, all documents together."""
    figures = {}
    for name in IDENTITY_SETS:
        if show and show not in name:
            continue
        records = read_lines(TAGGING / "identity" / f"{name}.jsonl")
        precision, recall, f1, n = bcubed_of(metrics, catalogue, records, None, show)
        print(f"identity {name:36} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({n} mentions)")
        figures[f"identity.{name.split('/')[1]}"] = f1
    return figures


def measure_corpus(metrics: ModuleType, catalogue: Catalogue, show: str = "") -> dict[str, float]:
    """Return B-cubed F1 where the documents of a set vote on their names, as --corpus does."""
    tagger, figures = Tagger(catalogue), {}
    for name in IDENTITY_SETS:
        if show and show not in name:
            continue
        records = read_lines(TAGGING / "identity" / f"{name}.jsonl")
        ballot = Ballot()
        for answer in tagger([article_of("", record["text"]) for record in records]):
            if isinstance(answer, Tagged):
                ballot.add(answer.tags)
        aliases = Aliases(vote(ballot.votes(), "", 2), catalogue)
        _, _, f1, n = bcubed_of(metrics, catalogue, records, aliases)
        print(f"corpus {name:38} F1 {f1:.4f} ({n} mentions)")
        figures[f"corpus.{name.split('/')[1]}"] = f1
    return figures


def bcubed_of(
    metrics: ModuleType,
    catalogue: Catalogue,
    records: Sequence[dict[str, Any]],
    aliases: Aliases | None,
    show: str = "",
) -> tuple[float, float, float, int]:
    """Return precision, recall, F1 of slugs against entity ids, and the number of mentions."""
    predicted: dict[tuple[int, int], str] = {}
    gold: dict[tuple[int, int], str] = {}
    for number, record in enumerate(records):
        labels = [label for label in record["labels"] if label["entity_id"].startswith("Q")]
        labels = [label for label in labels if re.search(r"\w", span_text(record, label))]
        spans = [tuple(label["span"]) for label in labels]
        slugs = identify(catalogue, record["text"], spans, aliases=aliases)
        for i, (label, slug) in enumerate(zip(labels, slugs, strict=True)):
            gold[number, i] = label["entity_id"]
            predicted[number, i] = slug or f"?{number}.{i}"
            if show:
                print("  ", number, span_text(record, label), "|", slug, "|", label["name"])
    precision, recall, f1 = metrics.bcubed(predicted, gold)
    return precision, recall, f1, len(gold)


def span_text(record: dict[str, Any], label: dict[str, Any]) -> str:
    """Return the surface of a label."""
    return str(record["text"][label["span"][0] : label["span"][1]])


def salience_documents() -> Iterator[tuple[Article, dict[str, float]]]:
    """Yield Wikinews articles with the salience of each named entity (by title)."""
    entities: dict[tuple[int, int], str] = {}
    for row in json.loads(
        (TAGGING / "salience" / "wikinews_entities.json").read_text(encoding="utf-8")
    ):
        entities[row["doc_id"], row["entity_id"]] = row["entity"]
    for record in read_lines(TAGGING / "salience" / "sel_wikinews.jsonl"):
        body = [part["value"] for part in record["document"] if part["name"].startswith("body")]
        scores = {
            entities[record["docId"], row["entityid"]]: row["score"]
            for row in record["saliency"]
            if (record["docId"], row["entityid"]) in entities
        }
        yield article_of(record["title"], "\n".join(body), "en"), scores


def measure_salience(metrics: ModuleType, catalogue: Catalogue, show: str = "") -> dict[str, float]:
    """Return F1 of the salient entities that our tags find, and precision at 1."""
    tagger = Tagger(catalogue)
    hits = predicted_count = gold_count = first_right = documents = 0
    for article, scores in salience_documents():
        [answer] = tagger([article])
        assert isinstance(answer, Tagged)
        salient = {slug_of(name) for name, score in scores.items() if score >= 2}
        known = {slug_of(name) for name in scores}
        if not salient:
            continue
        matched = [(tag, match_title(tag, known)) for tag in answer.tags]
        chosen = {title for tag, title in matched if title and tag.relevance >= SALIENT}
        hits += len(chosen & salient)
        predicted_count += len(chosen)
        gold_count += len(salient)
        ranked = [title for _, title in matched if title]
        first_right += bool(ranked) and ranked[0] in salient
        documents += 1
    _, _, f1 = metrics._prf(hits, predicted_count, gold_count)
    found = hits / max(1, gold_count)
    print(
        f"salience F1 {f1:.3f} P {hits / max(1, predicted_count):.3f} R {found:.3f} P@1 {first_right / documents:.3f}"
    )
    return {"salience.f1": f1, "salience.p1": first_right / documents}


# From this relevance on a tag counts as salient: flat between 0.35 and 0.45.
SALIENT = 0.4


def match_title(tag: ArticleTag, titles: set[str]) -> str:
    """Return the gold title that a tag means, by label, surfaces or country of a group."""
    for word in (tag.tag.slug, tag.tag.of or "", *(slug_of(m.surface) for m in tag.mentions)):
        if word in titles:
            return word
    return ""


# --- keywords, language, speed -----------------------------------------------


def measure_keywords(catalogue: Catalogue) -> dict[str, float]:
    """Return how many publisher topics that the text names are among our tags unaided."""
    records = json.loads(
        (TAGGING / "keywords" / "publisher_topics.dev.json").read_text(encoding="utf-8")
    )
    tagger = Tagger(catalogue)
    top = found = wanted = ranked = 0
    for record in records:
        topics = {slug_of(str(topic)) for topic in record["topics"]}
        [answer] = tagger([article_of(record["title"], record["body"])])
        if not topics or not isinstance(answer, Tagged):
            continue
        slugs = [tag.tag.slug for tag in answer.tags if tag.shown]
        words = [
            {tag.tag.slug, *(slug_of(m.surface) for m in tag.mentions)}
            for tag in answer.tags
            if tag.shown
        ]
        top += sum(bool(names & topics) for names in words[:5])
        ranked += min(5, len(slugs))
        found += sum(any(topic in names for names in words) for topic in topics)
        wanted += len(topics)
    print(f"keywords P@5 {top / ranked:.3f} recall {found / wanted:.3f} ({len(records)} articles)")
    return {"keywords.p5": top / ranked, "keywords.recall": found / wanted}


def measure_language() -> dict[str, float]:
    """Return accuracy on fragments of eight words, without and with the right hint."""
    rows = json.loads((TAGGING / "language" / "wmt24_fragments.json").read_text(encoding="utf-8"))
    wrong: Counter[tuple[str, str | None]] = Counter()
    for _, language, text in rows:
        answer = detect_language(text)
        if answer != language:
            wrong[language, answer] += 1
    hinted = sum(detect_language(text, language) == language for _, language, text in rows)
    bare = 1 - wrong.total() / len(rows)
    print(f"language {bare:.4f} hinted {hinted / len(rows):.4f}", wrong.most_common(8))
    return {"language.bare": bare, "language.hinted": hinted / len(rows)}


# --- what readers see --------------------------------------------------------

SAMPLE = ROOT / "eval" / "labels" / "tags_sample.jsonl"


def measure_sample(catalogue: Catalogue, show: str = "") -> dict[str, float]:
    """Print how the shown tags of real pages were judged; no floor, extraction moves them.

    A label has the five main names (with other slugs that are as good), the right slugs
    with their kinds, and the false ones. What nobody judged yet is counted apart.
    """
    archive = SHARED / "replay" / "archive"
    if not archive.is_dir():
        return {}
    tally: Counter[str] = Counter()
    pages = {record["id"]: record for record in read_lines(archive / "gold.jsonl")}
    tagger = Tagger(catalogue)
    for label in read_lines(SAMPLE):
        [article] = extract([archived_page(archive, pages[label["id"]])])
        [answer] = tagger([article]) if isinstance(article, Article) else [article]
        tags = answer.tags if isinstance(answer, Tagged) else ()
        shown = {found.tag.slug: str(found.tag.kind) for found in tags if found.shown}
        verdicts = {slug: verdict_of(label, slug, kind) for slug, kind in shown.items()}
        missed = [names[0] for names in label["main"] if not shown.keys() & set(names)]
        tally.update(verdicts.values())
        tally["main"] += len(label["main"])
        tally["missed"] += len(missed)
        if show in ("all", label["language"]) or "unjudged" in verdicts.values():
            odd = [
                f"{verdict} {s}/{shown[s]}" for s, verdict in verdicts.items() if verdict != "right"
            ]
            print("  ", label["id"], ", ".join([*odd, *(f"missed {name}" for name in missed)]))
    print("sample", dict(sorted(tally.items())))
    return {}


def verdict_of(label: dict[str, Any], slug: str, kind: str) -> str:
    """Return what the label says about a shown tag."""
    if slug in label["right"]:
        return "right" if kind in label["right"][slug] else "wrong kind"
    return "false" if slug in label["false"] else "unjudged"


def archived_page(archive: Path, record: dict[str, Any]) -> Page:
    """Return a stored page of a real publisher."""
    body = gzip.decompress((archive / "pages" / f"{record['id']}.html.gz").read_bytes())
    kind = ("content-type", f"text/html; charset={record.get('charset') or ''}")
    response = Response(
        url=record["url"], final_url=record["url"], status=200, headers=(kind,), body=body,
        fetched=datetime(2026, 9, 1, 6, tzinfo=UTC),
    )  # fmt: skip
    return Page(response=response)


def measure_speed(catalogue: Catalogue) -> dict[str, float]:
    """Print CPU milliseconds for 600 words; no floor, machines differ."""
    documents, _ = documents_of("en.newswire")
    articles = [article_of("", text) for text, _ in documents]
    words = sum(len(text.split()) for text, _ in documents)
    tagger = Tagger(catalogue)
    tagger(articles)  # detectors and suffix lists load on first use
    begin = time.process_time()
    tagger(articles)
    spent = time.process_time() - begin
    print(f"speed {spent / words * 600_000:.2f} ms CPU for 600 words")
    return {}


def measures() -> tuple[dict[str, float], dict[str, str]]:
    """Return all figures and the digests of what they were measured on."""
    metrics, catalogue = load_metrics(), shipped()
    figures = (
        measure_names(metrics, catalogue)
        | measure_identity(metrics, catalogue)
        | measure_corpus(metrics, catalogue)
        | measure_salience(metrics, catalogue)
        | measure_keywords(catalogue)
        | measure_language()
    )
    paths = {f"names.{name}": TAGGING / "ner" / path for name, (path, _) in NAME_SETS.items()}
    paths |= {
        f"identity.{n.split('/')[1]}": TAGGING / "identity" / f"{n}.jsonl" for n in IDENTITY_SETS
    }
    paths["salience"] = TAGGING / "salience" / "sel_wikinews.jsonl"
    paths["keywords"] = TAGGING / "keywords" / "publisher_topics.dev.json"
    paths["language"] = TAGGING / "language" / "wmt24_fragments.json"
    return figures, {name: digest_of(path) for name, path in paths.items()}


def digest_of(path: Path) -> str:
    """Return the start of the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def main(arguments: Sequence[str]) -> int:
    """Run the named measures, or all."""
    if not TAGGING.exists():
        print("skipped: needs data/tagging below TAGWIRE_SHARED")
        return 0
    metrics, catalogue = load_metrics(), shipped()
    table: dict[str, Callable[[str], object]] = {
        "names": lambda show: measure_names(metrics, catalogue, show),
        "identity": lambda show: measure_identity(metrics, catalogue, show),
        "corpus": lambda show: measure_corpus(metrics, catalogue, show),
        "salience": lambda show: measure_salience(metrics, catalogue, show),
        "keywords": lambda show: measure_keywords(catalogue),
        "language": lambda show: measure_language(),
        "sample": lambda show: measure_sample(catalogue, show),
        "speed": lambda show: measure_speed(catalogue),
    }
    for argument in arguments or table:
        name, _, show = argument.partition("=")
        table[name](show)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
