-- Two keys of one ring may carry the same epoch: two secretary devices that revoke a third one
-- without knowing of each other both make a new one.
CREATE TABLE ring_key_of_epoch (
    ring  INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    key   BLOB NOT NULL,
    PRIMARY KEY (ring, epoch, key)
) STRICT, WITHOUT ROWID;

INSERT INTO ring_key_of_epoch (ring, epoch, key) SELECT ring, epoch, key FROM ring_key;
DROP TABLE ring_key;
ALTER TABLE ring_key_of_epoch RENAME TO ring_key;
