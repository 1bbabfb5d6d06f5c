//! Xếp loại của cấp trên: decided by the superior committee, apart from the cell's own score
//! (`domain.md` §1.5).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Xếp loại của cấp ủy cấp trên cho một kỳ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OfficialRating {
    /// Mức xếp loại, a band of the rule pack: `Tốt`.
    pub band: String,
    /// Văn bản mà đồng chí bí thư chép lại, as people cite it: `Thông báo 12-TB/ĐU`.
    #[serde(default)]
    pub paper: String,
    /// Ngày của văn bản.
    #[serde(default)]
    #[ts(optional)]
    pub on: Option<NaiveDate>,
}
