-- Operations that lost their place in a chain: this device wrote them under an identity that a
-- copy of it went on with, or another device did and the ward holds another history. Their words
-- were written again elsewhere, or will be by whoever wrote them. Never deleted.
CREATE TABLE operation_aside (
    no           INTEGER PRIMARY KEY,
    device       BLOB    NOT NULL,
    seq          INTEGER NOT NULL,
    header       BLOB    NOT NULL,
    body         BLOB    NOT NULL,
    at           INTEGER NOT NULL, -- when it was set aside, milliseconds since 1970
    again_device BLOB,             -- where it was written again
    again_seq    INTEGER
) STRICT;

-- The ward's signed receipts, now for every identity that this device has had.
CREATE TABLE receipt_of (
    device  BLOB    NOT NULL,
    seq     INTEGER NOT NULL, -- the last operation covered
    receipt TEXT    NOT NULL, -- JSON of wire::Receipt
    at      INTEGER NOT NULL, -- by the ward's clock, milliseconds since 1970
    PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO receipt_of (device, seq, receipt, at)
    SELECT (SELECT value FROM book WHERE name = 'device'), seq, receipt, at FROM receipt;
DROP TABLE receipt;
ALTER TABLE receipt_of RENAME TO receipt;
