"""What a verified receipt says, for a terminal and for other programs."""

from collections.abc import Iterator
from typing import Any

import msgspec

from sync.protocol.receipt_file import Account, Checked
from sync.protocol.receipts import Statement


def as_object(checked: Checked, pages: bool | None) -> dict[str, Any]:
    """Everything, as names and values; `complete` is null where nobody can know, `pages_as_drawn` of a PDF alone."""
    said = {
        "verified": checked.is_pinned, "complete": checked.is_complete, "key": checked.key_id, "laptop_key": checked.laptop_key,
        "statements": [msgspec.to_builtins(one) for one in checked.statements],
        "account": msgspec.to_builtins(checked.account),
    }  # fmt: skip
    return said if pages is None else said | {"pages_as_drawn": pages}


def report(checked: Checked, pages: bool | None) -> Iterator[str]:
    """The lines that a person reads."""
    yield from _trust(checked)
    yield _verdict(checked)
    if pages is False:
        yield "PAGES NOT PROVED: they are not as this program draws them; trust what is listed here, not what they say"
    names = {one.sha256: one.file_name for one in checked.account.missing} if checked.account else {}
    for said in checked.statements:
        yield from ("", *_statement(said, names))
    if checked.account:
        yield from ("", f"Stated by the laptop, with its own key {grouped(checked.laptop_key)}; not by the centre")
        yield from _account(checked.account)
    if pages:
        yield from ("", "pages          as this program draws them from the receipt")


def grouped(key_id: str) -> str:
    """A fingerprint as people compare it."""
    return "-".join(key_id[start : start + 4] for start in range(0, len(key_id), 4))


def _trust(checked: Checked) -> Iterator[str]:
    key = grouped(checked.key_id)
    if checked.is_pinned:
        yield f"VERIFIED: signed by the key {key} that you gave, or by one that it vouches for"
    else:
        yield f"WHOLE, BUT NOT VERIFIED: signed by the key with fingerprint {key}"
        yield "Compare it with the one on the centre's page, then say it with --key. Nobody vouched for it here."


def _verdict(checked: Checked) -> str:
    if checked.is_complete is None:  # a QR code carries no account
        through = max(said.through_seq for said in checked.statements)
        return f"NO PHOTO MISSING up to line {through}; whether lines follow is not known from a code, only from the file or PDF"
    return "COMPLETE: nothing is missing" if checked.is_complete else "INCOMPLETE: see below what is missing"


def _statement(said: Statement, names: dict[str, str]) -> Iterator[str]:
    yield "Signed by the centre"
    yield from (
        f"centre         {said.centre}", f"device         {said.device}", f"epoch          {said.epoch}",
        f"lines          through {said.through_seq}", f"chain digest   {said.digest}", f"findings       {said.findings}",
        f"photos         {said.photos}, {said.missing_count} of them missing", f"set aside      {len(said.quarantined)}",
        f"time           {said.server_time}", f"signed by      {grouped(said.key_id)}",
    )  # fmt: skip
    yield from (f"  missing      {digest}  {names.get(digest, '')}".rstrip() for digest in said.missing)
    if said.missing_count > len(said.missing):
        yield f"  missing      and {said.missing_count - len(said.missing)} more, which are not named"
    yield from (f"  set aside    line {one.seq}: {one.reason}" for one in said.quarantined)


def _account(told: Account) -> Iterator[str]:
    if told.shift:
        yield f"shift          {told.shift}, {told.opened_at} to {told.closed_at or '(still open)'}"
        yield f"officer        {told.officer} {told.unit}".rstrip()
    yield f"lines          {told.first_seq} to {told.last_seq}"
    yield f"recorded       {told.findings} findings, {told.photos} photos"
    yield f"gaps           {'none' if not told.gaps else ''}".rstrip()
    yield from (f"  not covered  lines {gap.first} to {gap.last} of epoch {gap.epoch}" for gap in told.gaps)
    if told.later:
        yield f"since then     {told.later} newer lines: ask for a later receipt"
    for one in told.missing:
        of = " ".join(part for part in (one.kind, one.address, one.observed_at, one.about) if part)
        yield f"  missing      {one.file_name or one.sha256} of {of}{'' if one.here else ' (no longer on the laptop)'}"
