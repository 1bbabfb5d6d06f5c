-- The identity that a device goes on from: its book was copied, and the copy took a new one.
ALTER TABLE device ADD COLUMN renewed_from BLOB;
