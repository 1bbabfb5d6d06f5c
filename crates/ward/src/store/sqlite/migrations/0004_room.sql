-- How many bytes of a cell are held, so that what it may have is looked at without counting.
ALTER TABLE cell ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE cell SET bytes = COALESCE(
    (SELECT SUM(batch_end.bytes) FROM batch_end WHERE batch_end.cell = cell.cell), 0
);
