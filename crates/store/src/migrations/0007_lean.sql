-- Most records are what one operation says and nothing else. Such a record no longer repeats it: its
-- `state` is empty, and `begun` names the operation (`operation.idx`) that it began with.
ALTER TABLE record ADD COLUMN begun INTEGER;

-- What began a record is found by the record; the index of operations by record needs only those that
-- go on with one, and those of a kind that is judged as a whole.
ALTER TABLE operation ADD COLUMN goes_on INTEGER NOT NULL DEFAULT 1;
DROP INDEX operation_of_record;
CREATE INDEX operation_of_record ON operation (record) WHERE record IS NOT NULL AND goes_on = 1;

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
