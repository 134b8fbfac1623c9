#!/usr/bin/env python3
"""Writes samples/transactions: made-up card payments of two days, good ones and bad ones.

    python3 samples/make_samples.py

The files are the same on every run (the compressed one as long as zlib is the same version; what
is in it, always). Beside each bad record stands the reason with which Vigil must set it aside;
`expected()` gives these reasons to the golden files' script.

Python 3.11 or later, standard library only.
"""

import gzip
import io
import json
import random
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "transactions"
LIMIT = 1_048_576  # bytes that a record may have, unless the user says otherwise

LF, CRLF, NO_END = b"\n", b"\r\n", b""


@dataclass(frozen=True)
class Record:
    content: bytes
    reason: str | None = None  # None: a good one
    end: bytes = LF


@dataclass(frozen=True)
class Blank:
    """A line with nothing on it: no record, and not counted."""

    end: bytes = LF


class Literal(str):
    """Stands in the JSON as it is, without quotes."""


# --- Traffic -----------------------------------------------------------------------------------

# merchant, currency, its decimals, country, category, offset from UTC in minutes, how it is written
MERCHANTS = [
    ("corner-shop-17", "GBP", 2, "GB", "groceries", 0, "Z"),
    ("Café Zürich", "EUR", 2, "DE", "restaurants", 60, "+01:00"),
    ("Пекарня №1", "EUR", 2, "FR", "groceries", 60, "+01"),
    ("寿司屋", "JPY", 0, "JP", "restaurants", 540, "+0900"),
    ("gas-n-go", "USD", 2, "US", "fuel", -300, "-05:00"),
    ("souq-online", "BHD", 3, "BH", "electronics", 180, "+03:00"),
    ("kuwait-travel", "KWD", 3, "KW", "travel", 180, "+03:00"),
]

# Times are UTC. Clocks in Europe go forward at 01:00 of the second day.
BUSY_MINUTES = [
    "28T08:05", "28T08:06", "28T12:30", "28T19:59", "28T23:59",
    "29T00:00", "29T01:00", "29T12:30", "29T18:45", "29T23:59",
]  # fmt: skip

STATUSES = ["APPROVED", "APPROVED", "APPROVED", "approved", "APPROVED", "DECLINED", "Declined"]


def local_time(minute: str, millis: int, offset_minutes: int, offset: str) -> str:
    day, hour, minutes = int(minute[:2]), int(minute[3:5]), int(minute[6:8])
    total = day * 1440 + hour * 60 + minutes + offset_minutes
    day, hour, minutes = total // 1440, total // 60 % 24, total % 60
    second = f"{millis // 1000:02}"
    fraction = f".{millis % 1000:03}" if millis % 1000 else ""
    return f"2026-03-{day:02}T{hour:02}:{minutes:02}:{second}{fraction}{offset}"


def traffic(prefix: str, count: int, seed: int) -> list[dict]:
    """Ordinary payments, in the order of their numbers, not of their times."""
    dice = random.Random(seed)

    def below(n: int) -> int:
        return int(dice.random() * n)

    payments = []
    for number in range(1, count + 1):
        place = below(len(MERCHANTS))
        merchant, currency, decimals, country, category, minutes, offset = MERCHANTS[place]
        units = 50 + below(20_000)
        status = STATUSES[below(len(STATUSES))]
        if below(12) == 0:
            units, status = -units, "REVERSED"
        whole, rest = divmod(abs(units), 10**decimals)
        amount = f"{'-' if units < 0 else ''}{whole}" + (f".{rest:0{decimals}}" if decimals else "")
        payment = {
            "transaction_id": f"{prefix}-{number:04}",
            "event_time": local_time(
                BUSY_MINUTES[below(len(BUSY_MINUTES))], below(60_000), minutes, offset
            ),
            "card_id": f"card-{place}{below(5)}",
            "merchant_id": merchant,
            "amount": amount if below(2) else Literal(amount),
            "currency": currency,
            "country": country,
            "status": status,
            "category": category,
            "risk_score": Literal(f"0.{below(100):02}"),
        }
        for optional in ("country", "status", "category", "risk_score"):
            if below(15) == 0:
                del payment[optional]
        payments.append(payment)
    return payments


# --- JSON --------------------------------------------------------------------------------------


def to_json(fields: dict, comma: str = ",", colon: str = ":") -> bytes:
    members = (
        json.dumps(name)
        + colon
        + (value if isinstance(value, Literal) else json.dumps(value, ensure_ascii=False))
        for name, value in fields.items()
    )
    return ("{" + comma.join(members) + "}").encode()


def payment(transaction_id: str, **changes) -> dict:
    """A good payment, with changes. A change to `...` takes the field away."""
    fields = {
        "transaction_id": transaction_id,
        "event_time": "2026-03-28T12:30:15.250Z",
        "card_id": "card-special",
        "merchant_id": "corner-shop-17",
        "amount": Literal("9.99"),
        "currency": "GBP",
        "country": "GB",
        "status": "APPROVED",
        "category": "groceries",
    }
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not ...}


def good_jsonl() -> list[Record | Blank]:
    def good(transaction_id: str, **changes) -> Record:
        return Record(to_json(payment(transaction_id, **changes)))

    records: list[Record | Blank] = [Record(to_json(it)) for it in traffic("g", 180, seed=1)]
    records += [
        # Amounts. What counts is the value, not how it is written.
        good("amount-exponent", amount=Literal("1e2")),
        good("amount-exponent-yen", amount=Literal("1E+2"), currency="JPY"),
        good("amount-exponent-text", amount="12.5e-1"),
        good("amount-trailing-zero", amount=Literal("1.50")),
        good("amount-more-zeros", amount="1.5000"),
        good("amount-yen-with-zeros", amount=Literal("250.00"), currency="JPY"),
        good("amount-fils", amount=Literal("0.001"), currency="BHD"),
        good("amount-fewer-decimals", amount=Literal("7"), currency="KWD"),
        good("amount-zero", amount=Literal("0")),
        good("amount-minus-zero", amount=Literal("-0.0")),
        good("amount-plus-text", amount="+12.50"),
        good("amount-refund", amount=Literal("-9.99"), status="REVERSED"),
        # The ends of 64 bits; nothing else is in these currencies.
        good("amount-largest", amount="92233720368547758.07", currency="CHF", country="CH"),
        good("amount-smallest", amount="-92233720368547758.08", currency="SEK", country="SE"),
        # Times
        good("time-midnight", event_time="2026-03-29T00:00:00Z"),
        good("time-before-midnight", event_time="2026-03-28T23:59:59.999999999Z"),
        good("time-yesterday-in-utc", event_time="2026-03-29T01:59:30+02:00"),
        good("time-tomorrow-in-utc", event_time="2026-03-28T19:00:05.5-05:00"),
        good("time-half-hour-offset", event_time="2026-03-28T18:00:20+05:30"),
        good("time-with-space", event_time="2026-03-28 12:30:21Z"),
        good("time-lower-case", event_time="2026-03-28t12:30:22z"),
        good("time-without-seconds", event_time="2026-03-28T12:30Z"),
        # Optional fields
        good("only-required", country=..., status=..., category=...),
        good("optional-null", country=None, status=None, category=None, risk_score=None),
        good("optional-blank", country="", status="  ", category=" "),
        good("codes-in-lower-case", currency="gbp", country="gb", status="declined"),
        good("risk-score-whole", risk_score=Literal("1")),
        good("status-of-the-source", status="chargeback"),
        # Texts
        good("text-emoji", merchant_id="Pizza 🍕"),
        good("text-quote-and-backslash", merchant_id='The "Old" C:\\Mill'),
        good("text-longest-".ljust(256, "x")),
        Record(
            to_json(payment("text-emoji-escaped", merchant_id="MERCHANT")).replace(
                b"MERCHANT", rb"Pizza \ud83c\udf55"
            )
        ),
        Record(to_json(payment("key-escaped")).replace(b"merchant_id", rb"merchant\u005fid")),
        # JSON
        good("unknown-fields", terminal="T-1", tags=["a", {"b": [None, True, 1.5]}], amount2="x"),
        Record(to_json(dict(reversed(payment("keys-in-another-order").items())))),
        Record(b"  " + to_json(payment("white-space"), " ,\t", " : ") + b" "),
        # The same record twice; and one id with two contents.
        good("twice"),
        good("twice"),
        good("conflict", amount=Literal("10.00")),
        good("conflict", amount=Literal("11.00")),
    ]
    return records


def mixed_jsonl() -> list[Record | Blank]:
    def bad(reason: str, transaction_id: str, **changes) -> Record:
        return Record(to_json(payment(transaction_id, **changes)), reason)

    def broken(reason: str, content: bytes, end: bytes = LF) -> Record:
        return Record(content, reason, end)

    whole = to_json(payment("bad-json"))
    bad_ones = [
        broken("MALFORMED_JSON", b"this is a line of a log"),
        broken("MALFORMED_JSON", whole + b" and more"),
        broken("MALFORMED_JSON", whole[:-1] + b",}"),
        broken("MALFORMED_JSON", whole.replace(b'"currency":', b'"currency" '), CRLF),
        broken("TRUNCATED_JSON", whole[:60]),
        broken("TRUNCATED_JSON", whole[:-1]),
        broken("WRONG_TYPE", b"[" + whole + b"]"),
        broken("INVALID_UTF8", whole.replace(b"corner-shop", b"caf\xe9")),
        broken("NUL_BYTE", whole.replace(b"corner-shop", b"corner\x00shop")),
        broken("NUL_BYTE", whole.replace(b"corner-shop", rb"corner\u0000shop")),
        broken("INVALID_UTF8", whole.replace(b"bad-json", rb"bad-\ud800")),
        broken("DUPLICATE_KEY", whole[:-1] + b',"amount":1.00}'),
        broken("NESTING_TOO_DEEP", whole[:-1] + b',"x":' + b"[" * 200 + b"]" * 200 + b"}"),
        bad("MISSING_FIELD", "bad-no-card", card_id=...),
        bad("MISSING_FIELD", "bad-null-merchant", merchant_id=None),
        bad("MISSING_FIELD", "", card_id="card-empty-id"),
        bad("WRONG_TYPE", Literal("1234567890")),
        bad("FIELD_TOO_LONG", "bad-long-".ljust(300, "x")),
        bad("NOT_A_NUMBER", "bad-nan", amount=Literal("NaN")),
        bad("NOT_A_NUMBER", "bad-nan-text", amount="NaN"),
        bad("NOT_A_NUMBER", "bad-amount-text", amount="12,50"),
        bad("AMOUNT_OUT_OF_RANGE", "bad-1e400", amount=Literal("1e400")),
        bad("AMOUNT_OUT_OF_RANGE", "bad-two-to-63", amount=Literal("92233720368547758.08")),
        bad("TOO_MANY_DECIMALS", "bad-decimals", amount=Literal("1.005")),
        bad("TOO_MANY_DECIMALS", "bad-decimals-yen", amount="10.5", currency="JPY"),
        bad("UNKNOWN_CURRENCY", "bad-currency", currency="ABC"),
        bad("UNKNOWN_CURRENCY", "bad-gold", currency="XAU"),
        # Not bad: a country that nobody knows costs the payment its country, and no more.
        Record(to_json(payment("country-unknown", country="XX"))),
        bad("INVALID_TIME", "bad-february", event_time="2026-02-30T10:00:00Z"),
        bad("TIME_WITHOUT_ZONE", "bad-local", event_time="2026-03-28T10:00:00"),
        bad("TIME_OUT_OF_RANGE", "bad-year", event_time="9999-12-31T23:59:59Z"),
        broken("RECORD_TOO_LARGE", padded("bad-20-megabytes", 20 * 1024 * 1024)),
        broken("RECORD_TOO_LARGE", padded("bad-one-byte-more", LIMIT + 1)),
    ]

    good_ones = [Record(to_json(it)) for it in traffic("m", 90, seed=2)]
    good_ones[0] = Record(b"\xef\xbb\xbf" + good_ones[0].content)
    for at in (7, 8, 21):
        good_ones[at] = Record(good_ones[at].content, end=CRLF)
    good_ones.append(Record(padded("as-long-as-allowed", LIMIT)))

    # Two good ones, a bad one, two good ones, …
    records: list[Record | Blank] = []
    bad_left = iter(bad_ones)
    for at, record in enumerate(good_ones):
        records.append(record)
        if at % 2 and (next_bad := next(bad_left, None)):
            records.append(next_bad)
        if at in (3, 40):
            records += [Blank(), Blank(CRLF)]
    assert next(bad_left, None) is None
    records.append(Record(to_json(payment("last-line-without-end")), end=NO_END))
    return records


def padded(transaction_id: str, length: int) -> bytes:
    """A payment of that many bytes."""
    short = len(to_json(payment(transaction_id, note="")))
    return to_json(payment(transaction_id, note="x" * (length - short)))


# --- CSV ---------------------------------------------------------------------------------------

COLUMNS = [
    "merchant_id", "note", "event_time", "amount", "currency", "transaction_id",
    "card_id", "status", "country", "category", "risk_score",
]  # fmt: skip


def row(fields: dict, **texts: str) -> bytes:
    """The fields as they are; whoever needs quotes brings them."""
    fields = fields | texts
    return ",".join(fields.get(name) or "" for name in COLUMNS).encode()


def cards_csv() -> list[Record | Blank]:
    plain = [Record(row(it)) for it in traffic("c", 60, seed=3)]

    def good(transaction_id: str, end: bytes = LF, **texts: str) -> Record:
        return Record(row(payment(transaction_id), **texts), end=end)

    def bad(reason: str, transaction_id: str, end: bytes = LF, **texts: str) -> Record:
        return Record(row(payment(transaction_id), **texts), reason, end)

    whole = row(payment("bad-count"))
    records: list[Record | Blank] = [
        *plain[:10],
        good("csv-crlf", CRLF),
        good("csv-quoted-newline", note='"first line\nsecond line"'),
        good("csv-quoted-newlines", CRLF, note='"a\r\n\r\nb, c"'),
        good("csv-newline-in-merchant", merchant_id='"Upstairs\nDownstairs"'),
        good("csv-doubled-quotes", merchant_id='"The ""Old"" C:\\Mill"'),
        good("csv-delimiter", merchant_id='"Fish, Chips & Co"'),
        good("csv-quoted-values", amount='"12.50"', currency='"GBP"', country='"GB"'),
        good("csv-empty-quotes", note='""', country='""', status="", category=" "),
        *plain[10:20],
        Record(whole.rpartition(b",")[0], "WRONG_FIELD_COUNT"),
        Record(whole + b",", "WRONG_FIELD_COUNT", CRLF),
        Record(b"a line of a log", "WRONG_FIELD_COUNT"),
        Blank(),
        *plain[20:30],
        bad("MALFORMED_CSV", "bad-quote", note='"text" behind'),
        Blank(CRLF),
        *plain[30:40],
        # The next quote opens a field of a good row; it cannot close this one.
        bad("UNCLOSED_QUOTE", "bad-unclosed", note='"never closed'),
        *plain[40:45],
        good("csv-behind-unclosed", note='"comma, and ""quotes"""'),
        good("csv-more-behind-unclosed", merchant_id='"Upstairs\nDownstairs"'),
        bad("NOT_A_NUMBER", "bad-amount-over-two-lines", CRLF, note='"one\ntwo"', amount="12;50"),
        bad("MISSING_FIELD", "bad-empty-card", card_id='""'),
        bad("TOO_MANY_DECIMALS", "bad-fils", amount="0.0001", currency="KWD"),
        bad("INVALID_TIME", "bad-time", event_time="28/03/2026 10:00"),
        *plain[45:50],
        # No other quote behind it.
        bad("UNCLOSED_QUOTE", "bad-unclosed-to-the-end", CRLF, category='"never closed either'),
        *plain[50:],
    ]
    return records


# --- Files -------------------------------------------------------------------------------------

HEADERS = {"cards.csv": ",".join(COLUMNS).encode() + LF}


def files() -> dict[str, list[Record | Blank]]:
    return {
        "good.jsonl": good_jsonl(),
        "mixed.jsonl.gz": mixed_jsonl(),
        "cards.csv": cards_csv(),
    }


def expected() -> dict[str, list[tuple[str | None, int]]]:
    """For each record of each file: the reason if it is bad, and over how many lines it goes."""
    return {
        name: [(it.reason, it.content.count(b"\n") + 1) for it in lines if isinstance(it, Record)]
        for name, lines in files().items()
    }


def compress(content: bytes) -> bytes:
    """As gzip.compress, whose header differs between versions of Python."""
    compressed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=compressed, mtime=0) as file:
        file.write(content)
    return compressed.getvalue()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, lines in files().items():
        content = HEADERS.get(name, b"") + b"".join(
            it.content + it.end if isinstance(it, Record) else it.end for it in lines
        )
        if name.endswith(".gz"):
            content = compress(content)
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
