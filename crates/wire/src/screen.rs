use sochibo_domain::{
    NotSecret,
    id::NotSecretId,
    secret::{self, MarkRule, find_mark},
};
use sochibo_journal::{Change, Envelope, Ring};

/// The mark of a state secret in what an envelope publishes, for which nobody of the cell has
/// answered (the report's field `declared`). Both ends look: the device before it makes a batch,
/// the ward before it keeps one (`docs/protocol.md` §3).
#[must_use]
pub fn secret_mark(envelope: &Envelope) -> Option<MarkRule> {
    if envelope.header.ring != Ring::Published || envelope.is_withheld() {
        return None;
    }
    let Ok(change) = Change::decode(&envelope.body) else {
        // Not a change that this program reads: looked at as the text that it may be.
        return find_mark(&String::from_utf8_lossy(&envelope.body));
    };
    let declared: Vec<NotSecretId> = change
        .set
        .get("declared")
        .and_then(|value| serde_json::from_value(value.clone()).ok())
        .unwrap_or_default();
    change
        .set
        .values()
        .flat_map(|value| secret::marked(value, find_mark))
        .find(|(_, text)| !declared.contains(&NotSecret::id_of(text)))
        .map(|(rule, _)| rule)
}
