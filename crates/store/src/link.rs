//! What the book knows of its ward: the link, what was sent, what was taken in.

use rusqlite::{OptionalExtension, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use sochibo_journal::{
    Chain, ChainError, DeviceId, Envelope, HeadSignature, Hlc, PublicKey, Ring, Stamp,
};

use crate::{
    Store, StoreError,
    operations::{self, OperationState, PendingOperation, Quarantined, Reading, sql, unsql},
    records,
};

/// How far ahead of the ward's clock an operation may be dated before it is set aside.
const AHEAD_MS: i64 = 24 * 60 * 60 * 1000;

/// The ward that the book reports to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `https://…`, without a slash at the end.
    pub server: String,
    /// The pin of its TLS key in hexadecimal.
    pub pin: String,
    /// What this device shows on every request.
    pub token: String,
    /// The key with which the ward signs receipts.
    pub ward_key: PublicKey,
    /// Its name.
    pub ward_name: String,
    /// The name under which it lists the cell.
    pub cell_name: String,
}

/// How far the exchange has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkState {
    /// The last of this device's operations that the ward has given a receipt for.
    pub acknowledged: u64,
    /// The last of the ward's numbers taken in.
    pub pulled: u64,
    /// When the last exchange ended well, in milliseconds since 1970 by this device's clock.
    pub last_sync: Option<i64>,
    /// This device's clock minus the ward's, in milliseconds, as last measured.
    pub clock_offset_ms: Option<i64>,
}

/// What became of received envelopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// New here.
    pub new: usize,
    /// Set aside with a reason.
    pub quarantined: usize,
}

impl Store {
    /// The ward, if the book has joined one.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn link(&self) -> Result<Option<Link>, StoreError> {
        self.json("link")
    }

    /// How far the exchange has come.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn link_state(&self) -> Result<LinkState, StoreError> {
        Ok(self.json("link_state")?.unwrap_or_default())
    }

    /// Joins a ward.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_link(&mut self, link: &Link) -> Result<(), StoreError> {
        put_json(&self.connection, "link", link)
    }

    /// Keeps how far the exchange has come.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn set_link_state(&mut self, state: &LinkState) -> Result<(), StoreError> {
        put_json(&self.connection, "link_state", state)
    }

    /// Keeps a receipt, and that everything up to `seq` has arrived, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses.
    pub fn acknowledge(&mut self, seq: u64, receipt_json: &str, at: i64) -> Result<(), StoreError> {
        let mut state = self.link_state()?;
        state.acknowledged = state.acknowledged.max(seq);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO receipt (seq, receipt, at) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![sql(seq), receipt_json, at])?;
        put_json(&transaction, "link_state", &state)?;
        transaction.commit()?;
        Ok(())
    }

    /// The receipts, newest first: last number covered, JSON, time of the ward.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn receipts(&self) -> Result<Vec<(u64, String, i64)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, receipt, at FROM receipt ORDER BY seq DESC")?;
        let rows =
            statement.query_map([], |row| Ok((unsql(row.get(0)?), row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// This device's envelopes after `seq`, for a batch: at most `limit` and about `bytes`.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn envelopes_after(
        &self,
        seq: u64,
        limit: usize,
        bytes: usize,
    ) -> Result<Vec<Envelope>, StoreError> {
        operations::after(&self.connection, self.author.device, seq, limit, bytes)
    }

    /// The end of this device's chain.
    #[must_use]
    pub fn own_chain(&self) -> Chain {
        Chain {
            seq: self.author.seq,
            head: self.author.head,
            ..Chain::new(self.author.cell, self.author.device)
        }
    }

    /// Where this device's chain stood at `seq`: its beginning for 0, `None` past its end.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn own_chain_at(&self, seq: u64) -> Result<Option<Chain>, StoreError> {
        let start = Chain::new(self.author.cell, self.author.device);
        if seq == 0 {
            return Ok(Some(start));
        }
        let header = operations::header_at(&self.connection, self.author.device, seq)?;
        Ok(header.map(|header| Chain {
            seq,
            head: header.hash(),
            ..start
        }))
    }

    /// The number of this device's last operation on a record.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn written_by(&self, record: uuid::Uuid) -> Result<Option<u64>, StoreError> {
        let seq: Option<i64> = self
            .connection
            .prepare_cached("SELECT max(seq) FROM operation WHERE record = ?1 AND device = ?2")?
            .query_row(
                params![record.as_bytes(), self.author.device.0.as_bytes()],
                |row| row.get(0),
            )?;
        Ok(seq.map(unsql))
    }

    /// What waits to be sent, opened.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pending(&self) -> Result<Vec<PendingOperation>, StoreError> {
        let sent = self.link_state()?.acknowledged;
        let envelopes = operations::after(
            &self.connection,
            self.author.device,
            sent,
            usize::MAX >> 1,
            usize::MAX,
        )?;
        Ok(envelopes
            .iter()
            .filter_map(|envelope| match operations::read(envelope, &self.keys) {
                Reading::Says(change) => Some(PendingOperation {
                    seq: envelope.header.seq,
                    ring: envelope.header.ring,
                    change,
                    bytes: envelope.encoded_len(),
                }),
                Reading::Other(..) => None,
            })
            .collect())
    }

    /// How many operations wait to be sent, and how many of them the ward will read.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pending_counts(&self) -> Result<(u64, u64), StoreError> {
        let sent = self.link_state()?.acknowledged;
        let waiting = self.author.seq.saturating_sub(sent);
        // Byte 82 of a header is its ring (`docs/protocol.md` §2).
        let published: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM operation WHERE device = ?1 AND seq > ?2 AND substr(header, 82, 1) = ?3",
            )?
            .query_row(params![self.author.device.0.as_bytes(), sql(sent), [Ring::Published.code()]], |row| row.get(0))?;
        Ok((waiting, unsql(published)))
    }

    /// The numbers of the operations that wait to be sent and that the ward will read.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn pending_published(&self) -> Result<Vec<u64>, StoreError> {
        let sent = self.link_state()?.acknowledged;
        let mut statement = self.connection.prepare_cached(
            "SELECT seq FROM operation
             WHERE device = ?1 AND seq > ?2 AND substr(header, 82, 1) = ?3 ORDER BY seq",
        )?;
        let rows = statement.query_map(
            params![
                self.author.device.0.as_bytes(),
                sql(sent),
                [Ring::Published.code()]
            ],
            |row| Ok(unsql(row.get(0)?)),
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The operations that were set aside.
    ///
    /// # Errors
    /// [`StoreError`] where the book can't be read.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT device, seq, coalesce(why, '') FROM operation WHERE state = ?1 ORDER BY idx",
        )?;
        let rows = statement.query_map([OperationState::Quarantined.code()], |row| {
            let device = DeviceId(uuid::Uuid::from_bytes(row.get(0)?));
            Ok(Quarantined {
                op: sochibo_journal::OpRef(device, unsql(row.get(1)?)),
                why: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes in the envelopes of another device: one apply path for the network and for files.
    /// `end` is the verified end of the batch with the author's signature over it, `rev` the
    /// ward's number to continue from; all of it is kept in one transaction. Envelopes that are
    /// here already are passed over.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the envelopes leave a gap after what is here or contradict it.
    pub fn receive(
        &mut self,
        envelopes: &[Envelope],
        key: PublicKey,
        end: (u64, HeadSignature),
        rev: Option<u64>,
        server_now_ms: Option<i64>,
    ) -> Result<Received, StoreError> {
        let Some(first) = envelopes.first() else {
            return Ok(Received::default());
        };
        let device = first.header.device;
        let mut state = self.link_state()?;
        let mut clock = self.author.clock;
        let cell = self.author.cell;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut chain = operations::chain(&transaction, cell, device)?;
        let mut received = Received::default();
        for envelope in envelopes {
            match chain.accept(envelope) {
                Ok(()) => {}
                Err(ChainError::Behind { got, .. }) => {
                    let known = operations::header_at(&transaction, device, got)?;
                    if known.is_none_or(|known| known == envelope.header) {
                        continue;
                    }
                    return Err(StoreError::Damaged(
                        ChainError::Fork { at: got }.to_string(),
                    ));
                }
                Err(error) => return Err(StoreError::Damaged(error.to_string())),
            }
            received.new += 1;
            let at = envelope.header.at;
            let reading =
                if server_now_ms.is_some_and(|now| at.wall_ms() > now.saturating_add(AHEAD_MS)) {
                    Reading::Other(
                        OperationState::Quarantined,
                        Some("giờ ghi chạy trước giờ của phường hơn 24 giờ"),
                    )
                } else {
                    clock = clock.max(at);
                    operations::read(envelope, &self.keys)
                };
            match reading {
                Reading::Says(change) => {
                    operations::insert(
                        &transaction,
                        envelope,
                        Some(change.id),
                        OperationState::Applied,
                        None,
                    )?;
                    records::apply(&transaction, Stamp::from(&envelope.header), &change)?;
                }
                Reading::Other(kept, why) => {
                    received.quarantined += usize::from(kept == OperationState::Quarantined);
                    operations::insert(&transaction, envelope, None, kept, why)?;
                }
            }
        }
        transaction
            .prepare_cached("INSERT OR IGNORE INTO device (device, public_key) VALUES (?1, ?2)")?
            .execute(params![device.0.as_bytes(), key.0])?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO head_signature (device, seq, signature) VALUES (?1, ?2, ?3)")?
            .execute(params![device.0.as_bytes(), sql(end.0), end.1.0])?;
        operations::save_clock(&transaction, clock)?;
        if let Some(rev) = rev {
            state.pulled = state.pulled.max(rev);
            put_json(&transaction, "link_state", &state)?;
        }
        transaction.commit()?;
        self.author.clock = clock;
        if device == self.author.device {
            // A restored backup gets back what it wrote since: it goes on after that.
            (self.author.seq, self.author.head) = (chain.seq, chain.head);
        }
        Ok(received)
    }

    /// The latest instant that the book knows.
    #[must_use]
    pub fn clock(&self) -> Hlc {
        self.author.clock
    }

    fn json<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let bytes: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT value FROM book WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        bytes
            .map(|bytes| {
                serde_json::from_slice(&bytes)
                    .map_err(|error| StoreError::Damaged(error.to_string()))
            })
            .transpose()
    }
}

fn put_json<T: Serialize>(
    connection: &rusqlite::Connection,
    name: &str,
    value: &T,
) -> Result<(), StoreError> {
    // Plain structs always serialise.
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    connection
        .prepare_cached("INSERT INTO book (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute(params![name, bytes])?;
    Ok(())
}
