"""`inspector-center`: the central server and its desk. Run it with -h for the commands."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from sync.server import log
from sync.server.desk import parser, running, troubles, words

DONE, NOT_DONE, WRONG_USAGE, INTERRUPTED = 0, 1, words.WRONG_USAGE, 130


def main(said: Sequence[str] | None = None) -> int:
    """The exit code of one command: 0 done, 1 not done (and why), 64 wrong usage."""
    options = parser.parser().parse_args(said)
    os.umask(0o077)  # other accounts of this machine have no business with what officers write
    log.begin(quiet=options.deed is not running.serve)
    try:
        return asyncio.run(_done(options))
    except KeyboardInterrupt:
        return INTERRUPTED
    except troubles.EXPECTED as trouble:
        running.complain(troubles.sentence(trouble))
        return WRONG_USAGE if isinstance(trouble, troubles.WrongUsage) else NOT_DONE


async def _done(options: argparse.Namespace) -> int:
    deed: running.Deed = options.deed
    return await deed(parser.settings(options), options)


if __name__ == "__main__":
    sys.exit(main())
