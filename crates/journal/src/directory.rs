use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    Act, BoxKey, BoxedKey, CellId, DeviceId, Epoch, Escrow, Founder, Grant, KeyId, KeyRing, OpRef,
    Proof, PublicKey, Revocation, Ring, RingKey, Stamp, authority::Retired,
};

/// An [`Act`] as it stands in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// By which operation.
    pub stamp: Stamp,
    /// The key that its author's chain was verified with.
    pub author_key: PublicKey,
    /// What it says.
    pub act: Act,
}

/// A device that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// What its chain is verified with.
    pub sign_key: PublicKey,
    /// What keys are sealed to for it; unknown of a founder that has not said it yet.
    pub box_key: Option<BoxKey>,
    /// The rings that it may read.
    pub rings: BTreeSet<Ring>,
    /// The keys that it may know: given to it, made by it, or known to the identity that it left.
    pub holds: BTreeSet<KeyId>,
    /// The keys that were boxed for it under this name. What a restored backup or a copy of a disk
    /// has of the others nobody knows.
    pub given: BTreeSet<KeyId>,
    /// Whether it is out.
    pub revoked: bool,
    /// The operation that took it out.
    pub revoked_by: Option<Stamp>,
    /// The operation that let it in; none for the founder.
    pub by: Option<OpRef>,
    /// The identity that it left.
    pub renews: Option<DeviceId>,
}

impl Admitted {
    /// Whether what it says about devices counts: it holds the ring *bí thư*.
    #[must_use]
    pub fn is_secretary(&self) -> bool {
        !self.revoked && self.rings.contains(&Ring::Secretary)
    }
}

/// Why an act counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Void {
    /// Its author was not let in.
    #[error("máy ghi chưa được bí thư cho vào sổ")]
    Stranger,
    /// Its author's chain was verified with another key than the one that was let in.
    #[error("khóa của máy ghi không phải khóa đã được duyệt")]
    OtherKey,
    /// Its author is out.
    #[error("máy ghi đã bị thu hồi")]
    AuthorRevoked,
    /// Its author does not hold the ring *bí thư*.
    #[error("máy ghi không giữ vai trò bí thư")]
    NotSecretary,
    /// The signature is not of the recovery code or of the identity named.
    #[error("chữ ký kèm theo không đúng")]
    Unproven,
    /// The device is out for good; it comes back under a new identity.
    #[error("máy được cho vào đã bị thu hồi trước đó")]
    TargetRevoked,
    /// The device is known under another key.
    #[error("máy được cho vào mang khóa khác khóa đã biết")]
    TargetKey,
    /// No such device.
    #[error("máy bị thu hồi không có trong sổ")]
    NoSuchDevice,
    /// The ward is no device of the cell: it lets nobody in, and nobody lets it in.
    #[error("phường không phải là máy của chi bộ")]
    Ward,
}

/// Sổ máy: who is in and who reads what, as the fold of all acts. It depends on the set of acts,
/// not on the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    devices: BTreeMap<DeviceId, Admitted>,
    void: BTreeMap<OpRef, Void>,
    escrow: Option<(Stamp, Escrow)>,
    /// When each recovery code was first heard of.
    codes: BTreeMap<Retired, Stamp>,
    /// The keys that acts which count have named.
    vouched: BTreeSet<KeyId>,
    /// New identities of devices that are out, which came too late.
    outside: BTreeMap<DeviceId, Outside>,
}

/// A new identity of a device that is out: nobody let it in, and it may know much.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Outside {
    sign_key: PublicKey,
    rings: BTreeSet<Ring>,
    holds: BTreeSet<KeyId>,
}

/// What is learned of devices that are out, and holds whatever hour their operations claim.
#[derive(Default, PartialEq, Eq, Clone)]
struct Limits {
    /// The last operation of each that counts.
    after: BTreeMap<DeviceId, u64>,
    /// For a device that is out: new identities of it that stay.
    spares: BTreeMap<DeviceId, BTreeSet<DeviceId>>,
    /// Claims under a retired code that stay.
    retired: BTreeMap<Retired, BTreeSet<DeviceId>>,
}

impl Directory {
    /// Folds `facts`, beginning with the founder.
    #[must_use]
    pub fn fold(cell: CellId, founder: Founder, mut facts: Vec<Fact>) -> Self {
        facts.sort_by_key(|fact| fact.stamp);
        let walk = |limits: Limits| {
            let mut walk = Walk::begin(cell, founder, limits);
            let mut waiting: Vec<&Fact> = facts.iter().collect();
            // What was written under an identity that is only let in further on, by a device
            // that moved its unsent work over or whose clock stands in 2009, is tried again.
            loop {
                let tried = waiting.len();
                waiting.retain(|fact| walk.take(fact));
                if waiting.is_empty() || waiting.len() == tried {
                    return walk;
                }
            }
        };
        let mut last = walk(Limits::default());
        // Limits only tighten, and each fact tightens them at most once.
        for _ in 0..facts.len() {
            let next = walk(last.limits.clone());
            if next.limits == last.limits {
                return next.directory;
            }
            last = next;
        }
        last.directory
    }

    /// A device that was let in, revoked or not.
    #[must_use]
    pub fn device(&self, device: DeviceId) -> Option<&Admitted> {
        self.devices.get(&device)
    }

    /// Every device that was ever let in.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceId, &Admitted)> {
        self.devices.iter().map(|(device, known)| (*device, known))
    }

    /// Why an act counts for nothing; `None` where it counts.
    #[must_use]
    pub fn void(&self, op: OpRef) -> Option<Void> {
        self.void.get(&op).copied()
    }

    /// The escrow that stands.
    #[must_use]
    pub fn escrow(&self) -> Option<&Escrow> {
        self.escrow.as_ref().map(|(_, escrow)| escrow)
    }

    /// The operation of the escrow that stands.
    #[must_use]
    pub fn escrow_op(&self) -> Option<OpRef> {
        self.escrow.as_ref().map(|(stamp, _)| stamp.op())
    }

    /// Whether a device is out that could once renew the escrow of the recovery code that works: it
    /// knows what the escrow is sealed to, and a new code is due.
    #[must_use]
    pub fn code_is_known_outside(&self) -> bool {
        let since = self
            .escrow()
            .and_then(|escrow| self.codes.get(&Retired::from(escrow.claims)));
        self.devices.values().any(|device| {
            let out = device.revoked_by.filter(|_| device.revoked);
            device.rings.contains(&Ring::Secretary)
                && matches!((out, since), (Some(out), Some(since)) if out > *since)
        })
    }

    /// Whether somebody who may not read `ring` any more knows its key `key` of `epoch`: what is
    /// written from now on needs another.
    #[must_use]
    pub fn leaks(&self, ring: Ring, epoch: Epoch, key: &RingKey) -> bool {
        let (id, unnamed) = (KeyId::of(ring, epoch, key), KeyId::named(ring, epoch, None));
        let knows = |holds: &BTreeSet<KeyId>| holds.contains(&id) || holds.contains(&unnamed);
        let mut devices = self.devices.values();
        devices.any(|it| (it.revoked || !it.rings.contains(&ring)) && knows(&it.holds))
            || self.outside.values().any(|it| knows(&it.holds))
    }

    /// Chooses among the keys held those for writing: the newest that nobody outside knows and that
    /// the others have been told of, and rather one that they will hear of than one that is known
    /// outside.
    pub fn choose(&self, keys: &mut KeyRing) {
        for ring in Ring::SEALED {
            let of_ring = keys.iter().filter(|(of, ..)| *of == ring);
            let best = of_ring.max_by_key(|(_, epoch, key)| {
                let (id, unnamed) = (
                    KeyId::of(ring, *epoch, key),
                    KeyId::named(ring, *epoch, None),
                );
                let vouched = self.vouched.contains(&id) || self.vouched.contains(&unnamed);
                let closed = !self.leaks(ring, *epoch, key);
                (closed, vouched, *epoch, Reverse(key.0))
            });
            if let Some((_, epoch, key)) = best.map(|(ring, epoch, key)| (ring, epoch, key.clone()))
            {
                keys.write_under(ring, epoch, key);
            }
        }
    }
}

/// Whether a ward says an act, or is let in by one.
fn names_ward(fact: &Fact) -> bool {
    let let_in = match &fact.act {
        Act::Grant(grant) => grant.to.device.is_ward(),
        Act::Escrow(_) | Act::Revocation(_) => false,
    };
    fact.stamp.device.is_ward() || let_in
}

/// One walk over the acts in the order of their stamps.
struct Walk {
    cell: CellId,
    limits: Limits,
    directory: Directory,
    /// What claims by the recovery code are verified with.
    claims: Vec<PublicKey>,
    escrowed: BTreeSet<KeyId>,
    /// By which act each device has its rings.
    ringed: BTreeMap<DeviceId, Stamp>,
}

impl Walk {
    fn begin(cell: CellId, founder: Founder, limits: Limits) -> Self {
        let mut directory = Directory::default();
        let begun = Ring::SEALED.map(|ring| KeyId::named(ring, Epoch(1), None));
        directory.vouched.extend(begun);
        directory.devices.insert(
            founder.device,
            Admitted {
                sign_key: founder.sign_key,
                box_key: None,
                rings: Ring::SEALED.into(),
                holds: begun.into(),
                given: begun.into(),
                revoked: false,
                revoked_by: None,
                by: None,
                renews: None,
            },
        );
        Self {
            cell,
            limits,
            directory,
            claims: Vec::new(),
            escrowed: BTreeSet::new(),
            ringed: BTreeMap::new(),
        }
    }

    /// Takes one act; whether it may count yet, once more is known.
    fn take(&mut self, fact: &Fact) -> bool {
        let done = match &fact.act {
            _ if names_ward(fact) => Err(Void::Ward),
            Act::Grant(grant) => self.grant(fact, grant),
            Act::Escrow(escrow) => self.escrow(fact, escrow),
            Act::Revocation(revocation) => self.revocation(fact, revocation),
        };
        match done {
            Ok(()) => self.directory.void.remove(&fact.stamp.op()),
            Err(void) => self.directory.void.insert(fact.stamp.op(), void),
        };
        matches!(done, Err(Void::Stranger | Void::Unproven))
    }

    fn limited(&self, fact: &Fact) -> bool {
        let after = self.limits.after.get(&fact.stamp.device);
        after.is_some_and(|after| fact.stamp.seq > *after)
    }

    /// Whether what the author says about others counts. [`Void::AuthorRevoked`] is said of
    /// nobody who has not been a secretary.
    fn secretary(&self, fact: &Fact) -> Result<(), Void> {
        let author = fact.stamp.device;
        let inside = self.directory.devices.get(&author);
        let (sign_key, rings) = match (inside, self.directory.outside.get(&author)) {
            (Some(device), _) => (device.sign_key, &device.rings),
            (None, Some(device)) => (device.sign_key, &device.rings),
            (None, None) => return Err(Void::Stranger),
        };
        if sign_key != fact.author_key {
            return Err(Void::OtherKey);
        }
        // Not `is_secretary`: what was said before the revocation still counts.
        if !rings.contains(&Ring::Secretary) {
            return Err(Void::NotSecretary);
        }
        if inside.is_none() || self.limited(fact) {
            return Err(Void::AuthorRevoked);
        }
        Ok(())
    }

    fn grant(&mut self, fact: &Fact, grant: &Grant) -> Result<(), Void> {
        let mut rings = grant.rings.clone();
        rings.remove(&Ring::Published);
        let given: BTreeSet<KeyId> = grant.keys.iter().map(BoxedKey::id).collect();
        let mut holds = given.clone();
        let mut renews = None;
        if let Some(proof) = &grant.proof {
            // Only a device itself can let itself in, under the key that it signs with.
            if fact.stamp.device != grant.to.device || fact.author_key != grant.to.sign_key {
                return Err(Void::Unproven);
            }
            if self.directory.devices.contains_key(&grant.to.device) {
                return Err(Void::TargetKey);
            }
            match proof {
                Proof::Recovery { .. } => {
                    let claims = *self
                        .claims
                        .iter()
                        .find(|key| self.prove(grant, proof, key).is_ok())
                        .ok_or(Void::Unproven)?;
                    let retired = self.limits.retired.get(&Retired::from(claims));
                    if retired.is_some_and(|stay| !stay.contains(&grant.to.device)) {
                        return Err(Void::Unproven);
                    }
                    holds.extend(&self.escrowed);
                    rings = Ring::SEALED.into();
                }
                Proof::Renewal { of, .. } => {
                    let old = self.directory.devices.get(of).ok_or(Void::Stranger)?;
                    self.prove(grant, proof, &old.sign_key)?;
                    let spares = self.limits.spares.get(of);
                    if spares.is_some_and(|stay| !stay.contains(&grant.to.device)) {
                        let late = Outside {
                            sign_key: grant.to.sign_key,
                            rings: old.rings.clone(),
                            holds: old.holds.clone(),
                        };
                        self.directory.outside.insert(grant.to.device, late);
                        return Err(Void::AuthorRevoked);
                    }
                    holds.extend(&old.holds);
                    rings = old.rings.clone();
                    renews = Some(*of);
                }
            }
        } else if let Err(void) = self.secretary(fact) {
            if void == Void::AuthorRevoked {
                self.may_know(fact.stamp.device, &given);
                self.may_know(grant.to.device, &given);
            }
            return Err(void);
        }
        let known = self.directory.devices.get(&grant.to.device);
        if known.is_some_and(|known| known.sign_key != grant.to.sign_key) {
            return Err(Void::TargetKey);
        }
        if known.is_some_and(|known| known.revoked) {
            // It may have got them while it was in.
            self.may_know(fact.stamp.device, &given);
            self.may_know(grant.to.device, &given);
            return Err(Void::TargetRevoked);
        }
        self.may_know(fact.stamp.device, &holds);
        let device = self
            .directory
            .devices
            .entry(grant.to.device)
            .or_insert_with(|| Admitted {
                sign_key: grant.to.sign_key,
                box_key: None,
                rings: BTreeSet::new(),
                holds: BTreeSet::new(),
                given: BTreeSet::new(),
                revoked: false,
                revoked_by: None,
                by: Some(fact.stamp.op()),
                renews,
            });
        self.directory.vouched.extend(&given);
        device.holds.extend(holds);
        device.given.extend(given);
        // One that was tried again may be older than what it meets.
        let ringed = self.ringed.entry(grant.to.device).or_insert(fact.stamp);
        if *ringed <= fact.stamp {
            *ringed = fact.stamp;
            device.box_key = Some(grant.to.box_key);
            device.rings = rings;
        }
        Ok(())
    }

    /// A device may know keys, also where what brought them counts for nothing.
    fn may_know(&mut self, device: DeviceId, keys: &BTreeSet<KeyId>) {
        let directory = &mut self.directory;
        let inside = directory.devices.get_mut(&device).map(|it| &mut it.holds);
        let outside = directory.outside.get_mut(&device).map(|it| &mut it.holds);
        if let Some(holds) = inside.or(outside) {
            holds.extend(keys);
        }
    }

    fn prove(&self, grant: &Grant, proof: &Proof, key: &PublicKey) -> Result<(), Void> {
        proof
            .verify(self.cell, &grant.to, key)
            .map_err(|_| Void::Unproven)
    }

    fn escrow(&mut self, fact: &Fact, escrow: &Escrow) -> Result<(), Void> {
        let holds: BTreeSet<KeyId> = escrow.keys.iter().map(BoxedKey::id).collect();
        if let Err(void) = self.secretary(fact) {
            if void == Void::AuthorRevoked {
                self.may_know(fact.stamp.device, &holds);
            }
            return Err(void);
        }
        for retired in &escrow.retires {
            let stay = escrow.admitted.clone();
            match self.limits.retired.get_mut(retired) {
                Some(known) => known.retain(|device| stay.contains(device)),
                None => {
                    self.limits.retired.insert(retired.clone(), stay);
                }
            }
        }
        self.may_know(fact.stamp.device, &holds);
        self.directory.vouched.extend(&holds);
        self.escrowed.extend(holds);
        if !self.claims.contains(&escrow.claims) {
            self.claims.push(escrow.claims);
        }
        let retired = Retired::from(escrow.claims);
        let stands = self.directory.escrow.as_ref().map(|(stamp, _)| *stamp);
        // One that was tried again may be older than what it meets.
        if !self.limits.retired.contains_key(&retired) && stands < Some(fact.stamp) {
            self.directory.escrow = Some((fact.stamp, escrow.clone()));
        }
        let since = self.directory.codes.entry(retired).or_insert(fact.stamp);
        *since = fact.stamp.min(*since);
        Ok(())
    }

    fn revocation(&mut self, fact: &Fact, revocation: &Revocation) -> Result<(), Void> {
        self.secretary(fact)?;
        let device = self
            .directory
            .devices
            .get_mut(&revocation.device)
            .ok_or(Void::NoSuchDevice)?;
        device.revoked = true;
        device.revoked_by.get_or_insert(fact.stamp);
        self.limits
            .after
            .entry(revocation.device)
            .and_modify(|after| *after = revocation.after.min(*after))
            .or_insert(revocation.after);
        match self.limits.spares.get_mut(&revocation.device) {
            Some(known) => known.retain(|device| revocation.spares.contains(device)),
            None => {
                self.limits
                    .spares
                    .insert(revocation.device, revocation.spares.clone());
            }
        }
        Ok(())
    }
}
