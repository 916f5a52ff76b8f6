"""Matrix products of a spaCy pipeline by numpy's BLAS, on the calling thread.

spaCy multiplies by BLIS, whose wheel knows few kinds of processor and falls back to plain loops on the rest, where
numpy's BLAS is three times as fast. But that wakes a thread a core for matrices too small to gain by it.
"""

from __future__ import annotations

from typing import Any


def multiply_by_numpy(pipeline: Any) -> bool:
    """Let the models of a pipeline multiply by numpy's BLAS; False, and no change, where it cannot be held to a thread.

    Layers on another device, and those with an operator set of their own, stay as they are.
    """
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return False
    from thinc.api import NumpyOps

    blas = ThreadpoolController().select(user_api="blas")
    if not blas.info():
        return False

    class OneThread(NumpyOps):  # type: ignore[misc]  # thinc is not typed here
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            with blas.limit(limits=1):
                return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)

    ops = OneThread(use_blis=False)
    for _, component in pipeline.pipeline:
        for layer in component.model.walk() if getattr(component, "model", None) else ():
            if type(layer.ops) is NumpyOps:
                layer.ops = ops
    return True
