-- Most records are what one operation says and nothing else. Such a record no longer repeats it: its
-- `state` is empty, and `begun` names the operation (`operation.idx`) that it began with.
ALTER TABLE record ADD COLUMN begun INTEGER;

-- What began a record is found by the record; the index of operations by record needs only those that
-- go on with one, and those of a kind that is judged as a whole. A place in a chain is found by the
-- run that it lies in, so there is no index of all of them either.
CREATE TABLE operation_in_runs (
    idx     INTEGER PRIMARY KEY,  -- order of arrival at this device
    device  BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    record  BLOB,                 -- the record it changes, where it could be read
    header  BLOB    NOT NULL,
    body    BLOB    NOT NULL,
    state   INTEGER NOT NULL,     -- see OperationState
    why     TEXT,                 -- where quarantined
    goes_on INTEGER NOT NULL      -- 0 where `record.begun` names it
) STRICT;

INSERT INTO operation_in_runs (idx, device, seq, record, header, body, state, why, goes_on)
    SELECT idx, device, seq, record, header, body, state, why, 1 FROM operation ORDER BY idx;
DROP TABLE operation;
ALTER TABLE operation_in_runs RENAME TO operation;

CREATE INDEX operation_of_record ON operation (record) WHERE record IS NOT NULL AND goes_on = 1;
CREATE INDEX operation_not_applied ON operation (state) WHERE state <> 0;
CREATE INDEX operation_published ON operation (device, seq) WHERE substr(header, 82, 1) = x'00';

-- Where a run begins: operations of one device that follow each other in its chain and in `idx`.
CREATE TABLE run (
    idx    INTEGER PRIMARY KEY,
    device BLOB    NOT NULL,
    seq    INTEGER NOT NULL,
    UNIQUE (device, seq)
) STRICT;

INSERT INTO run (idx, device, seq)
    SELECT idx, device, seq FROM operation AS it WHERE NOT EXISTS (
        SELECT 1 FROM operation AS before WHERE before.idx = it.idx - 1
        AND before.device = it.device AND before.seq = it.seq - 1);

-- Each record with what it says: its state, or the operation that is all it has.
CREATE VIEW standing AS
    SELECT record.no, record.id, record.kind, record.parent, record.deleted, record.begun,
           record.state, operation.header, operation.body
    FROM record LEFT JOIN operation ON operation.idx = record.begun AND record.state = '';

-- The operations that name a record.
CREATE VIEW operation_on AS
    SELECT id AS record, begun AS idx FROM record WHERE begun IS NOT NULL
    UNION ALL
    SELECT record, idx FROM operation WHERE record IS NOT NULL AND goes_on = 1;
