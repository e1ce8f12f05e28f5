"""Text files as clerks save them: UTF-8 with or without its mark, GB18030, UTF-16 of a spreadsheet."""

import codecs
from pathlib import Path

from sync.server.packs.ledger import BadFolder

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # what .xlsx and .xls begin with, whatever they are called
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_of(path: Path) -> str:
    """The text of a file. Raises BadFolder, with the line where it is none."""
    return decoded(path.name, path.read_bytes())


def decoded(name: str, content: bytes) -> str:
    """The text of what a file of that name holds. Raises BadFolder."""
    again = "save it as CSV (UTF-8)" if name.lower().endswith(".csv") else "make it anew"
    if content.startswith(WORKBOOKS):
        raise BadFolder(f"{name} is a workbook or an archive and no text: {again}")
    if content.lstrip().startswith(b"<"):
        raise BadFolder(f"{name} is a web page or XML and no text: {again}")
    farthest = 0
    for encoding in ("utf-16",) if content.startswith(UTF16) else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as trouble:
            farthest = max(farthest, trouble.start)
    line = content.count(b"\n", 0, farthest) + 1
    raise BadFolder(f"{name}, line {line}: neither UTF-8 nor GB18030; save the file again as UTF-8")
