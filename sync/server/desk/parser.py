"""The words of `inspector-center`: every command with its options, and what it does with them."""

import argparse
from importlib.metadata import version
from pathlib import Path

from inspector_app.domain.reference.item import ReferenceKind
from sync.protocol import parcels as parcel_format
from sync.server.console.words import TIERS
from sync.server.desk import (
    commands,
    examining,
    exporting,
    leaders,
    pack_words,
    parcels,
    proving,
    reference_file,
    references,
    running,
    values,
    vault,
)
from sync.server.desk.words import Parser, Words
from sync.server.desk.words import deed as _deed
from sync.server.desk.words import group as _group
from sync.server.desk.words import limit as _limit
from sync.server.desk.words import plain as _plain
from sync.server.lanes import Limits
from sync.server.registry import LONGEST_SEARCH
from sync.server.serving import DRAIN_S
from sync.server.settings import Settings

# Laptops' bounds; of an officer's number, what still fits a feed's name.
TITLE, NOTE, LINE, OFFICER, DEVICE, HOST = 500, 5000, 200, 100, 64, 253


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = Parser(prog="inspector-center", description="The central server of the 721 patrol.", allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"inspector-center {version('inspector-721')}")
    words = _group(top)
    _serve(words)
    _deed(words, "enrol-code", "print a one-time code for a laptop", commands.enrol_code)
    _tasks(_group(words.add_parser("tasks", help="what patrols are asked, and owe: add, list, visits")))
    _findings(_group(words.add_parser("findings", help="what has arrived: list, show, export")))
    _references(_group(words.add_parser("reference", help="what laptops look up: load, list, remove")))
    _leaders(_group(words.add_parser("leaders", help="squad leaders, whose code approves: add, list, remove")))
    _trust(words)
    proofs = _group(words.add_parser("receipts", help="what laptops show of our receipts: verify"))
    verify = _deed(proofs, "verify", "prove a receipt, and compare it with what is held now", proving.verify)
    verify.add_argument("file", type=values.file(), metavar="FILE", help="its .json, or the text of its QR codes")
    _parcels(_group(words.add_parser("parcel", help="what came on a stick instead of over the network: import")))
    pack_words.add(
        _group(words.add_parser("pack", help="what laptops look up about a city: build, map, inspect, diff, publish"))
    )
    backup = _plain(words, "backup", "copy database, keys, photos and published packs into one file", vault.backup)
    backup.add_argument("--out", required=True, type=values.file(), metavar="FILE", help="a tar, as secret as the keys")
    restore = _plain(words, "restore", "make a centre from such a file", vault.restore)
    restore.add_argument("--from", required=True, dest="source", type=values.file(), metavar="FILE", help="a backup")
    restore.add_argument("--force", action="store_true", help="move what is in --data aside first")
    _doctor(words)
    words.add_parser("openapi", help="print the OpenAPI description").set_defaults(deed=running.openapi)
    return top


def settings(options: argparse.Namespace) -> Settings:
    """Where the centre is that the options mean."""
    told = vars(options)
    return Settings(
        told.get("data", Path()),
        told.get("database_url") or "",
        told.get("photos_url") or "",
        told.get("behind_proxy", False),
    )


def _doctor(words: Words) -> None:
    text = "look at everything that the centre rests on, a line each: ok, warn, fail; exit code 1 when anything failed"
    doctor = _plain(words, "doctor", text, examining.doctor)
    doctor.add_argument(
        "--url", type=values.public_url, metavar="URL", help="https://… as laptops reach it; takes some 10 s"
    )
    doctor.add_argument("--all", action="store_true", help="every line and photo, not a sample; may take hours")
    doctor.add_argument(
        "--ask-again",
        action="store_true",
        help="let laptops send photos again that the store has lost: all that it changes",
    )
    doctor.add_argument("--json", action="store_true", help="as JSON")


def _serve(words: Words) -> None:
    serve = _plain(
        words, "serve", "serve laptops and the console; makes the centre when --data has none", running.serve
    )
    port = values.number(0, 65_535)
    serve.add_argument("--port", type=port, default=8721, metavar="N", help="8721; 0 takes a free one and prints it")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        type=values.line(HOST),
        help="127.0.0.1; any other than loopback needs --behind-proxy",
    )
    serve.add_argument(
        "--behind-proxy", action="store_true", help="a TLS proxy stands before it: any name, X-Forwarded-For"
    )
    serve.add_argument(
        "--metrics-port",
        type=port,
        metavar="N",
        help="serve /metrics for Prometheus on this port of loopback, never elsewhere",
    )
    _limits(serve.add_argument_group("what one process takes on; who gets no place is told when to come back"))
    _parting(serve.add_argument_group("how it ends at SIGTERM; /health answers 503 from then on"))


def _limits(serve: Words) -> None:
    usual = Limits()
    for name, most, text in (
        ("rounds", 10_000, "laptops in the middle of a round at once"),
        ("records", 1000, "calls with lines, accounts and news at once"),
        ("media", 10_000, "calls with photos at once"),
        ("media_mb", 65_536, "MiB of photos in hand at once"),
        ("queue", 100_000, "calls that may wait in each lane"),
        ("patience_s", 15, "seconds that a call waits for its place"),
        ("rate", 10_000, "calls with lines and the like a second from one laptop"),
        ("burst", 100_000, "how many it may make in haste"),
    ):
        option, value = f"--{name.removesuffix('_s').replace('_', '-')}", round(getattr(usual, name))
        serve.add_argument(
            option, dest=name, type=values.number(1, most), default=value, metavar="N", help=f"{text}; {value}"
        )


def _parting(serve: Words) -> None:
    for name, usual, text in (
        ("notice", 0, "seconds for which calls are still taken, until the proxy has asked /health"),
        ("drain", DRAIN_S, "seconds that calls in hand may then take"),
    ):
        serve.add_argument(f"--{name}", type=values.number(0, 600), default=usual, metavar="S", help=f"{text}; {usual}")


def _trust(words: Words) -> None:
    listed = _group(words.add_parser("devices", help="the laptops: list, revoke, restore-code"))
    _deed(listed, "list", "every laptop; first those with data that have not arrived", commands.devices_list)
    revoke = _deed(listed, "revoke", "stop trusting a laptop", commands.devices_revoke)
    revoke.add_argument("device", type=values.text(DEVICE), help="its id, as `devices list` shows it")
    again = _deed(
        listed, "restore-code", "print a one-time code that makes another laptop this one again", commands.restore_code
    )
    again.add_argument("device", type=values.text(DEVICE), help="its id, as `devices list` shows it")
    people = _group(words.add_parser("users", help="who may read the console: add, list, remove"))
    add = _deed(
        people, "add", "add a person, or set a new password (asked for, or from standard input)", commands.users_add
    )
    _deed(people, "list", "everybody who may log in", commands.users_list)
    remove = _deed(people, "remove", "take a person away and end their sessions", commands.users_remove)
    for command in (add, remove):
        command.add_argument("name", type=values.name(LINE), help=f"at most {LINE} characters")
    keys = _group(words.add_parser("keys", help="the signing keys: list, rotate"))
    _deed(keys, "list", "fingerprints to compare receipts with, the newest first", commands.keys_list)
    _deed(keys, "rotate", "sign with a new key from now on", commands.keys_rotate)


def _tasks(words: Words) -> None:
    add = _deed(words, "add", "give a task to patrols", commands.tasks_add)
    add.add_argument("--title", required=True, type=values.line(TITLE), help="what is to be done, in a line")
    add.add_argument("--kind", choices=("verify", "check", "reinspect"), default="verify", help="verify if not given")
    add.add_argument(
        "--note", default="", type=values.text(NOTE, needed=False), help="what else the patrol should know"
    )
    add.add_argument("--address", default="", type=values.line(LINE, needed=False), help="where, in words")
    for name, most in (("lat", 90), ("lon", 180)):
        add.add_argument(f"--{name}", type=values.degrees(most), metavar="DEGREES", help="WGS-84, like 34.7466")
    add.add_argument("--due", type=values.moment, metavar=values.DUE_FORM, help="China's time unless it names a zone")
    add.add_argument("--about", default="", type=values.line(LINE, needed=False), help="what it is about: an id")
    whom = add.add_mutually_exclusive_group()
    whom.add_argument("--officer", type=values.line(OFFICER), help="an officer's number; else every patrol sees it")
    whom.add_argument("--device", type=values.text(DEVICE), help="one laptop's id, as `devices list` shows it")
    _limit(_deed(words, "list", "the newest tasks, and how they were answered", commands.tasks_list))
    _limit(_deed(words, "visits", "follow-up visits that are still owed, the soonest due first", commands.tasks_visits))


def _findings(words: Words) -> None:
    listed = _deed(words, "list", "the newest findings", commands.findings_list)
    _limit(listed)
    listed.add_argument("--tier", choices=tuple(TIERS), default="", help="of one tier alone")
    listed.add_argument("--flag", type=values.code, metavar="CODE", help="with one flag, like relief_demand")
    listed.add_argument(
        "--search", default="", type=values.text(LONGEST_SEARCH, needed=False), help="what they contain"
    )
    show = _deed(words, "show", "one finding whole, as JSON", commands.findings_show)
    show.add_argument("finding", type=values.text(LINE), help="its id, as `findings list` shows it")
    export = _deed(words, "export", "all findings into a file", commands.findings_export)
    export.add_argument(
        "--out", required=True, type=values.file(*exporting.FORMATS), metavar="FILE",
        help="X.jsonl: everything, one JSON object a line; X.csv: a table in Chinese",
    )  # fmt: skip


def _references(words: Words) -> None:
    load = _deed(words, "load", "tell laptops what a file states: all of it, or nothing", references.load)
    load.add_argument(
        "--from", required=True, dest="source", type=values.file(*reference_file.FORMATS), metavar="FILE",
        help="X.csv: a row each under named columns; X.json: a list of {id, body, valid_from, valid_to}",
    )  # fmt: skip
    load.add_argument("--keep-good", action="store_true", help="load what is good of a file that has bad lines")
    listed = _deed(words, "list", "what is there, with versions", references.listed)
    remove = _deed(words, "remove", "take one away", references.remove)
    for command in (load, remove):
        command.add_argument("kind", choices=tuple(ReferenceKind))
    listed.add_argument(
        "kind", choices=("", *ReferenceKind), nargs="?", default="", metavar="kind", help="of one alone"
    )
    remove.add_argument("id", type=values.text(DEVICE), help="its id, as `reference list` shows it")


def _leaders(words: Words) -> None:
    add = _deed(words, "add", "make a leader's code, printed once; an earlier one ends", leaders.add)
    add.add_argument("--number", required=True, type=values.item_id, metavar="N", help="the officer's number")
    add.add_argument("--name", required=True, type=values.name(LINE), help="as patrols know the leader")
    _deed(words, "list", "every leader", leaders.listed)
    remove = _deed(words, "remove", "end a leader's code", leaders.remove)
    remove.add_argument("number", type=values.item_id, metavar="N", help="as `leaders list` shows it")


def _parcels(words: Words) -> None:
    take = _deed(words, "import", "take in what a laptop sent, and write the receipt beside it", parcels.take)
    take.add_argument("file", type=values.file(parcel_format.ENDING), metavar="FILE", help="X.parcel; writes X.receipt")
