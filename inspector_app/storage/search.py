"""Finding findings by words: one token per Chinese sign, so that one sign and any run of signs is found exactly."""

import re
import unicodedata

from inspector_app.storage.database import Connection

_CJK = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")


def tokens(text: str) -> list[str]:
    """The Chinese signs and the words of `text`, in order; full-width letters and digits count as plain ones."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text))


def query(text: str) -> str:
    """The FTS5 query for what a person typed: every blank-separated piece as a phrase; "" when nothing can be looked for."""
    phrases = []
    for piece in text.split():
        found = tokens(piece)
        if found:
            # A word that is still being typed finds what begins with it; a Chinese sign is whole by itself.
            phrases.append(f'"{" ".join(found)}"' + ("*" if len(found[-1]) > 1 or found[-1].isascii() else ""))
    return " AND ".join(phrases)


def index(connection: Connection, number: int, *, address: str, note: str, party: str, words: str) -> None:
    """Makes finding `number` findable by these texts, and by no older ones."""
    connection.execute("DELETE FROM findings_text WHERE rowid = ?", (number,))
    texts = [" ".join(tokens(text)) for text in (address, note, party, words)]
    connection.execute(
        "INSERT INTO findings_text (rowid, address, note, party, words) VALUES (?, ?, ?, ?, ?)", (number, *texts)
    )
