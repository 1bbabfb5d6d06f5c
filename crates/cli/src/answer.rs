use serde::Serialize;
use serde_json::Value;
use sochibo_domain::FaultClass;

/// What a command has to say: for programs and for people.
pub(crate) struct Answer {
    /// The document of `--json`.
    pub(crate) json: Value,
    /// The same for a person, without a line end.
    pub(crate) words: String,
    /// Set where the command did its work and what it found is bad (`doctor`).
    pub(crate) found: Option<FaultClass>,
}

impl Answer {
    pub(crate) fn new(json: &impl Serialize, words: impl Into<String>) -> Self {
        // Views are plain structs with string keys: they always serialise.
        let json = serde_json::to_value(json).unwrap_or_default();
        Self {
            json,
            words: words.into(),
            found: None,
        }
    }

    pub(crate) fn finding(self, class: FaultClass) -> Self {
        Self {
            found: Some(class),
            ..self
        }
    }
}

/// One line for each thing; a sentence where there is none.
pub(crate) fn lines(lines: impl IntoIterator<Item = String>, none: &str) -> String {
    let lines: Vec<String> = lines.into_iter().collect();
    if lines.is_empty() {
        none.to_owned()
    } else {
        lines.join("\n")
    }
}
