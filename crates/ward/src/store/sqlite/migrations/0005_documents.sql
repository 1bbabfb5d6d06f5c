-- Văn bản that the committee sent down; `body` is the JSON of the document as the cells have it. What
-- the cells get are operations of the ward's own chain in each of them, which lie in `envelope` like
-- any device's.
CREATE TABLE document (
    id           BLOB PRIMARY KEY,
    body         TEXT NOT NULL,
    sent_at      INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;

-- To which cells: `seq` is the number in the ward's chain there that brought it.
CREATE TABLE document_to (
    cell     BLOB NOT NULL,
    document BLOB NOT NULL REFERENCES document (id),
    seq      INTEGER NOT NULL,
    PRIMARY KEY (cell, document)
) STRICT, WITHOUT ROWID;
