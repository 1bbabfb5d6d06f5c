-- A device that joins a cell with a book waits until a device of the cell lets it in; until then
-- it has no `admitted_at`. `revoked_by` is the device that revoked it, nothing where the ward did.
ALTER TABLE device ADD COLUMN box_key BLOB;
ALTER TABLE device ADD COLUMN admitted_at INTEGER;
ALTER TABLE device ADD COLUMN revoked_by BLOB;
UPDATE device SET admitted_at = enrolled_at;

-- The device that began the book: where the folding of acts begins.
ALTER TABLE cell ADD COLUMN founder BLOB;
UPDATE cell SET founder = (
    SELECT device FROM device WHERE device.cell = cell.cell ORDER BY enrolled_at, device LIMIT 1
);

-- A device that did not hear the answer asks again with the same code.
ALTER TABLE enrol_code ADD COLUMN used_by BLOB;

-- What the two devices say to each other while one joins, `docs/protocol.md` §8.
CREATE TABLE join_request (
    cell       BLOB NOT NULL,
    device     BLOB NOT NULL,
    commitment BLOB NOT NULL,
    asked_at   INTEGER NOT NULL,
    keeper     BLOB,
    keeper_box BLOB,
    answered   BLOB,
    shown      BLOB,
    refused_at INTEGER,
    PRIMARY KEY (cell, device)
) STRICT, WITHOUT ROWID;

-- Where among a cell's envelopes the acts about devices are.
CREATE TABLE act (
    cell   BLOB NOT NULL,
    device BLOB NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (cell, device, seq)
) STRICT, WITHOUT ROWID;
