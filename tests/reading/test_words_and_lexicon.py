"""Sentences, inflection, the lexicon's tables and the trees they are matched on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import MissingExtra
from detente.reading import Coder
from detente.reading.inflection import crude_lemma, noun_forms, verb_forms
from detente.reading.lexicon import lexicon
from detente.reading.sentences import split
from detente.reading.words import Tree, Word
from detente.reading.writing import classify
from detente.record import ontology


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Moon met Gen. Kim on Jan. 5. They spoke.", 2),
        ("The U.S. said no. Iran agreed.", 2),
        ("He left the U.S. The talks went on.", 2),
        ('"Stop!" he said. "Go."', 2),
        ("A title\n\nA paragraph", 2),
        ("One line\nand the next", 1),
        ("Prices rose 2.5 per cent.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(list(split(text))) == count


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab. \n\u00adU.S?!”A", max_size=80))
def test_offsets_of_sentences_lead_back_to_the_text(text: str) -> None:
    last = 0
    for sentence in split(text):
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
        for k, letter in enumerate(sentence.clean):
            given_letter = text[sentence.offset(k)]
            assert letter in (given_letter, " ", '"')


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("deny", "denied"), ("stop", "stopping"), ("withdraw", "withdrew"), ("veto", "vetoes"), ("ally", "allies")],
)
def test_verbs_take_their_forms(lemma: str, form: str) -> None:
    assert form in verb_forms(lemma)


def test_nouns_take_their_plural() -> None:
    assert noun_forms("embassy") == {"embassy", "embassies"}
    assert "women" in noun_forms("woman")
    assert crude_lemma("gizmos", verb=False) == "gizmo"


def test_every_code_of_the_lexicon_is_known_to_the_ontology() -> None:
    table = lexicon()
    codes = {frame.code for group in table.frames.values() for frame in group}
    codes |= {sense.code for senses in table.nouns.values() for sense in senses}
    codes |= {code for code, _ in table.operations.values()}
    for code in sorted(code for code in codes if code and not code.startswith("@")):
        kind, mode, _, quad, intensity = classify(code)
        assert mode in ("", *ontology.modes(kind))
        assert quad in (1, 2, 3, 4)
        assert -10 <= intensity <= 10


def test_the_lexicon_reaches_every_type() -> None:
    table = lexicon()
    codes = {frame.code for group in table.frames.values() for frame in group if not frame.code.startswith("@")}
    codes |= {code for code, _ in table.operations.values()}
    assert {classify(code)[0] for code in codes} == set(ontology.type_names())


def test_the_lexicon_is_wide() -> None:
    assert sum(len(group) for group in lexicon().frames.values()) > 3000
    assert len(lexicon().nouns) > 1500


@pytest.mark.parametrize(
    ("op", "inner", "code"),
    [("refuse", "046", "125"), ("stop", "163", "085"), ("stop", "0731", "1623"), ("stop", "", None)],
)
def test_operators_turn_one_act_into_another(op: str, inner: str, code: str | None) -> None:
    found = lexicon().operation(op, inner)
    assert (found and found[0]) == code


def test_a_tree_with_a_loop_of_heads_ends() -> None:
    words = [Word(0, "a", "a", "NN", "dep", 1, 0, 1), Word(1, "b", "b", "NN", "dep", 0, 2, 3)]
    tree = Tree(words)
    assert list(tree.ancestors(0)) == [1]
    assert tree.subtree(0) >= {0}


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(MissingExtra, match="xx_no_such_model"):
        Coder(pipeline="xx_no_such_model")
