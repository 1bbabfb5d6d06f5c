-- What the book is and whose: cell, device, keys. One row per name.
CREATE TABLE book (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The keys of the rings that this device holds.
CREATE TABLE ring_key (
    ring  INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    key   BLOB NOT NULL,
    PRIMARY KEY (ring, epoch)
) STRICT, WITHOUT ROWID;

-- Every operation, own and received, as it was written: the truth. Never updated but for its
-- state, never deleted.
CREATE TABLE operation (
    idx    INTEGER PRIMARY KEY,  -- order of arrival at this device
    device BLOB    NOT NULL,
    seq    INTEGER NOT NULL,
    record BLOB,                 -- the record it changes, where it could be read
    header BLOB    NOT NULL,
    body   BLOB    NOT NULL,
    state  INTEGER NOT NULL,     -- see OperationState
    why    TEXT,                 -- where quarantined
    UNIQUE (device, seq)
) STRICT;

CREATE INDEX operation_of_record ON operation (record) WHERE record IS NOT NULL;
CREATE INDEX operation_not_applied ON operation (state) WHERE state <> 0;

-- The fold of the operations: one row for each thing that the book keeps.
CREATE TABLE record (
    no      INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL UNIQUE,
    kind    TEXT    NOT NULL,
    parent  BLOB,
    deleted INTEGER NOT NULL,
    state   TEXT    NOT NULL     -- JSON of journal::Record
) STRICT;

CREATE INDEX record_listed ON record (kind, parent) WHERE deleted = 0;

-- Search: the folded words (no accents, đ as d) of each record that can be found, its title on the
-- first line. `no` is record.no.
CREATE TABLE search (
    no     INTEGER PRIMARY KEY,
    folded TEXT NOT NULL
) STRICT;

-- What is being typed. This device's own; never leaves it.
CREATE TABLE draft (
    slot     TEXT PRIMARY KEY,
    value    TEXT    NOT NULL,
    saved_at INTEGER NOT NULL    -- milliseconds since 1970
) STRICT, WITHOUT ROWID;

-- Settings of this device: text scale, last screen.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The devices of the cell whose operations this book holds.
CREATE TABLE device (
    device     BLOB PRIMARY KEY,
    public_key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A device's signature over the end of its chain at `seq`, as it came with a batch.
CREATE TABLE head_signature (
    device    BLOB    NOT NULL,
    seq       INTEGER NOT NULL,
    signature BLOB    NOT NULL,
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The ward's signed receipts for what this device sent.
CREATE TABLE receipt (
    seq     INTEGER PRIMARY KEY, -- the last operation covered
    receipt TEXT    NOT NULL,    -- JSON of wire::Receipt
    at      INTEGER NOT NULL     -- by the ward's clock, milliseconds since 1970
) STRICT;
