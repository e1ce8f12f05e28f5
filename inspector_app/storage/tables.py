"""The tables of the newest schema, as SQL. `journal` holds facts; FACTS are kept beside it; PROJECTIONS can be made again."""

STEPS = (
    "m0001_journal_and_projections",
    "m0002_findings_arrive_with_all_their_lines",
    "m0003_journal_closed_to_blob_writes",
    "m0004_measures_visits_references_and_figures",
)  # the migrations of schema.py, named here so that opening need not import them

# Incremental blob I/O asks no trigger, but writes to no column of a table that has an index over an expression. This one is empty.
JOURNAL_SEALED = "CREATE INDEX IF NOT EXISTS journal_sealed ON journal (seq + 0) WHERE seq < 0"

JOURNAL = (
    """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        device TEXT NOT NULL,
        epoch TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        officer TEXT NOT NULL,
        body BLOB NOT NULL CHECK (length(body) <= 65536),
        prev BLOB NOT NULL CHECK (length(prev) = 32),
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        alg TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX journal_about ON journal (about)",
    "CREATE INDEX journal_officer ON journal (seq, epoch, officer)",
    """
    CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'a journal line never changes'); END
    """,
    """
    CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'a journal line is never deleted'); END
    """,
    # REPLACE deletes before it inserts, silently where recursive triggers are off: this one refuses it in any case.
    """
    CREATE TRIGGER journal_only_grows BEFORE INSERT ON journal
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal) OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'a journal line follows the last one'); END
    """,
    JOURNAL_SEALED,
)

FACTS = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE drafts (id TEXT NOT NULL UNIQUE, number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
    """
    CREATE TABLE receipts (
        number INTEGER PRIMARY KEY,
        epoch TEXT NOT NULL,
        through_seq INTEGER NOT NULL,
        agrees INTEGER NOT NULL,
        body TEXT NOT NULL,
        sig TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE stored_photos (sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE rounds (
        number INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        lines INTEGER NOT NULL,
        photos INTEGER NOT NULL,
        sent_bytes INTEGER NOT NULL,
        took_ms INTEGER NOT NULL,
        outcome TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE cursors (bucket TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE inbox (
        number INTEGER PRIMARY KEY,
        bucket TEXT NOT NULL,
        n INTEGER NOT NULL,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (bucket, n)
    ) STRICT
    """,
)

PROJECTIONS = {
    "epochs": """
        CREATE TABLE epochs (
            first_seq INTEGER PRIMARY KEY,
            epoch TEXT NOT NULL UNIQUE,
            last_seq INTEGER NOT NULL,
            end_seq INTEGER NOT NULL, -- where a later epoch went on; what stands behind it was carried there
            acknowledged INTEGER NOT NULL DEFAULT 0
        ) STRICT
    """,
    "statements": """
        CREATE TABLE statements (
            seq INTEGER PRIMARY KEY,
            epoch TEXT NOT NULL,
            kind TEXT NOT NULL,
            sha256 TEXT NOT NULL
        ) STRICT
    """,
    "carried": "CREATE TABLE carried (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "shifts": """
        CREATE TABLE shifts (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            opened BLOB NOT NULL,
            officer TEXT NOT NULL,
            opened_at TEXT NOT NULL,
            closed_at TEXT NOT NULL,
            unit TEXT NOT NULL
        ) STRICT
    """,
    "findings": """
        CREATE TABLE findings (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            shift TEXT NOT NULL,
            observed_at TEXT NOT NULL,
            category TEXT NOT NULL,
            type_code TEXT NOT NULL,
            kind TEXT NOT NULL,
            address TEXT NOT NULL,
            tier TEXT NOT NULL,
            primary_reason TEXT NOT NULL,
            measures TEXT NOT NULL,
            photos INTEGER NOT NULL,
            photos_arrived INTEGER NOT NULL,
            send INTEGER NOT NULL,
            withdrawn INTEGER NOT NULL,
            overridden INTEGER NOT NULL,
            suggested TEXT NOT NULL, -- the policy's tier, empty where it does not decide
            override_reason TEXT NOT NULL,
            subject TEXT NOT NULL, -- the party's plate or name as domain/reference/history.py compares it
            taken TEXT NOT NULL -- codes of the measures that were taken, in order
        ) STRICT
    """,
    "measures": """
        CREATE TABLE measures (
            id TEXT PRIMARY KEY,
            number INTEGER NOT NULL, -- where it was stated first
            finding TEXT NOT NULL,
            measure TEXT NOT NULL,
            target TEXT NOT NULL,
            until TEXT NOT NULL,
            note TEXT NOT NULL,
            officer TEXT NOT NULL,
            taken_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """,
    "findings_text": """
        CREATE VIRTUAL TABLE findings_text USING fts5(
            address, note, party, words, content='', contentless_delete=1, tokenize='unicode61'
        )
    """,
    "photo_files": """
        CREATE TABLE photo_files (
            sha256 TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            arrived INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
    """,
    "photos": """
        CREATE TABLE photos (
            about TEXT NOT NULL,
            seq INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (about, seq),
            UNIQUE (about, sha256)
        ) STRICT, WITHOUT ROWID
    """,
    "tasks": """
        CREATE TABLE tasks (
            id TEXT PRIMARY KEY,
            number INTEGER NOT NULL,
            task BLOB NOT NULL,
            state TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """,
    "task_answers": """
        CREATE TABLE task_answers (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            task TEXT NOT NULL,
            outcome TEXT NOT NULL,
            note TEXT NOT NULL
        ) STRICT
    """,
    "visits": """
        CREATE TABLE visits (
            id TEXT PRIMARY KEY,
            number INTEGER NOT NULL,
            finding TEXT NOT NULL,
            due TEXT NOT NULL,
            why TEXT NOT NULL,
            measure TEXT NOT NULL,
            planned_at TEXT NOT NULL,
            reasons TEXT NOT NULL, -- of the finding, one a line
            lat_e7 INTEGER,
            lon_e7 INTEGER
        ) STRICT, WITHOUT ROWID
    """,
    "handover_duties": """
        CREATE TABLE handover_duties (
            finding TEXT PRIMARY KEY,
            observed_at TEXT NOT NULL,
            reasons TEXT NOT NULL -- one a line
        ) STRICT, WITHOUT ROWID
    """,
    "handovers_given": """
        CREATE TABLE handovers_given (
            id TEXT PRIMARY KEY, -- of the line
            seq INTEGER NOT NULL,
            finding TEXT NOT NULL,
            target TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """,
    "reference": """
        CREATE TABLE reference (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT NOT NULL,
            body BLOB NOT NULL,
            subject TEXT NOT NULL, -- of the body, as domain/reference/history.py compares it
            PRIMARY KEY (kind, id)
        ) STRICT
    """,
    "hold_answers": """
        CREATE TABLE hold_answers (
            measure TEXT PRIMARY KEY,
            number INTEGER NOT NULL,
            confirmed INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) STRICT, WITHOUT ROWID
    """,
}
