"""Spikes and incidents: docs/spikes.md in Python, with the default settings.

The history names no start, so every key was quiet before its first flag: 400 days of it. Part of
golden.py.
"""

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, field

BUCKET = 10_000
DAY = 86_400_000
SLOTS = 24
BUCKETS_PER_DAY = DAY // BUCKET
BUCKETS_PER_SLOT = BUCKETS_PER_DAY // SLOTS
QUIET_DAYS = 400
FADES = 2 ** (-1 / 7)  # a day
FALSE_ALARMS = 1e-7
FLOOR = 5
COOL_DOWN = 300_000
NEW_NORMAL = 6 * 3_600_000


@dataclass
class Learned:
    """What the days that are over have left behind."""

    days: float = 0.0
    pairs: float = 0.0
    flagged: list[float] = field(default_factory=lambda: [0.0] * SLOTS)
    left_out: list[float] = field(default_factory=lambda: [0.0] * SLOTS)

    def end_of_day(self, normal: dict[int, int], spikes: dict[int, int]) -> "Learned":
        """With the counts of a day by bucket."""
        flagged = [it * FADES for it in self.flagged]
        left_out = [it * FADES for it in self.left_out]
        for start, count in normal.items():
            flagged[slot_of(start)] += count
        for start in spikes:
            left_out[slot_of(start)] += 1
        assert sum(left_out) * BUCKET <= NEW_NORMAL, "a new normal is not in this script"
        pairs = self.pairs * FADES + sum(it * (it - 1) for it in normal.values())
        return Learned(self.days * FADES + 1, pairs, flagged, left_out)

    def distribution(self, slot: int) -> tuple[float, float]:
        """Mean and shape of the count of a bucket."""
        seen = [BUCKETS_PER_SLOT * self.days - it for it in self.left_out]
        overall = (0.5 + sum(self.flagged)) / (BUCKETS_PER_DAY + sum(seen))
        rates = [(4 + s) / (4 / overall + n) for s, n in zip(self.flagged, seen)]
        expected = sum(n * m**2 for n, m in zip(seen, rates))
        dispersion = max(0.01, (self.pairs + 20) / (expected + 10) - 1)
        rate = rates[slot]
        doubt = (1 + dispersion * rate) / (4 + self.flagged[slot])
        return rate, 1 / ((1 + dispersion) * (1 + doubt) - 1)


def slot_of(time: int) -> int:
    return time % DAY // (DAY // SLOTS)


def tail(mean: float, shape: float, count: int) -> float:
    """P(X >= count), term by term."""
    q = mean / (shape + mean)
    term = math.exp(
        math.lgamma(count + shape)
        - math.lgamma(count + 1)
        - math.lgamma(shape)
        - shape * math.log1p(mean / shape)
        + count * math.log(q)
    )
    terms = []
    while not terms or term > terms[0] * 1e-18:
        terms.append(term)
        term *= q * (count + shape) / (count + 1)
        count += 1
    return math.fsum(terms)


def threshold(mean: float, shape: float) -> int:
    count = FLOOR
    while tail(mean, shape, count) > FALSE_ALARMS:
        count += 1
    return count


@dataclass
class Spike:
    dimension: str
    key: str
    start: int
    count: int
    expected: float
    probability: float
    threshold: int
    incident: int  # the start of its first spike

    def id(self) -> str:
        return name("spike", self.dimension, self.key, self.start)

    def incident_id(self) -> str:
        return name("incident", self.dimension, self.key, self.incident)


def name(kind: str, dimension: str, key: str, start: int) -> str:
    text = f"{kind}|{dimension.upper()}|{key}|{start}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def spikes_of(dimension: str, key: str, times: list[int]) -> list[Spike]:
    """`times`: of the flagged transactions of the key."""
    counts = Counter(time - time % BUCKET for time in times)
    days = sorted({start // DAY for start in counts})
    learned = Learned()
    found: list[Spike] = []
    for day in range(days[0] - QUIET_DAYS, days[-1] + 1):
        normal, spiking = {}, {}
        for start in sorted(it for it in counts if it // DAY == day):
            mean, shape = learned.distribution(slot_of(start))
            least = threshold(mean, shape)
            count = counts[start]
            if count < least:
                normal[start] = count
                continue
            spiking[start] = count
            joins = found and start - (found[-1].start + BUCKET) <= COOL_DOWN
            found.append(
                Spike(
                    dimension,
                    key,
                    start,
                    count,
                    mean,
                    tail(mean, shape, count),
                    least,
                    found[-1].incident if joins else start,
                )
            )
        learned = learned.end_of_day(normal, spiking)
    assert all(after - before < QUIET_DAYS for before, after in zip(days, days[1:]))
    return found
