"""Compares a tag's rows as PyIceberg reads them with those that `asof lake sql` printed as CSV."""

import csv
import datetime
import hashlib
import sys

from pyiceberg.catalog.sql import SqlCatalog


def text(value):
    """One text for equal values of both sides."""
    if value is None or value == "":
        return ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return repr(float(value)) if not isinstance(value, datetime.date) else str(value)
    except ValueError:
        return str(value)


def checksum(rows):
    digest = hashlib.sha256()
    for row in sorted("\x1f".join(row) for row in rows):
        digest.update(row.encode() + b"\n")
    return digest.hexdigest()


def main(home, table_name, tag, printed):
    catalog = SqlCatalog(
        "asof", uri=f"sqlite:///{home}/catalog.db", warehouse=f"{home}/warehouse"
    )
    table = catalog.load_table(f"market.{table_name}")
    snapshot = table.snapshot_by_name(tag)
    theirs = table.scan(snapshot_id=snapshot.snapshot_id).to_arrow()
    with open(printed, newline="", encoding="utf-8") as lines:
        header, *ours = list(csv.reader(lines))
    columns = [theirs.column(name).to_pylist() for name in header]
    their_rows = [[text(value) for value in row] for row in zip(*columns)]
    our_rows = [[text(value) for value in row] for row in ours]
    same = len(their_rows) == len(our_rows) and checksum(their_rows) == checksum(our_rows)
    print(
        f"{table_name} {tag}: {len(their_rows)} rows by PyIceberg, {len(our_rows)} by asof, "
        f"SHA-256 {checksum(their_rows)[:12]} and {checksum(our_rows)[:12]}"
    )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
