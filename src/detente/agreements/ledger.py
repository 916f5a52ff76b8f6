"""The ledger: every commitment, its state on a day, how it came to that, and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.agreements.conditions import held_since, in_circles, in_order, obstacles
from detente.agreements.evidence import Reading, counted, moves
from detente.agreements.implementation import Period, Scored, periods, periods_of_deed, score_deed, score_kept
from detente.agreements.lifecycle import Duty, Move, Standing, State, Terms, history
from detente.errors import UnknownName
from detente.record.agreement import Agreement, Commitment, Evidence, Score
from detente.record.position import Term

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Entry:
    """One commitment in the ledger.

    ``counted`` is the evidence that the state and the score rest on, ``left_out`` what the holder's definition leaves
    out; ``if_disputed`` is the state that would follow if disputed evidence were true.
    """

    agreement: Agreement
    commitment: Commitment
    reading: Reading
    state: State
    since: dt.date | None
    history: tuple[tuple[dt.date, State], ...]
    if_disputed: State
    flags: tuple[str, ...]
    scored: Scored
    periods: tuple[Period, ...]
    analyst: Score | None
    counted: tuple[Evidence, ...]
    left_out: tuple[Evidence, ...]

    @property
    def id(self) -> str:
        """The commitment's id."""
        return self.commitment.id

    def on(self, day: dt.date) -> State:
        """The state on an earlier day, as it is known now."""
        return next((state for since, state in reversed(self.history) if since <= day), "null")

    def row(self) -> dict[str, Any]:
        """The entry as one flat row."""
        made = self.commitment
        return {
            "id": made.id,
            "agreement": self.agreement.id,
            "debtor": list(made.debtor),
            "creditor": list(made.creditor),
            "action": made.action,
            "kind": made.kind,
            "condition": made.condition.text if made.condition else None,
            "due": made.due,
            "state": self.state,
            "since": self.since,
            "if_disputed": self.if_disputed,
            "score": self.scored.score,
            "reason": self.scored.reason,
            "analyst_score": self.analyst.score if self.analyst else None,
            "flags": list(self.flags),
            "evidence": len(self.counted),
            "left_out": len(self.left_out),
        }


@dataclass(frozen=True)
class Ledger:
    """All commitments of a case as one reading gives them; iterate over it, or ask for one by its id."""

    reading: Reading
    entries: tuple[Entry, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> Entry:
        for entry in self.entries:
            if entry.id == name:
                return entry
        raise UnknownName.among("commitment", name, [entry.id for entry in self.entries])

    def where(self, *, party: str = "", state: str = "") -> Ledger:
        """Return the entries that a party owes or is owed, or that stand in a state."""
        kept = (
            entry
            for entry in self.entries
            if (not party or party in (*entry.commitment.debtor, *entry.commitment.creditor))
            and (not state or entry.state == state)
        )
        return Ledger(self.reading, tuple(kept))

    def states(self) -> dict[str, State]:
        """Return the state of each commitment by its id."""
        return {entry.id: entry.state for entry in self.entries}

    def frame(self) -> pl.DataFrame:
        """Return the entries as a Polars frame, one row a commitment."""
        import polars as pl

        kinds = {"since": pl.Date(), "due": pl.Date(), "score": pl.Int64(), "analyst_score": pl.Int64()}
        texts = dict.fromkeys(("debtor", "creditor", "flags"), pl.List(pl.String()))
        rows = [entry.row() for entry in self.entries]
        return pl.DataFrame(rows, schema_overrides={**kinds, **texts}, infer_schema_length=None)


def ledger(
    agreements: Iterable[Agreement],
    *,
    as_of: dt.date,
    terms: Iterable[Term] = (),
    holder: str = "",
    debtor: str = "",
) -> Ledger:
    """Return the state and score of every commitment of agreements that were public by a day.

    Only evidence that was known by ``as_of`` counts. With a ``holder``, evidence on items that its definition of a
    contested term does not count in is left out; with a ``debtor``, what others who owe the same did is not held
    against it. Rows without ``known_from`` count as known on the day they speak of. States follow
    `detente.agreements.lifecycle`.

    >>> from detente.record.agreement import Agreement
    >>> made = Agreement(id="a", title="A", date="2020-01-01", parties=["FRA", "DEU"], commitments=[{
    ...     "id": "a-1", "debtor": ["FRA"], "creditor": ["DEU"], "action": "open an office", "kind": "achieve",
    ...     "due": "2020-06-30"}])
    >>> ledger([made], as_of=dt.date(2020, 6, 30))["a-1"].state, ledger([made], as_of=dt.date(2020, 7, 1))["a-1"].state
    ('detached', 'violated')
    """
    public = [each for each in agreements if max(each.known_from or each.date, each.date) <= as_of]
    return read_ledger(public, {term.id: term for term in terms}, Reading(as_of, holder, debtor))


def read_ledger(agreements: Sequence[Agreement], terms: Mapping[str, Term], reading: Reading) -> Ledger:
    """Return the ledger of agreements under one reading of the evidence."""
    made = {each.id: (agreement, each) for agreement in agreements for each in agreement.commitments}
    after = {name: each.condition.after if each.condition else () for name, (_, each) in made.items()}
    circular = in_circles(after)
    satisfied: dict[bool, dict[str, dt.date]] = {False: {}, True: {}}
    entries = {}
    for name in in_order(after):
        entries[name] = _entry(*made[name], terms, reading, circular, satisfied)
    return Ledger(reading, tuple(entries[name] for name in made))


def terms_of(agreement: Agreement, commitment: Commitment) -> Terms:
    """Return the terms of a commitment in days; one that begins after the signing is conditional until then."""
    condition = commitment.condition
    begins_later = commitment.starts is not None and commitment.starts > agreement.date
    return Terms(
        duty=duty_of(commitment),
        conditional=condition is not None or begins_later,
        owed=bool(commitment.creditor),
        antecedent_by=_ordinal(condition.due) if condition else None,
        consequent_by=_ordinal(commitment.due),
        consequent_within=commitment.due_days_after_condition,
    )


def duty_of(commitment: Commitment) -> Duty:
    """Return what is owed: a deed, a state kept up, or a try; a promise to nobody is kept up if it has a first day."""
    if commitment.kind == "unilateral":
        return "maintain" if commitment.starts is not None and commitment.due is None else "achieve"
    return commitment.kind


def _entry(
    agreement: Agreement,
    commitment: Commitment,
    terms: Mapping[str, Term],
    reading: Reading,
    circular: frozenset[str],
    satisfied: dict[bool, dict[str, dt.date]],
) -> Entry:
    inside, left_out = counted(commitment, terms, reading)
    blocked = obstacles(agreement, commitment, circular)
    course = _course(agreement, commitment, inside, reading, satisfied[False], blocked=bool(blocked), disputed=False)
    other = _course(agreement, commitment, inside, reading, satisfied[True], blocked=bool(blocked), disputed=True)
    for disputed, each in ((False, course), (True, other)):
        if each[-1].state == "satisfied" and each[-1].since is not None:
            satisfied[disputed][commitment.id] = dt.date.fromordinal(each[-1].since)
    scored, parts = _scored(agreement, commitment, inside, course, reading.as_of)
    return Entry(
        agreement=agreement,
        commitment=commitment,
        reading=reading,
        state=course[-1].state,
        since=None if course[-1].since is None else dt.date.fromordinal(course[-1].since),
        history=_dated(course),
        if_disputed=other[-1].state,
        flags=tuple(_flags(agreement, commitment, inside, course[-1], other[-1], blocked)),
        scored=scored,
        periods=parts,
        analyst=_analyst(commitment, reading),
        counted=inside,
        left_out=left_out,
    )


def _course(
    agreement: Agreement,
    commitment: Commitment,
    evidence: Sequence[Evidence],
    reading: Reading,
    satisfied: Mapping[str, dt.date],
    *,
    blocked: bool,
    disputed: bool,
) -> list[Standing]:
    found: list[tuple[int, Move]] = [(agreement.date.toordinal(), "create")]
    held = None if blocked else held_since(agreement, commitment, evidence, satisfied, disputed=disputed)
    if held is not None:
        found.append((held.toordinal(), "antecedent"))
    found += [each for each in moves(evidence, disputed=disputed) if each[1] != "antecedent"]
    return history(terms_of(agreement, commitment), found, reading.as_of.toordinal())


def _scored(
    agreement: Agreement,
    commitment: Commitment,
    evidence: Sequence[Evidence],
    course: Sequence[Standing],
    as_of: dt.date,
) -> tuple[Scored, tuple[Period, ...]]:
    bound = next((each.since for each in course if each.state == "detached"), None)
    if course[-1].state == "null" or (bound is None and course[-1].state != "satisfied"):
        return Scored(None, "not scored: its condition never held" if commitment.condition else "not begun"), ()
    start = dt.date.fromordinal(bound) if bound is not None else agreement.date
    if duty_of(commitment) != "maintain":
        return score_deed(evidence), periods_of_deed(evidence, start=start, until=as_of, length=commitment.period)
    over = course[-1].final or course[-1].state == "pending"
    until = min(as_of, dt.date.fromordinal(course[-1].since or 0)) if over else as_of
    kept = tuple(
        replace(each, scored=Scored(None, "suspended")) if _suspended(course, each) else each
        for each in periods(evidence, start=start, until=until, length=commitment.period)
    )
    day = dt.date.fromordinal(course[-1].since or 0)
    if course[-1].state == "pending":
        return Scored(None, f"suspended since {day}"), kept
    if course[-1].state == "violated" and course[-1].final:
        return Scored(0, f"cancelled or over on {day}; until then: {score_kept(kept).reason}"), kept
    return score_kept(kept), kept


def _suspended(course: Sequence[Standing], period: Period) -> bool:
    """Whether a suspension covers a whole period."""
    first, last = period.start.toordinal(), period.end.toordinal()
    at_first = [each for each in course if each.since is not None and each.since <= first]
    within = [each for each in course if each.since is not None and first < each.since <= last]
    return bool(at_first) and at_first[-1].state == "pending" and not within


def _flags(
    agreement: Agreement,
    commitment: Commitment,
    evidence: Sequence[Evidence],
    now: Standing,
    other: Standing,
    blocked: Sequence[str],
) -> Iterator[str]:
    if blocked:
        yield f"cannot be detached: {'; '.join(blocked)}"
    for code in commitment.debtor:
        if code not in agreement.parties:
            yield f"{code} did not sign"
    for each in evidence:
        if each.effect == "denies":
            yield f"{each.by or 'a debtor'} denies being bound ({each.date})"
    done = [
        each.date_end or each.date for each in evidence if each.effect == "fulfils" and each.certainty != "disputed"
    ]
    if now.state == "violated" and now.final and done:
        yield f"done late, on {min(done)}"
    if now.state == "terminated" and not commitment.creditor:
        yield "withdrawn by its author; owed to nobody"
    if other.state != now.state:
        yield f"{other.state}, if the disputed account is true"


def _analyst(commitment: Commitment, reading: Reading) -> Score | None:
    known = [
        each for each in commitment.scores if each.as_of <= reading.as_of and each.definition in ("", reading.holder)
    ]
    return max(known, key=lambda each: (each.as_of, bool(each.definition)), default=None)


def _dated(course: Sequence[Standing]) -> tuple[tuple[dt.date, State], ...]:
    found: list[tuple[dt.date, State]] = []
    for each in course:
        if each.since is not None and (not found or found[-1][1] != each.state):
            found.append((dt.date.fromordinal(each.since), each.state))
    return tuple(found)


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()
