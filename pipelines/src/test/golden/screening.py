"""What is left out, reported and flagged: docs/detection.md in Python, with the built-in rules.

Each transaction is held against all others of its card, in the simplest way. Nothing is late. Part
of golden.py.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Iterator

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
HORIZON = HOUR  # the longest span of the built-in rules

# In minor units.
SMALL = {"GBP": 1_00, "EUR": 1_00, "USD": 1_00, "JPY": 150}
LARGE = {"GBP": 200_00, "EUR": 200_00, "USD": 200_00, "JPY": 30_000}
LIMIT = {"GBP": 5_000_00, "EUR": 5_000_00, "USD": 5_000_00, "JPY": 800_000}


@dataclass(frozen=True)
class Transaction:
    """Two of them are equal if their contents are."""

    id: str
    time: int  # milliseconds since 1970
    card: str
    merchant: str
    units: int
    currency: str
    country: str | None
    status: str | None
    category: str | None
    risk: float | None

    def keys(self) -> dict[str, str]:
        """What it counts for, by dimension."""
        return {
            "all": "all",
            "merchant": self.merchant,
            "country": self.country or "unknown",
            "category": self.category or "unknown",
        }


@dataclass(frozen=True)
class Screened:
    accepted: list[Transaction]
    conflicts: dict[str, int]  # id -> contents
    flags: dict[Transaction, list[str]]  # names of rules


def screened(distinct: list[Transaction]) -> Screened:
    """`distinct` holds each content once."""
    cards = defaultdict(list)
    for it in distinct:
        cards[it.card].append(it)
    result = Screened(distinct, {}, {})
    for ofCard in cards.values():
        for it in ofCard:
            same = [
                other
                for other in ofCard
                if other.id == it.id and abs(other.time - it.time) <= HORIZON
            ]
            if len(same) > 1:
                result.conflicts[it.id] = max(len(same), result.conflicts.get(it.id, 0))
        for it, found in flagged(ofCard):
            if found:
                result.flags[it] = found
    return result


def flagged(of_card: list[Transaction]) -> Iterator[tuple[Transaction, list[str]]]:
    """
    What comes before what is decided by time, then by id, then by content. The last is a hash that
    this script does not know, so it insists that it does not matter.
    """
    in_order = sorted(of_card, key=lambda it: (it.time, utf16(it.id)))
    for at, it in enumerate(in_order):
        found = rules(it, in_order[:at])
        twins = [other for other in of_card if other.time == it.time and other.id == it.id]
        if len(twins) > 1:
            others = [other for other in in_order[:at] if other not in twins]
            assert found == rules(it, others) == rules(it, others + [t for t in twins if t != it])
        yield it, found


def utf16(text: str) -> bytes:
    """Java compares texts by their units of 16 bits."""
    return text.encode("utf-16-be", errors="surrogatepass")


def is_risky(it: Transaction) -> bool:
    return it.risk is not None and it.risk >= 0.5


def rules(it: Transaction, before: list[Transaction]) -> list[str]:
    def within(span: int) -> list[Transaction]:
        return [other for other in before if other.time >= it.time - span]

    answers = {
        "velocity": len(within(60 * SECOND)) >= 5,
        "small-then-large": it.currency in LARGE
        and it.units >= LARGE[it.currency]
        and any(
            other.currency == it.currency and 0 <= other.units <= SMALL[it.currency]
            for other in within(10 * MINUTE)
        ),
        "many-merchants": len({other.merchant for other in [*within(10 * MINUTE), it]}) >= 5,
        "country-change": it.country is not None
        and any(other.country not in (None, it.country) for other in within(HOUR)),
        "declines-then-approval": it.status == "APPROVED"
        and sum(other.status == "DECLINED" for other in within(10 * MINUTE)) >= 3,
        "amount-over": it.currency in LIMIT and it.units > LIMIT[it.currency],
        "risk-over": it.risk is not None and it.risk > 0.9,
        "burst": len(within(15 * MINUTE)) >= 4,
        "several-merchants": len({other.merchant for other in [*within(45 * MINUTE), it]}) >= 3,
        "several-declined": it.status == "DECLINED"
        and sum(other.status == "DECLINED" for other in within(45 * MINUTE)) >= 2,
        "several-risky": is_risky(it)
        and sum(is_risky(other) for other in within(45 * MINUTE)) >= 2,
    }
    return [rule for rule, answer in answers.items() if answer]
