//! Operations that a wrong clock dated into the future.

use sochibo_journal::Hlc;

/// How far ahead of the ward's clock an operation may be dated before it is set aside.
const AHEAD_MS: i64 = 24 * 60 * 60 * 1000;

/// Why such an operation is set aside.
pub(crate) const AHEAD: &str = "giờ ghi chạy trước giờ của phường hơn 24 giờ";

/// Whether an instant is so far ahead of the ward's clock that only a wrong clock can have given it.
pub(crate) fn is_ahead(at: Hlc, now_ms: i64) -> bool {
    at.wall_ms() > now_ms.saturating_add(AHEAD_MS)
}
