-- What is asked at every exchange and for every screen is found without walking the whole book. A
-- question uses such an index only where it repeats the condition word for word.

-- The few operations that the ward reads: byte 82 of a header is its ring (`docs/protocol.md` §2).
CREATE INDEX operation_published ON operation (device, seq) WHERE substr(header, 82, 1) = x'00';

-- The few records with two heads in a field. A quote within a text is escaped, so no text looks
-- like this.
CREATE INDEX record_in_conflict ON record (kind) WHERE instr(state, '},{"stamp":') > 0;
