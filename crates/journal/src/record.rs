mod short;

pub use short::standing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Change, DELETED, DeviceId, Header, Hlc, OpRef};

/// When and by which operation a value was written. Ordered by clock, then device, then number,
/// so that every device picks the same winner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The author's clock.
    pub at: Hlc,
    /// The author.
    pub device: DeviceId,
    /// The operation's number there.
    pub seq: u64,
}

impl Stamp {
    /// The operation that wrote the value.
    #[must_use]
    pub const fn op(&self) -> OpRef {
        OpRef(self.device, self.seq)
    }
}

impl From<&Header> for Stamp {
    fn from(header: &Header) -> Self {
        Self {
            at: header.at,
            device: header.device,
            seq: header.seq,
        }
    }
}

/// A value that nothing known has replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Who wrote it, when.
    pub stamp: Stamp,
    /// What.
    pub value: Value,
}

/// One field: usually one head. Two or more where people wrote without knowing of each other;
/// the latest stands, the others wait for a person to choose.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Register {
    /// Latest first.
    heads: Vec<Head>,
    /// Writes that were replaced before they arrived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ahead: Vec<OpRef>,
}

/// Two registers are the same when their heads are: `ahead` depends on the order of arrival.
impl PartialEq for Register {
    fn eq(&self, other: &Self) -> bool {
        self.heads == other.heads
    }
}

impl Register {
    /// The value that stands.
    #[must_use]
    pub fn winner(&self) -> Option<&Head> {
        self.heads.first()
    }

    /// The values that lost to a write whose author did not know them, latest first. A loser
    /// that says the same as the winner is no conflict.
    pub fn losers(&self) -> impl Iterator<Item = &Head> {
        let winner = self.heads.first().map(|head| &head.value);
        self.heads
            .iter()
            .skip(1)
            .filter(move |head| Some(&head.value) != winner)
    }

    /// Every head that says what stands: a person who replaces it has seen them all. One write
    /// that came twice, under two identities of one device, therefore leaves nothing behind.
    fn standing(&self) -> impl Iterator<Item = &Head> {
        let winner = self.heads.first().map(|head| &head.value);
        self.heads
            .iter()
            .filter(move |head| Some(&head.value) == winner)
    }

    fn apply(&mut self, stamp: Stamp, value: Value, over: &[OpRef]) {
        for op in over {
            let known = self.heads.len();
            self.heads.retain(|head| head.stamp.op() != *op);
            if self.heads.len() == known && !self.ahead.contains(op) {
                self.ahead.push(*op);
            }
        }
        if let Some(at) = self.ahead.iter().position(|op| *op == stamp.op()) {
            self.ahead.swap_remove(at);
            return;
        }
        let at = self.heads.partition_point(|head| head.stamp > stamp);
        self.heads.insert(at, Head { stamp, value });
    }
}

/// The state of one record: the fold of all changes that name it, the same in whatever order
/// they arrive (those of one device in their own order).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    fields: BTreeMap<String, Register>,
}

impl Record {
    /// Folds one change in. The caller makes sure that no operation is folded twice.
    pub fn apply(&mut self, stamp: Stamp, change: &Change) {
        self.absorb(stamp, change.clone());
    }

    /// The same with a change that nobody needs any more.
    pub fn absorb(&mut self, stamp: Stamp, change: Change) {
        let Change { set, over, .. } = change;
        for (field, value) in set {
            let over = over.get(&field).map_or(&[][..], Vec::as_slice);
            self.fields
                .entry(field)
                .or_default()
                .apply(stamp, value, over);
        }
    }

    /// The values that stand, as one JSON object without [`DELETED`].
    #[must_use]
    pub fn values(&self) -> Map<String, Value> {
        self.standing()
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }

    /// The same, one after the other, in the order of their names.
    pub fn standing(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields
            .iter()
            .filter(|(name, _)| *name != DELETED)
            .filter_map(|(name, register)| Some((name.as_str(), &register.winner()?.value)))
    }

    /// One field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Register> {
        self.fields.get(name)
    }

    /// The devices whose values stand or wait in it, one per value.
    pub fn devices(&self) -> impl Iterator<Item = DeviceId> {
        let heads = self.fields.values().flat_map(|register| &register.heads);
        heads.map(|head| head.stamp.device)
    }

    /// Whether the record was removed.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.fields
            .get(DELETED)
            .and_then(Register::winner)
            .is_some_and(|head| head.value == Value::Bool(true))
    }

    /// The fields with a losing value that a person has to see.
    pub fn conflicts(&self) -> impl Iterator<Item = (&str, &Register)> {
        self.fields
            .iter()
            .filter(|(_, register)| register.losers().next().is_some())
            .map(|(name, register)| (name.as_str(), register))
    }

    /// Puts the heads of a field in another order than the latest first: for what is frozen, the
    /// first stands. The order is `key`'s, the smallest first.
    pub fn order_heads<K: Ord>(&mut self, field: &str, key: impl Fn(&Stamp) -> K) {
        if let Some(register) = self.fields.get_mut(field) {
            register.heads.sort_by_key(|head| key(&head.stamp));
        }
    }

    /// The change that makes a frozen record be what `device` wrote: whole, over every head. `None`
    /// where the device wrote none of it.
    #[must_use]
    pub fn settle_whole(
        &self,
        kind: &str,
        id: uuid::Uuid,
        frozen: &[&str],
        device: DeviceId,
    ) -> Option<Change> {
        let mut change = Change::new(kind, id, BTreeMap::new());
        let mut wrote = false;
        for field in frozen {
            let Some(register) = self.fields.get(*field) else {
                continue;
            };
            let of_device = register
                .heads
                .iter()
                .find(|head| head.stamp.device == device);
            wrote |= of_device.is_some();
            // A field that this one leaves empty and the other does not.
            let value = of_device.map_or(Value::Null, |head| head.value.clone());
            let over = register.heads.iter().map(|head| head.stamp.op()).collect();
            change.set.insert((*field).to_owned(), value);
            change.over.insert((*field).to_owned(), over);
        }
        wrote.then_some(change)
    }

    /// The change that turns this record into `wanted`: only the fields that differ, each naming
    /// the write it replaces. `None` where nothing differs. Fields that `wanted` lacks are left
    /// alone: they may be of a later version.
    #[must_use]
    pub fn diff(&self, kind: &str, id: uuid::Uuid, wanted: &Map<String, Value>) -> Option<Change> {
        let mut change = Change::new(kind, id, BTreeMap::new());
        for (name, value) in wanted {
            let standing = self.fields.get(name).and_then(Register::winner);
            let same = match standing {
                Some(head) => head.value == *value,
                // An absent field and an explicit null say the same.
                None => value.is_null(),
            };
            if same {
                continue;
            }
            if let Some(register) = self.fields.get(name) {
                let over: Vec<OpRef> = register.standing().map(|head| head.stamp.op()).collect();
                if !over.is_empty() {
                    change.over.insert(name.clone(), over);
                }
            }
            change.set.insert(name.clone(), value.clone());
        }
        (!change.set.is_empty()).then_some(change)
    }

    /// The change that settles a conflict: `value` replaces every head of `field`.
    #[must_use]
    pub fn settle(&self, kind: &str, id: uuid::Uuid, field: &str, value: Value) -> Change {
        let mut change = Change::new(kind, id, BTreeMap::from([(field.to_owned(), value)]));
        if let Some(register) = self.fields.get(field) {
            let heads = register.heads.iter().map(|head| head.stamp.op()).collect();
            change.over.insert(field.to_owned(), heads);
        }
        change
    }
}
