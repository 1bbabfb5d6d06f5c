-- Every table that grows with the cells begins its key with the cell, so that the same schema
-- shards by cell elsewhere. Identities and hashes are raw bytes; instants are milliseconds since
-- 1970 by the ward's clock.

-- The tree of organisations; `cell` is the book that a chi bộ was bound to by its first device.
CREATE TABLE org (
    id      BLOB PRIMARY KEY,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('dang_bo_co_so', 'chi_bo')),
    parent  BLOB REFERENCES org (id),
    cell    BLOB UNIQUE,
    made_at INTEGER NOT NULL
) STRICT;

-- Only the hash of a code's secret is kept.
CREATE TABLE enrol_code (
    hash       BLOB PRIMARY KEY,
    org        BLOB NOT NULL REFERENCES org (id),
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- The ward's order of a cell: the last number given out.
CREATE TABLE cell (
    cell BLOB PRIMARY KEY,
    rev  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `seq` and `head` are the end of the device's chain as the ward holds it.
CREATE TABLE device (
    cell        BLOB NOT NULL,
    device      BLOB NOT NULL UNIQUE,
    org         BLOB NOT NULL REFERENCES org (id),
    public_key  BLOB NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    revoked_at  INTEGER,
    seq         INTEGER NOT NULL,
    head        BLOB NOT NULL,
    PRIMARY KEY (cell, device)
) STRICT, WITHOUT ROWID;

-- What the cells sent, byte for byte. Bodies are mostly sealed and can be large, so rows keep
-- their own place instead of lying inside the index.
CREATE TABLE envelope (
    cell   BLOB NOT NULL,
    device BLOB NOT NULL,
    seq    INTEGER NOT NULL,
    rev    INTEGER NOT NULL,
    header BLOB NOT NULL,
    body   BLOB NOT NULL,
    UNIQUE (cell, device, seq)
) STRICT;

-- One row for each batch taken: envelopes `first_seq` to `seq`, the last of which has `rev`, with
-- the device's signature over the end of its chain there. A pull walks these.
CREATE TABLE batch_end (
    cell      BLOB NOT NULL,
    rev       INTEGER NOT NULL,
    device    BLOB NOT NULL,
    first_seq INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    signature BLOB NOT NULL,
    taken_at  INTEGER NOT NULL,
    PRIMARY KEY (cell, rev),
    UNIQUE (cell, device, seq)
) STRICT, WITHOUT ROWID;

-- Adopted minutes, verified: folded from published operations, so it can be made again from them.
-- `summary` is the JSON of what lists show, so that a list never reads whole minutes.
CREATE TABLE report (
    cell        BLOB NOT NULL,
    meeting     BLOB NOT NULL,
    version     INTEGER NOT NULL,
    month       TEXT NOT NULL,
    summary     TEXT NOT NULL,
    open        TEXT NOT NULL,
    inner_hash  BLOB NOT NULL,
    digest      BLOB NOT NULL,
    signature   BLOB NOT NULL,
    signed_by   BLOB NOT NULL,
    adopted_at  TEXT NOT NULL,
    rev         INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (cell, meeting, version)
) STRICT;

-- Reports that did not hold, with the reason; their operations are kept and relayed like any.
CREATE TABLE rejected_report (
    cell        BLOB NOT NULL,
    rev         INTEGER NOT NULL,
    device      BLOB NOT NULL,
    seq         INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (cell, rev)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    name     TEXT PRIMARY KEY,
    role     TEXT NOT NULL CHECK (role IN ('admin', 'van_phong', 'cap_uy', 'doc')),
    password TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The organisations that a user of a limited role may read.
CREATE TABLE user_org (
    user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    org  BLOB NOT NULL REFERENCES org (id),
    PRIMARY KEY (user, org)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    user       TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
