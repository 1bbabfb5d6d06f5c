-- The place of what is listed in an order that people give (`Entity::place`), in the index of the
-- lists: what comes last is one look, however long a meeting has become. `state` is read in both of
-- its forms, as before schema 5 and since.
ALTER TABLE record ADD COLUMN place INTEGER;

UPDATE record
SET place = coalesce(state ->> '$.is.rank[1]', state ->> '$.fields.rank.heads[0].value', 0)
WHERE kind = 'statement' AND parent IS NOT NULL;

DROP INDEX record_listed;
CREATE INDEX record_listed ON record (kind, parent, place) WHERE deleted = 0;
