#!/usr/bin/env python3
"""Works out what the pipeline must say about the files in samples/, without the pipeline.

    python3 samples/make_samples.py             # if the samples changed
    python3 pipelines/src/test/golden/golden.py

It is written from the specification, not from the Java code, and shares nothing with it: never
"repair" a golden file with what the pipeline says. Run it by hand when samples or rules change, and
read the diff.

For each data set it writes, next to itself, a file for each table: one JSON object a line, the
lines sorted by their code points. All windows are closed and nothing is late. Of a conflict it
knows the id and the contents, and of a flag all but its evidence and the hash of the content.
What is suspicious is worked out in screening.py. Spikes and incidents are not worked
out here: the convergence tests hold them against a model in plain Java.

Which records of samples/transactions are bad, and why, is what the author of make_samples.py wrote
beside them. Here they are read all the same, and it is an error if this script finds otherwise.

Python 3.11 or later, standard library only.
"""

import csv
import gzip
import hashlib
import io
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Context, Decimal
from functools import partial
from pathlib import Path
from typing import Iterable, Iterator
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[3] / "samples"
sys.path.insert(0, str(SAMPLES))
sys.dont_write_bytecode = True

import make_samples  # noqa: E402
from screening import Screened, Transaction, screened  # noqa: E402

LIMIT = 1_048_576
DEEPEST = 64
LONGEST_TEXT = 256
BLOCK = 65_536
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EXACT = Context(prec=1_000, Emax=999_999, Emin=-999_999)

# ISO 4217 and ISO 3166-1, as far as the samples need them.
DECIMALS = {"GBP": 2, "EUR": 2, "USD": 2, "CHF": 2, "SEK": 2, "JPY": 0, "BHD": 3, "KWD": 3}
COUNTRIES = {"GB", "DE", "FR", "JP", "US", "BH", "KW", "CH", "SE"}

GRAINS = {"minute": 60_000, "hour": 3_600_000, "day": 86_400_000}


class Bad(Exception):
    """The record is no transaction; for the reason that is the message."""


# --- Fields ------------------------------------------------------------------------------------


def milliseconds(time: datetime) -> int:
    return (time - EPOCH) // timedelta(milliseconds=1)


def text(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise Bad("WRONG_TYPE")
    if not value.strip():
        return None
    if len(value.encode("utf-16-le", errors="surrogatepass")) // 2 > LONGEST_TEXT:
        raise Bad("FIELD_TOO_LONG")
    if "\0" in value:
        raise Bad("NUL_BYTE")
    if re.search("[\ud800-\udfff]", value):
        raise Bad("INVALID_UTF8")
    return value


def required(value: str | None) -> str:
    if value is None:
        raise Bad("MISSING_FIELD")
    return value


def currency_code(value: str | None) -> str | None:
    if value is None:
        return None
    if value.strip().upper() not in DECIMALS:
        raise Bad("UNKNOWN_CURRENCY")
    return value.strip().upper()


def country_code(value: str | None) -> str | None:
    """A country that nobody knows is none: the payment happened all the same."""
    code = value.strip().upper() if value else None
    return code if code in COUNTRIES else None


def minor_units(amount: object, currency: str) -> int:
    if isinstance(amount, str):
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", amount):
            raise Bad("NOT_A_NUMBER")
        amount = Decimal(amount)
    if not isinstance(amount, Decimal):
        raise Bad("MISSING_FIELD" if amount is None else "WRONG_TYPE")
    if amount.is_nan():
        raise Bad("NOT_A_NUMBER")
    units = amount.scaleb(DECIMALS[currency], EXACT)
    if units != units.to_integral_value(context=EXACT):
        raise Bad("TOO_MANY_DECIMALS")
    if not -(2**63) <= units < 2**63:
        raise Bad("AMOUNT_OUT_OF_RANGE")
    return int(units)


ISO_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"([Zz]|([+-])(\d\d)(?::?(\d\d))?)?"
)


def iso_time(value: str) -> int:
    match = ISO_TIME.fullmatch(value)
    if not match:
        raise Bad("INVALID_TIME")
    *date_and_minute, second, fraction, zone, sign, hours, minutes = match.groups()
    if zone is None:
        raise Bad("TIME_WITHOUT_ZONE")
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if sign == "-":
        offset = -offset
    try:
        local = datetime(*map(int, date_and_minute), int(second or 0), tzinfo=timezone.utc)
    except ValueError as e:
        raise Bad("INVALID_TIME") from e
    time = milliseconds(local - offset) + int((fraction or "").ljust(3, "0")[:3])
    if not 0 <= time < milliseconds(datetime(2100, 1, 1, tzinfo=timezone.utc)):
        raise Bad("TIME_OUT_OF_RANGE")
    return time


def transaction(values: dict) -> Transaction:
    """From the canonical fields."""
    transaction_id = required(text(values.get("transaction_id")))
    currency = required(currency_code(text(values.get("currency"))))
    status = text(values.get("status"))
    risk = values.get("risk_score")
    return Transaction(
        id=transaction_id,
        time=iso_time(required(text(values.get("event_time")))),
        card=required(text(values.get("card_id"))),
        merchant=required(text(values.get("merchant_id"))),
        units=minor_units(values.get("amount"), currency),
        currency=currency,
        country=country_code(text(values.get("country"))),
        status=status.strip().upper() if status else None,
        category=text(values.get("category")),
        risk=None if risk in (None, "") else float(risk),
    )


# --- Formats -----------------------------------------------------------------------------------


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


def members(pairs: list[tuple[str, object]]) -> dict:
    if len({name for name, _ in pairs}) < len(pairs):
        raise Bad("DUPLICATE_KEY")
    return dict(pairs)


def decoded(content: bytes) -> str:
    if b"\0" in content:
        raise Bad("NUL_BYTE")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise Bad("INVALID_UTF8") from e


def from_json(content: bytes) -> Transaction:
    characters = decoded(content)
    try:
        values = json.loads(
            characters,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=Decimal,  # NaN
            object_pairs_hook=members,
        )
    except json.JSONDecodeError as e:
        at_the_end = e.pos >= len(characters) or e.msg.startswith("Unterminated string")
        raise Bad("TRUNCATED_JSON" if at_the_end else "MALFORMED_JSON") from e
    if not isinstance(values, dict):
        raise Bad("WRONG_TYPE")
    if depth(values) > DEEPEST:
        raise Bad("NESTING_TOO_DEEP")
    return transaction(values)


def csv_fields(content: bytes, header: list[str]) -> dict[str, str]:
    lines = io.StringIO(decoded(content), newline="")
    try:
        [fields] = csv.reader(lines, strict=True)
    except csv.Error as e:
        unclosed = "unexpected end of data" in str(e)
        raise Bad("UNCLOSED_QUOTE" if unclosed else "MALFORMED_CSV") from e
    if len(fields) != len(header):
        raise Bad("WRONG_FIELD_COUNT")
    return dict(zip(header, fields))


def from_canonical_csv(content: bytes, header: list[str]) -> Transaction:
    return transaction(csv_fields(content, header))


# What samples/online-retail/mapping.yaml says, in other words.
RETAIL_COUNTRIES = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR",
    "Canada": "CA", "Channel Islands": None, "Cyprus": "CY", "Czech Republic": "CZ",
    "Denmark": "DK", "EIRE": "IE", "European Community": None, "Finland": "FI", "France": "FR",
    "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL",
    "Italy": "IT", "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT",
    "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "RSA": "ZA",
    "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH",
    "USA": "US", "United Arab Emirates": "AE", "United Kingdom": "GB", "Unspecified": None,
}  # fmt: skip
LONDON = ZoneInfo("Europe/London")


def from_retail_csv(content: bytes, header: list[str]) -> Transaction:
    row = csv_fields(content, header)
    local = datetime.strptime(row["InvoiceDate"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=LONDON)
    amount = EXACT.multiply(Decimal(row["Quantity"]), Decimal(row["UnitPrice"]))
    return Transaction(
        id=hashlib.sha256(content).hexdigest()[:32],
        time=milliseconds(local.astimezone(timezone.utc)),
        card=row["CustomerID"] if row["CustomerID"].strip() else "guest",
        merchant="online-retail",
        units=minor_units(amount, "GBP"),
        currency="GBP",
        country=RETAIL_COUNTRIES[row["Country"]],
        status="REVERSED" if row["InvoiceNo"].startswith("C") else "APPROVED",
        category="goods" if row["StockCode"][0] in "0123456789" else "service",
        risk=None,
    )


# --- Records of a file -------------------------------------------------------------------------


def content_of(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def without_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r")


def lines_of(content: bytes) -> list[bytes]:
    """With their ends."""
    return [line for line in re.split(rb"(?<=\n)", content) if line]


def json_records(content: bytes) -> list[bytes]:
    return [line for line in map(without_end, lines_of(content)) if line]


def csv_records(content: bytes, heights: list[int] | None) -> tuple[list[str], list[bytes]]:
    """
    The header, and the records. Over how many lines each record goes is told by `heights`; without
    them it follows from its quotes.
    """
    header, *lines = lines_of(content)
    records: list[bytes] = []
    at = 0
    while at < len(lines):
        if not without_end(lines[at]):
            at += 1
            continue
        end = at + 1
        if heights:
            end = at + heights[len(records)]
        else:
            while b"".join(lines[at:end]).count(b'"') % 2:
                end += 1
        records.append(without_end(b"".join(lines[at:end])))
        at = end
    return next(csv.reader([without_end(header).decode()])), records


# --- Golden files ------------------------------------------------------------------------------


@dataclass
class Row:
    count: int = 0
    declined: int = 0
    flagged: int = 0
    sum: int = 0
    largest: int | None = None
    cards: set[str] = field(default_factory=set)


@dataclass
class DataSet:
    # Which of two copies is the duplicate is a matter of their order; this script insists that
    # they are in one block, so that the ledger is not.
    accepted: dict[Transaction, tuple[str, int]] = field(default_factory=dict)
    dead_letters: list[dict] = field(default_factory=list)
    ledger: list[dict] = field(default_factory=list)

    def add_file(self, source: str, encoding: str, records: list[bytes], parse) -> list[str | None]:
        """Returns the reason for each record; None for a good one."""
        reasons: list[str | None] = []
        blocks: dict[int, Counter[str]] = defaultdict(Counter)
        for offset, content in enumerate(records, start=1):
            number = (offset - 1) // BLOCK
            block = blocks[number]
            block["read"] += 1
            try:
                if len(content) > LIMIT:
                    raise Bad("RECORD_TOO_LARGE")
                good = parse(content)
                is_new = good not in self.accepted
                assert self.accepted.setdefault(good, (source, number)) == (source, number)
                block["accepted" if is_new else "duplicates"] += 1
                reasons.append(None)
            except Bad as bad:
                reason = str(bad)
                self.dead_letters.append(dead_letter(source, offset, encoding, content, reason))
                block["dead_letters"] += 1
                reasons.append(reason)
        for number, block in blocks.items():
            start = 1 + number * BLOCK
            self.ledger.append(
                {
                    "source": source,
                    "partition": -1,
                    "block_start": start,
                    "block_end": start + BLOCK,
                    "read": block["read"],
                    "accepted": block["accepted"],
                    "duplicates": block["duplicates"],
                    "dead_letters": block["dead_letters"],
                    "late": 0,
                    "generation": 0,
                }
            )
        return reasons

    def totals(self, found: Screened) -> list[dict]:
        rows: dict[tuple, Row] = defaultdict(Row)
        for it in found.accepted:
            for grain, length in GRAINS.items():
                for dimension, key in it.keys().items():
                    row = rows[grain, dimension, key, it.currency, it.time - it.time % length]
                    row.count += 1
                    row.declined += it.status == "DECLINED"
                    row.flagged += it in found.flags
                    row.sum += it.units
                    row.largest = it.units if row.largest is None else max(row.largest, it.units)
                    row.cards.add(it.card)
        assert all(-(2**63) <= row.sum < 2**63 for row in rows.values())
        return [
            {
                "grain": grain,
                "dimension": dimension,
                "key": key,
                "currency": currency,
                "window_start": iso(start),
                "window_end": iso(start + GRAINS[grain]),
                "count": row.count,
                "declined": row.declined,
                "flagged": row.flagged,
                "sum": row.sum,
                "sum_capped": False,
                "largest": row.largest,
                "cards": len(row.cards),
                "generation": 0,
                "facts": row.count + row.flagged,
                "final": True,
            }
            for (grain, dimension, key, currency, start), row in rows.items()
        ]

    def write(self, folder: Path) -> None:
        found = screened(list(self.accepted))
        folder.mkdir(exist_ok=True)
        write_lines(folder / "totals.jsonl", self.totals(found))
        write_lines(folder / "flags.jsonl", flag_rows(found))
        write_lines(
            folder / "conflicts.jsonl",
            ({"transaction_id": it, "contents": n} for it, n in found.conflicts.items()),
        )
        write_lines(folder / "dead_letters.jsonl", self.dead_letters)
        write_lines(folder / "late.jsonl", [])
        write_lines(folder / "ledger.jsonl", self.ledger)
        read, duplicates = (sum(it[n] for it in self.ledger) for n in ("read", "duplicates"))
        print(
            f"{folder.name}: read={read} accepted={len(self.accepted)} duplicates={duplicates}"
            f" dead_letters={len(self.dead_letters)} late=0;"
            f" {len(found.flags)} flagged, {len(found.conflicts)} conflicts"
        )


def flag_rows(found: Screened) -> Iterator[dict]:
    for it, rules in found.flags.items():
        for rule in rules:
            row = {
                "rule": rule,
                "transaction_id": it.id,
                "event_time": iso(it.time),
                "merchant_id": it.merchant,
                "currency": it.currency,
                "country": it.country,
                "category": it.category,
                "card_id": it.card,
            }
            yield {name: value for name, value in row.items() if value is not None}


def dead_letter(source: str, offset: int, encoding: str, content: bytes, reason: str) -> dict:
    kept = content[:LIMIT] if reason == "RECORD_TOO_LARGE" else content
    return {
        "reason": reason,
        "stage": "READ" if reason in ("RECORD_TOO_LARGE", "DAMAGED_FILE") else "PARSE",
        "source": source,
        "partition": -1,
        "offset": offset,
        "encoding": encoding,
        "bytes_length": len(kept),
        "bytes_sha256": hashlib.sha256(kept).hexdigest(),
    }


def iso(millis: int) -> str:
    seconds = (EPOCH + timedelta(milliseconds=millis)).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{seconds}.{millis % 1000:03}Z" if millis % 1000 else f"{seconds}Z"


def write_lines(path: Path, rows: Iterable[dict]) -> None:
    lines = sorted(json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in rows)
    path.write_bytes("".join(line + "\n" for line in lines).encode())


def online_retail() -> DataSet:
    data = DataSet()
    for path in sorted((SAMPLES / "online-retail").glob("*.csv.gz")):
        header, records = csv_records(content_of(path), heights=None)
        data.add_file(path.name, "CSV", records, partial(from_retail_csv, header=header))
    return data


def transactions() -> DataSet:
    data = DataSet()
    for name, expected in sorted(make_samples.expected().items()):
        content = content_of(SAMPLES / "transactions" / name)
        if name.endswith(".csv"):
            header, records = csv_records(content, [height for _, height in expected])
            found = data.add_file(name, "CSV", records, partial(from_canonical_csv, header=header))
        else:
            found = data.add_file(name, "JSON", json_records(content), from_json)
        for offset, (wanted, got) in enumerate(zip(expected, found, strict=True), start=1):
            if wanted[0] != got:
                raise SystemExit(f"{name}:{offset}: the author says {wanted[0]}, this script {got}")
    return data


if __name__ == "__main__":
    online_retail().write(HERE / "online-retail")
    transactions().write(HERE / "transactions")
