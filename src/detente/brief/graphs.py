"""Graphs as still drawings: nodes in layers, edges between them, as SVG that follows the page's colours."""

from __future__ import annotations

from collections import deque
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup, escape

from detente.finding import Edge, Graph

STEP_X, STEP_Y, RADIUS = 170, 84, 7


class Place(NamedTuple):
    """Where a node is drawn, in pixels."""

    x: float
    y: float


def draw_graph(graph: Graph) -> Markup:
    """Return the graph as one SVG element."""
    layers = _layers(graph)
    places = {
        node: Place(60 + column * STEP_X, 40 + (row + (_tallest(layers) - len(layer)) / 2) * STEP_Y)
        for column, layer in enumerate(layers)
        for row, node in enumerate(layer)
    }
    width = 120 + STEP_X * (len(layers) - 1) + 120
    height = 80 + STEP_Y * (_tallest(layers) - 1)
    parts = [_edge(edge, places) for edge in graph.edges if edge.source != edge.target]
    groups = sorted({node.group for node in graph.nodes})
    for node in graph.nodes:
        place = places[node.id]
        parts.append(
            f'<g class="node group-{groups.index(node.group) % 6}"><title>{escape(node.note or node.label)}</title>'
            f'<circle cx="{place.x:.0f}" cy="{place.y:.0f}" r="{RADIUS * node.weight**0.5:.1f}"/>'
            f'<text x="{place.x:.0f}" y="{place.y + 22:.0f}">{_lines(node.label, place.x)}</text></g>'
        )
    return Markup(
        f'<svg class="graph" role="img" aria-label="{escape(graph.title)}" viewBox="0 0 {width} {height}" '
        f'style="max-width:{width}px">{_ARROW}{"".join(parts)}</svg>'
    )


def _lines(label: str, x: float) -> str:
    """Return a label in lines that do not run into the next column."""
    lines = wrap(label, 24) or [""]
    return "".join(
        f'<tspan x="{x:.0f}" dy="{0 if k == 0 else 12}">{escape(line)}</tspan>' for k, line in enumerate(lines)
    )


_ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker></defs>'
)


def _layers(graph: Graph) -> list[list[str]]:
    """Put each node as many columns to the right as its shortest way from a node that nothing leads to."""
    onward: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    entered = set()
    for edge in graph.edges:
        if edge.source != edge.target:
            onward[edge.source].append(edge.target)
            entered.add(edge.target)
    depth: dict[str, int] = {}
    for start in [*(n.id for n in graph.nodes if n.id not in entered), *(n.id for n in graph.nodes)]:
        if start in depth:
            continue
        depth[start] = 0
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in onward[here]:
                if there not in depth:
                    depth[there] = depth[here] + 1
                    queue.append(there)
    count = max(depth.values(), default=0) + 1
    return [[node.id for node in graph.nodes if depth[node.id] == layer] for layer in range(count)]


def _tallest(layers: list[list[str]]) -> int:
    return max((len(layer) for layer in layers), default=1)


def _edge(edge: Edge, places: dict[str, Place]) -> str:
    a, b = places[edge.source], places[edge.target]
    length = max(1.0, ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5)
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    x1, y1, x2, y2 = a.x + ux * 12, a.y + uy * 12, b.x - ux * 12, b.y - uy * 12
    bend = 18 if abs(b.y - a.y) < STEP_Y / 2 or b.x <= a.x else 0
    mx, my = (x1 + x2) / 2 - uy * bend, (y1 + y2) / 2 + ux * bend
    label = f'<text class="edge" x="{mx:.0f}" y="{my - 4:.0f}">{escape(edge.label)}</text>' if edge.label else ""
    path = f'<path d="M{x1:.0f} {y1:.0f}Q{mx:.0f} {my:.0f} {x2:.0f} {y2:.0f}" marker-end="url(#arrow)"/>'
    return f'<g class="edge {edge.style}">{path}{label}</g>'
