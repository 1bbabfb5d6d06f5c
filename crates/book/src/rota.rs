//! Phiên phân công.

use sochibo_domain::{Member, Month, Rota, RotaRole, id::MemberId};

use crate::{
    Book, BookError,
    view::{RotaLine, RotaTurn, Undone},
};

/// How many months ahead the screen shows.
const AHEAD: usize = 6;

impl Book {
    /// The rota of every role, with whose turn it is from this month on.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn rotas(&self) -> Result<Vec<RotaLine>, BookError> {
        let kept = self.read().list::<Rota>()?;
        let this_month = Month::of(self.today_date());
        let mut months = vec![this_month];
        while let Some(last) = months.last().filter(|_| months.len() < AHEAD) {
            months.push(last.next());
        }
        let mut lines = Vec::new();
        for role in RotaRole::ALL {
            let rota = kept.iter().find(|row| row.entity.role == role);
            let mut turns = Vec::new();
            for month in &months {
                let turn = self.turns(*month)?.into_iter().find(|t| t.role == role);
                turns.extend(turn.map(|turn| RotaTurn {
                    month: *month,
                    name: turn.name,
                    discussant: turn.discussant,
                }));
            }
            lines.push(RotaLine {
                role,
                words: role.words().to_owned(),
                members: rota
                    .map(|row| row.entity.members.clone())
                    .unwrap_or_default(),
                next_discusses: rota.is_some_and(|row| row.entity.next_discusses),
                undo: self.can_undo_on(Rota::id(self.store.cell().0, role).0)?,
                turns,
            });
        }
        Ok(lines)
    }

    /// Sets who takes turns at a role; the first of them in the month `begins`. Without anybody
    /// there is no rota for it.
    ///
    /// # Errors
    /// [`BookError`]: no such member, the disk.
    pub fn set_rota(
        &mut self,
        role: RotaRole,
        members: &[MemberId],
        begins: Month,
        next_discusses: bool,
    ) -> Result<(), BookError> {
        let id = Rota::id(self.store.cell().0, role);
        let rota = Rota {
            role,
            members: members.to_vec(),
            begins,
            next_discusses,
        };
        self.transact(|gate, _| {
            for member in members {
                gate.get::<Member>(*member)?;
            }
            gate.put::<Rota>(id, &rota)?;
            Ok(())
        })
    }

    /// Takes back the newest change of a rota that was made on this device.
    ///
    /// # Errors
    /// [`BookError`]: nothing is left, another device has changed it since, the disk.
    pub fn undo_rota(&mut self, role: RotaRole) -> Result<Undone, BookError> {
        self.undo_on(Rota::id(self.store.cell().0, role).0)
    }
}
