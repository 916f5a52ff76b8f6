"""From a word's form to its lemma, for the words of the lexicon and, by rule, for any other."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

VOWELS = "aeiou"


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return lemma -> its irregular forms."""
    path = files("detente.reading") / "data" / "irregular.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["lemma"]: tuple(row["forms"].split(";")) for row in rows}


def _doubles(lemma: str) -> bool:
    if len(lemma) < 3 or lemma[-1] not in "bdglmnprt" or lemma[-2] not in VOWELS:
        return False
    return lemma[-3] not in VOWELS or lemma[-4:-2] == "qu"


def verb_forms(lemma: str) -> set[str]:
    """Return the forms a verb may take, with both spellings where a final consonant may double.

    >>> sorted(verb_forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    forms = {lemma} | noun_forms(lemma)
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    forms.add((lemma if lemma.endswith(("ee", "oe", "ye")) else stem) + "ing")
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        forms.add(lemma[:-1] + "ied")
    else:
        forms.add(stem + "ed")
    if lemma.endswith("ie"):
        forms.add(lemma[:-2] + "ying")
    if lemma.endswith("ic"):
        forms |= {lemma + "ked", lemma + "king"}
    if _doubles(lemma):
        forms |= {lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"}
    return forms | set(irregular().get(lemma, ()))


def noun_forms(lemma: str) -> set[str]:
    """Return the singular and plural of a noun.

    >>> sorted(noun_forms("ally"))
    ['allies', 'ally']
    """
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        plural = lemma[:-1] + "ies"
    elif lemma.endswith(("s", "x", "z", "ch", "sh")):
        plural = lemma + "es"
    else:
        plural = lemma + "s"
    return {lemma, plural} | set(irregular().get(lemma, ()))


def crude_lemma(form: str, *, verb: bool) -> str:
    """Return a lemma by suffix for a word outside the lexicon; wrong for many, harmless for all."""
    if verb:
        for suffix in ("ing", "ed"):
            if form.endswith(suffix) and len(form) > len(suffix) + 2:
                return form[: -len(suffix)]
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 3:
        return form[:-1]
    return form


def _adjectives_first(lemma: str) -> tuple[bool, str]:
    return not lemma.endswith(("ed", "ing")), lemma


class Lemmatizer:
    """Maps forms to lemmas: a table for known verbs and nouns, suffix rules beyond it."""

    def __init__(self, verbs: Iterable[str], nouns: Iterable[str]) -> None:
        self.verbs = {form: verb for verb in sorted(verbs, key=_adjectives_first) for form in verb_forms(verb)}
        self.nouns = {form: noun for noun in sorted(nouns) for form in noun_forms(noun)}
        self._past = dict(self.verbs)
        self.verbs |= {verb: verb for verb in verbs}
        self.nouns |= {noun: noun for noun in nouns}

    def __call__(self, text: str, tag: str) -> str:
        """Return the lemma of a form, as a verb or as a noun by its Penn tag."""
        form = text.lower()
        if tag == "VBD" and form in self._past:
            # "Committed" is an adjective of the lexicon too, but not where it is a past tense.
            return self._past[form]
        if tag.startswith("V"):
            return self.verbs.get(form) or crude_lemma(form, verb=True)
        if tag.startswith("N"):
            return self.nouns.get(form) or crude_lemma(form, verb=False)
        return form
