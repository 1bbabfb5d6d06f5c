use std::collections::BTreeMap;

use serde_json::Value;

use crate::{DeviceId, OpRef};

/// Fields of a change that name operations of its own chain by number alone.
const OWN_NUMBERS: [&str; 2] = ["act", "undoes"];

/// The plain body of an operation of `author` that moves to another chain: every operation that
/// it names and that moved too is named by its new place. It is worked on as JSON, not as a
/// [`crate::Change`], so that fields of a later version move with it; a body that is no JSON object
/// moves as it is.
#[must_use]
pub fn moved(plain: &[u8], author: DeviceId, places: &BTreeMap<OpRef, OpRef>) -> Vec<u8> {
    let Ok(Value::Object(mut change)) = serde_json::from_slice(plain) else {
        return plain.to_vec();
    };
    if let Some(Value::Object(over)) = change.get_mut("over") {
        for refs in over.values_mut().filter_map(Value::as_array_mut) {
            for place in refs {
                move_to_new(place, places);
            }
        }
    }
    for name in OWN_NUMBERS {
        let Some(number) = change.get(name).and_then(Value::as_u64) else {
            continue;
        };
        match places.get(&OpRef(author, number)) {
            Some(OpRef(_, now)) => change.insert(name.to_owned(), Value::from(*now)),
            // It stays behind in the old chain; the same number in the new one is another.
            None => change.remove(name),
        };
    }
    // A map of JSON values always serialises.
    serde_json::to_vec(&change).unwrap_or_else(|_| plain.to_vec())
}

fn move_to_new(place: &mut Value, places: &BTreeMap<OpRef, OpRef>) {
    let old = serde_json::from_value::<OpRef>(place.clone()).ok();
    if let Some(new) = old.and_then(|old| places.get(&old))
        && let Ok(new) = serde_json::to_value(new)
    {
        *place = new;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn device(n: u128) -> DeviceId {
        DeviceId(Uuid::from_u128(n))
    }

    #[test]
    fn what_an_operation_names_is_named_by_its_new_place_and_the_rest_stays() {
        let (old, new, other) = (device(1), device(2), device(3));
        let places = BTreeMap::from([(OpRef(old, 7), OpRef(new, 1))]);
        let body = json!({
            "kind": "statement", "id": Uuid::nil(), "set": {"text": "câu"},
            "over": {"text": [[old, 7], [old, 3], [other, 7]]},
            "act": 7, "undoes": 3, "of_a_later_version": {"x": [[old, 7]]},
        });
        let body = moved(&serde_json::to_vec(&body).unwrap(), old, &places);
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            body,
            json!({
                "kind": "statement", "id": Uuid::nil(), "set": {"text": "câu"},
                "over": {"text": [[new, 1], [old, 3], [other, 7]]},
                "act": 1, "of_a_later_version": {"x": [[old, 7]]},
            })
        );
    }

    #[test]
    fn a_body_that_is_no_json_moves_as_it_is() {
        let body = b"\x02 postcard, one day";
        assert_eq!(moved(body, device(1), &BTreeMap::new()), body);
    }
}
