//! Đã gửi gì, lúc nào: the ward's receipts as a list of sendings.

use std::collections::HashMap;

use sochibo_domain::minutes::fingerprint;
use sochibo_wire::Receipt;

use crate::{Book, BookError, view::Sending};

impl Book {
    /// Every sending that the ward has given a receipt for, the newest first.
    ///
    /// # Errors
    /// [`BookError`] where the book can't be read.
    pub fn sendings(&self) -> Result<Vec<Sending>, BookError> {
        let own = self.store.device();
        let mut kept = self.store.receipts()?;
        kept.sort_by_key(|receipt| (receipt.device, receipt.seq));
        // A receipt covers everything up to its number; what the one before covered was sent then.
        let mut before = HashMap::new();
        let mut sendings = Vec::new();
        for receipt in kept {
            let Ok(given) = serde_json::from_str::<Receipt>(&receipt.json) else {
                continue;
            };
            let sent = before.insert(receipt.device, receipt.seq).unwrap_or(0);
            sendings.push((
                receipt.at,
                Sending {
                    from: sent + 1,
                    upto: receipt.seq,
                    count: receipt.seq - sent,
                    at: self.local(receipt.at).to_rfc3339(),
                    device: receipt.device.to_string(),
                    former: receipt.device != own,
                    rev: given.rev,
                    fingerprint: fingerprint(&given.digest().0),
                    head: given.head.to_hex(),
                    signature: given.signature,
                },
            ));
        }
        sendings.sort_by_key(|(at, sending)| std::cmp::Reverse((*at, sending.upto)));
        Ok(sendings.into_iter().map(|(_, sending)| sending).collect())
    }
}
