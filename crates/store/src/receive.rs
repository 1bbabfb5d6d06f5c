//! One apply path for what other devices wrote, whether it came over the network or in a file.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde_json::Value;
use sochibo_journal::{
    CellId, Chain, ChainError, Change, DELETED, DeviceId, Envelope, HeadSignature, Hlc, KeyRing,
    PublicKey, Stamp, is_ward_kind,
};

use crate::{
    Store, StoreError,
    ahead::{AHEAD, is_ahead},
    aside,
    directory::{self, Me},
    findings, frozen,
    kept::put_json,
    link,
    operations::{self, OperationState, Reading, record_of, sql},
    records::{Begun, Rows},
    secret, unread, ward,
};

/// Why removals wait.
const TOO_MUCH: &str = "một lần xóa hơn nửa sổ, chờ người giữ sổ đồng ý";

/// Fewer removals than this at once are everyday work, even in a small book.
const FEW: u64 = 5;

/// How much of the book one exchange removes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    /// The last thing that was there when it began.
    last: i64,
    /// Things that stood then; counted when something is removed, since it takes longer the longer
    /// the book is kept.
    live: Option<u64>,
    /// Of them removed since.
    removed: u64,
}

impl Guard {
    fn new(connection: &Connection) -> Result<Self, StoreError> {
        let last: Option<i64> = connection
            .prepare_cached("SELECT max(no) FROM record")?
            .query_row([], |row| row.get(0))?;
        Ok(Self {
            last: last.unwrap_or_default(),
            live: None,
            removed: 0,
        })
    }

    /// Before anything of the exchange is removed.
    fn count(&mut self, connection: &Connection) -> Result<(), StoreError> {
        if self.live.is_none() {
            let live: i64 = connection
                .prepare_cached(
                    "SELECT count(*) FROM record INDEXED BY record_listed
                     WHERE deleted = 0 AND +no <= ?1",
                )?
                .query_row([self.last], |row| row.get(0))?;
            self.live = Some(operations::unsql(live));
        }
        Ok(())
    }

    fn asks(self) -> bool {
        self.removed >= FEW && self.removed * 2 > self.live.unwrap_or_default()
    }
}

/// A batch whose chain and signature hold: consecutive envelopes of one device, opened. It is made
/// without the book, so that the book is free for the person meanwhile.
#[derive(Debug)]
pub struct Incoming {
    envelopes: Vec<Opened>,
    key: PublicKey,
    end: (u64, HeadSignature),
}

/// An envelope and what it says.
#[derive(Debug)]
struct Opened {
    envelope: Envelope,
    says: Says,
}

#[derive(Debug)]
enum Says {
    /// All of a record that the book doesn't seem to have.
    Begins(Begun),
    /// Whatever else.
    Reads(Reading),
}

impl Opened {
    fn new(mut envelope: Envelope, keys: &KeyRing) -> Self {
        let mut reading = operations::read(&envelope, keys);
        // What a ward sends with the mark of a state secret never reaches this disk. Its header
        // does, so that the chain goes on.
        if envelope.header.device.is_ward() && secret::is_marked(&reading) {
            envelope = envelope.withhold();
            reading = operations::read(&envelope, keys);
        }
        let begun = match &reading {
            Reading::Says(change) => Begun::of(change),
            Reading::Other(..) => None,
        };
        let says = begun.map_or_else(|| Says::Reads(reading), Says::Begins);
        Self { envelope, says }
    }

    /// What it would remove.
    fn removes(&self) -> Option<uuid::Uuid> {
        match &self.says {
            Says::Begins(begun) => begun
                .removes()
                .filter(|kind| !is_ward_kind(kind))
                .map(|_| begun.id),
            Says::Reads(Reading::Says(change)) => removes(change).then_some(change.id),
            Says::Reads(Reading::Other(..)) => None,
        }
    }
}

impl Incoming {
    /// Opens what `keys` open; the rest is tried again with the keys that the book has by the time
    /// it takes this in. `key` is the device's, with which the envelopes were proven; `end` the
    /// last number, with the device's signature over the end of its chain there.
    #[must_use]
    pub fn open(
        envelopes: Vec<Envelope>,
        key: PublicKey,
        end: (u64, HeadSignature),
        keys: &KeyRing,
    ) -> Self {
        let opened = |envelope| Opened::new(envelope, keys);
        Self {
            envelopes: envelopes.into_iter().map(opened).collect(),
            key,
            end,
        }
    }
}

/// A batch that could not be taken in. The others were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Whose.
    pub device: DeviceId,
    /// Why.
    pub why: ChainError,
}

/// What became of received envelopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// New here.
    pub new: usize,
    /// Set aside with a reason.
    pub quarantined: usize,
    /// Removals that wait until a person agrees.
    pub waiting: usize,
    /// Batches that don't continue what is here.
    pub skipped: Vec<Skipped>,
}

impl Store {
    /// An exchange begins: what it removes is counted anew.
    pub fn begin_exchange(&mut self) {
        self.guard = None;
    }

    /// Takes in the batches of a page or of several, and with them the ward's number `cursor` to continue from, in one
    /// transaction. Envelopes that are here already are passed over. A batch that doesn't continue
    /// its device's chain is skipped, and the ones behind it are taken all the same: the exchange
    /// compares the chains afterwards and fetches what is missing.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses; nothing was taken then.
    pub fn receive_page(
        &mut self,
        page: Vec<Incoming>,
        cursor: Option<u64>,
        server_now_ms: Option<i64>,
    ) -> Result<Received, StoreError> {
        self.take_in(None, page, cursor, server_now_ms)
    }

    /// Takes in a chain anew after `after`: what this book held there differed from the ward's
    /// copy. What it held is set aside, never deleted, in the transaction that brings the first
    /// page of the ward's.
    ///
    /// # Errors
    /// [`StoreError`] where the disk refuses; nothing has changed then.
    pub fn receive_anew(
        &mut self,
        device: DeviceId,
        after: u64,
        page: Vec<Incoming>,
        server_now_ms: Option<i64>,
    ) -> Result<Received, StoreError> {
        // Its own chain a device never takes from elsewhere: it takes a new identity.
        let anew = (device != self.author.device).then_some((device, after));
        self.take_in(anew, page, None, server_now_ms)
    }

    /// Takes in one batch, or refuses it whole.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the envelopes leave a gap after what is here or contradict it.
    pub fn receive(
        &mut self,
        envelopes: &[Envelope],
        key: PublicKey,
        end: (u64, HeadSignature),
        cursor: Option<u64>,
        server_now_ms: Option<i64>,
    ) -> Result<Received, StoreError> {
        let incoming = Incoming::open(envelopes.to_vec(), key, end, &self.keys);
        let received = self.take_in(None, vec![incoming], cursor, server_now_ms)?;
        match received.skipped.first() {
            Some(skipped) => Err(StoreError::Damaged(findings::chain(&skipped.why))),
            None => Ok(received),
        }
    }

    fn take_in(
        &mut self,
        anew: Option<(DeviceId, u64)>,
        page: Vec<Incoming>,
        cursor: Option<u64>,
        server_now_ms: Option<i64>,
    ) -> Result<Received, StoreError> {
        let mut state = self.link_state()?;
        self.state.take();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let guard = self
            .guard
            .map_or_else(|| Guard::new(&transaction), Ok::<_, StoreError>)?;
        let mut taking = Taking {
            guard,
            transaction: &transaction,
            cell: self.author.cell,
            keys: &self.keys,
            clock: self.author.clock,
            server_now_ms,
            received: Received::default(),
            rows: Rows::default(),
            acts: anew.is_some(),
        };
        let mends = anew.is_some();
        if let Some((device, after)) = anew {
            let now = server_now_ms.unwrap_or_default();
            aside::set_chain_aside(&transaction, &self.keys, device, after, now)?;
        }
        let mut own = None;
        for incoming in page {
            if let Some(end) = taking.batch(incoming)?
                && end.device == self.author.device
            {
                own = Some(end);
            }
        }
        taking.write_rows()?;
        let Taking {
            clock,
            received,
            acts,
            guard,
            ..
        } = taking;
        let (mut keys, mut founder) = (self.keys.clone(), self.founder);
        if acts {
            let me = Me::of(&self.author, &self.device_key, founder);
            founder = directory::take_in(&transaction, &me, &mut keys)?;
        }
        operations::save_clock(&transaction, clock)?;
        if let Some(cursor) = cursor {
            state.pulled = state.pulled.max(cursor);
            put_json(&transaction, link::STATE, &state)?;
        }
        transaction.commit()?;
        self.author.clock = clock;
        (self.keys, self.founder) = (keys, founder);
        self.guard = Some(guard);
        self.turned += u64::from(mends || received.new > 0);
        if let Some(end) = own {
            // A device that gets back what it wrote goes on after that.
            (self.author.seq, self.author.head) = (end.seq, end.head);
        }
        Ok(received)
    }
}

/// What one transaction takes in.
struct Taking<'a> {
    guard: Guard,
    transaction: &'a Transaction<'a>,
    cell: CellId,
    keys: &'a KeyRing,
    clock: Hlc,
    server_now_ms: Option<i64>,
    received: Received,
    /// What the page changes, written once however many operations change it.
    rows: Rows,
    /// Whether something was said about devices.
    acts: bool,
}

impl Taking<'_> {
    /// The end of the device's chain after the batch; `None` where it was skipped.
    fn batch(&mut self, incoming: Incoming) -> Result<Option<Chain>, StoreError> {
        let Incoming {
            envelopes,
            key,
            end,
        } = incoming;
        let Some(first) = envelopes.first() else {
            return Ok(None);
        };
        let device = first.envelope.header.device;
        if device.is_ward() && !ward::is_ours(self.transaction, self.cell, device, &key)? {
            let why = ChainError::OtherWard;
            self.received.skipped.push(Skipped { device, why });
            return Ok(None);
        }
        let mut chain = operations::chain(self.transaction, self.cell, device)?;
        let mut fresh = Vec::with_capacity(envelopes.len());
        for mut opened in envelopes {
            let envelope = &opened.envelope;
            match chain.accept(envelope) {
                Ok(()) => {
                    opened.says = self.says(envelope, opened.says);
                    fresh.push(opened);
                }
                Err(why) => {
                    // Only the first envelope that is new here can fail to continue the chain, so
                    // nothing of a batch that is skipped was kept.
                    if self.is_known(envelope, &why)? {
                        continue;
                    }
                    let why = match why {
                        ChainError::Behind { got, .. } => ChainError::Fork { at: got },
                        why => why,
                    };
                    self.received.skipped.push(Skipped { device, why });
                    return Ok(None);
                }
            }
        }
        let hold = self.removes_too_much(&fresh)?;
        for opened in fresh {
            self.keep(opened, hold)?;
        }
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO device (device, public_key) VALUES (?1, ?2)")?
            .execute(params![device.0.as_bytes(), key.0])?;
        let (seq, signature) = end;
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO head_signature (device, seq, signature) VALUES (?1, ?2, ?3)")?
            .execute(params![device.0.as_bytes(), sql(seq), signature.0])?;
        Ok(Some(chain))
    }

    fn is_known(&self, envelope: &Envelope, why: &ChainError) -> Result<bool, StoreError> {
        let ChainError::Behind { got, .. } = why else {
            return Ok(false);
        };
        let known = operations::header_at(self.transaction, envelope.header.device, *got)?;
        Ok(known == Some(envelope.header))
    }

    fn says(&mut self, envelope: &Envelope, says: Says) -> Says {
        self.received.new += 1;
        let at = envelope.header.at;
        if self.server_now_ms.is_some_and(|now| is_ahead(at, now)) {
            return Says::Reads(Reading::Other(OperationState::Quarantined, Some(AHEAD)));
        }
        self.clock = self.clock.max(at);
        match says {
            Says::Reads(reading) => Says::Reads(unread::again(reading, envelope, self.keys)),
            begins @ Says::Begins(_) => begins,
        }
    }

    /// Whether the removals of a batch, with those that came before it in this exchange, leave less
    /// than half of what the book had.
    fn removes_too_much(&mut self, fresh: &[Opened]) -> Result<bool, StoreError> {
        let removed: BTreeSet<uuid::Uuid> = fresh.iter().filter_map(Opened::removes).collect();
        if removed.is_empty() {
            return Ok(false);
        }
        // They are counted in the book as it stands before them.
        self.write_rows()?;
        self.guard.count(self.transaction)?;
        let mut stands = self
            .transaction
            .prepare_cached("SELECT 1 FROM record WHERE id = ?1 AND deleted = 0")?;
        for id in removed {
            self.guard.removed += u64::from(stands.exists([id.as_bytes()])?);
        }
        Ok(self.guard.asks())
    }

    fn write_rows(&mut self) -> Result<(), StoreError> {
        self.received.quarantined += self.rows.write(self.transaction, self.keys)?;
        Ok(())
    }

    fn keep(&mut self, opened: Opened, hold: bool) -> Result<(), StoreError> {
        if hold && opened.removes().is_some() {
            self.received.waiting += 1;
            return operations::insert(
                self.transaction,
                &opened.envelope,
                None,
                OperationState::Waiting,
                Some(TOO_MUCH),
            );
        }
        let Opened { envelope, says } = opened;
        let envelope = &envelope;
        match says {
            Says::Begins(begun) => {
                let idx = operations::insert_beginning(self.transaction, envelope, begun.id)?;
                self.rows.begin(self.transaction, self.keys, begun, idx)
            }
            Says::Reads(Reading::Says(change)) => {
                let record = record_of(&change);
                let stamp = Stamp::from(&envelope.header);
                operations::insert(
                    self.transaction,
                    envelope,
                    Some(record),
                    OperationState::Applied,
                    None,
                )?;
                if record != change.id {
                    self.acts = true;
                    return Ok(());
                }
                self.rows.fold(self.transaction, self.keys, stamp, change)
            }
            Says::Reads(Reading::Other(kept, why)) => {
                self.received.quarantined += usize::from(kept == OperationState::Quarantined);
                operations::insert(self.transaction, envelope, None, kept, why)
            }
        }
    }
}

fn removes(change: &Change) -> bool {
    // What is frozen is not removed anyway, and what the ward takes back is its own.
    change.set.get(DELETED) == Some(&Value::Bool(true))
        && !frozen::is_frozen(&change.kind)
        && !is_ward_kind(&change.kind)
}
