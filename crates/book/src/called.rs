//! What the kinds of record and their fields are called, wherever a person reads of them: in the list
//! of what leaves, between two values, in the history.

use sochibo_domain::{
    AgendaItem, Assignment, Attendance, AuditEntry, Break, Cell, Criticism, Device,
    DocumentHandling, Entity, Guest, LeftOut, Meeting, Member, MinutesVersion, NotSecret,
    Observance, OwnTemplate, Petition, Preparation, RaisedHand, Report, ResolutionDraft, Rota,
    ScoreEntry, Snippet, Statement, Theme, Vote, WardDocument,
};
use sochibo_journal::DELETED;

/// What a kind of a later version is called.
const NEWER_KIND: &str = "Mục của bản phần mềm mới hơn";
/// What a field of a later version is called.
const NEWER_FIELD: &str = "Chi tiết khác";

/// A kind of record.
pub(crate) fn kind(kind: &str) -> &'static str {
    match kind {
        Cell::KIND => "Thông tin chi bộ",
        Member::KIND => "Hồ sơ đảng viên",
        Meeting::KIND => "Kỳ sinh hoạt",
        AgendaItem::KIND => "Mục chương trình",
        Attendance::KIND => "Điểm danh",
        Guest::KIND => "Khách mời",
        Statement::KIND => "Ý kiến phát biểu",
        RaisedHand::KIND => "Xin phát biểu",
        Break::KIND => "Giải lao",
        Snippet::KIND => "Cụm từ viết tắt",
        Vote::KIND => "Biểu quyết",
        Assignment::KIND => "Phân công nhiệm vụ",
        Criticism::KIND => "Mục tự phê bình, phê bình",
        Petition::KIND => "Kiến nghị",
        LeftOut::KIND => "Mục mang sang đã bỏ",
        Observance::KIND => "Ngày giỗ, lễ âm lịch",
        OwnTemplate::KIND => "Mẫu chương trình riêng",
        Preparation::KIND => "Bước chuẩn bị",
        ResolutionDraft::KIND => "Dự thảo nghị quyết",
        Rota::KIND => "Phiên phân công",
        Theme::KIND => "Chuyên đề trong kế hoạch năm",
        ScoreEntry::KIND => "Điểm sửa tay",
        MinutesVersion::KIND => "Biên bản đã thông qua (bản đầy đủ)",
        Report::KIND => "Biên bản gửi phường",
        AuditEntry::KIND => "Dòng nhật ký",
        NotSecret::KIND => "Xác nhận không phải bí mật nhà nước",
        WardDocument::KIND => "Văn bản của phường",
        DocumentHandling::KIND => "Việc đã làm với một văn bản",
        Device::KIND => "Tên của một máy",
        "grant" => "Cấp quyền cho một máy",
        "escrow" => "Bản khóa dự phòng, chỉ mã khôi phục mở được",
        "revocation" => "Thu hồi một máy",
        _ => NEWER_KIND,
    }
}

/// A field of a kind of record, as a heading.
pub(crate) fn field(kind: &str, field: &str) -> &'static str {
    own(kind, field)
        .or_else(|| common(field))
        .unwrap_or(NEWER_FIELD)
}

/// What means one thing in one kind only.
fn own(kind: &str, field: &str) -> Option<&'static str> {
    Some(match (kind, field) {
        (Cell::KIND, "name") => "Tên chi bộ",
        (Cell::KIND, "missing_4c") => "Cách tính mục 4c",
        (Cell::KIND, "score_gate") => "Điều kiện xếp loại Tốt",
        (Device::KIND, "name") => "Tên máy",
        (Device::KIND, "role") => "Quyền của máy",
        (Member::KIND | Guest::KIND, "name") => "Họ tên",
        (Member::KIND, "kind") => "Nơi sinh hoạt",
        (Meeting::KIND, "short_because") => "Lý do thời lượng ngắn",
        (AgendaItem::KIND, "item") => "Loại mục",
        (AgendaItem::KIND, "title") => "Tên mục",
        (AgendaItem::KIND, "opened_at") => "Giờ bắt đầu mục",
        (AgendaItem::KIND, "closed_at") => "Giờ kết thúc mục",
        (Preparation::KIND, "by") => "Người làm",
        (Statement::KIND | RaisedHand::KIND, "member") => "Người phát biểu",
        (Vote::KIND, "kind") => "Loại biểu quyết",
        (Assignment::KIND, "title") => "Tên việc",
        (Assignment::KIND, "member") => "Người được giao",
        (Petition::KIND, "member") => "Người kiến nghị",
        (OwnTemplate::KIND, "name") => "Tên mẫu",
        (OwnTemplate::KIND, "items") => "Các mục",
        (Rota::KIND, "role") => "Việc luân phiên",
        (WardDocument::KIND, "title") => "Trích yếu",
        (WardDocument::KIND, "kind") => "Loại văn bản",
        (WardDocument::KIND, "number") => "Số, ký hiệu",
        (WardDocument::KIND, "before") => "Dùng cho kỳ tháng",
        (DocumentHandling::KIND, "document") => "Văn bản của phường",
        (Theme::KIND, "member") => "Người chuẩn bị",
        (Observance::KIND, "name") => "Tên ngày",
        (Observance::KIND, "day") => "Ngày âm lịch",
        (Observance::KIND, "month") => "Tháng âm lịch",
        (Snippet::KIND, "short") => "Chữ viết tắt",
        (AuditEntry::KIND, "act") => "Việc đã làm",
        (AuditEntry::KIND, "device") => "Máy",
        (AuditEntry::KIND, "subject_kind") => "Loại mục",
        (AuditEntry::KIND, "subject") => "Mục",
        (AuditEntry::KIND, "count") => "Số lượng",
        ("grant", "device") => "Máy được cấp",
        ("grant", "sign_key" | "box_key") => "Dấu riêng của máy",
        ("grant", "rings") => "Được đọc những gì",
        ("grant", "proof") => "Chứng thực máy",
        ("grant" | "escrow", "keys") => "Khóa (đã niêm phong)",
        ("grant" | "escrow", "founder") => "Máy lập sổ (đã niêm phong)",
        ("escrow", "claims" | "boxes") => "Dấu của mã khôi phục",
        ("escrow", "retires") => "Mã khôi phục đã bỏ",
        ("escrow", "admitted") => "Các máy đang được nhận",
        ("escrow", "epoch") => "Đời khóa",
        ("revocation", "device") => "Máy bị thu hồi",
        ("revocation", "after") => "Nhận đến mục số",
        ("revocation", "spares") => "Các máy được giữ",
        _ => return None,
    })
}

/// What means the same wherever it stands.
fn common(field: &str) -> Option<&'static str> {
    Some(match field {
        DELETED => "Còn hay đã bỏ",
        "accepted" => "Tiếp thu",
        "adopted_at" => "Giờ thông qua",
        "adopted_version" => "Bản đã thông qua",
        "amending" => "Lý do sửa đổi",
        "answer" => "Trả lời",
        "answered_on" => "Ngày trả lời",
        "arrived_at" => "Giờ đến",
        "at" => "Thời điểm",
        "away" => "Lúc ra ngoài",
        "band" => "Mức",
        "begins" => "Bắt đầu từ tháng",
        "bieu_duong" => "Biểu dương, nhắc nhở",
        "birth" => "Ngày sinh",
        "by" => "Người nêu",
        "cell_type" => "Loại hình chi bộ",
        "chair" => "Chủ trì",
        "closed_on" | "done_on" => "Ngày xong",
        "conclusion" => "Kết luận",
        "counted" => "Cơ sở tính",
        "danh_gia" => "Tự đánh giá",
        "declared" => "Xác nhận không phải bí mật nhà nước",
        "digest" => "Dấu kiểm",
        "due" => "Hạn",
        "ended_at" | "to" => "Giờ kết thúc",
        "follow_up" => "Theo dõi",
        "form" => "Hình thức",
        "from" | "started_at" => "Giờ bắt đầu",
        "guest" => "Khách mời",
        "han_che" => "Hạn chế, nguyên nhân",
        "handbook" => "Số phiếu trên Sổ tay đảng viên điện tử",
        "has_committee" => "Có chi ủy",
        "holder" => "Người giữ máy",
        "inner" => "Phần nội bộ",
        "inner_hash" => "Dấu kiểm phần nội bộ",
        "issued_on" => "Ngày ban hành",
        "item" => "Thuộc mục chương trình",
        "joined" => "Ngày vào Đảng",
        "kind" => "Loại",
        "left_at" => "Giờ về",
        "line" => "Dòng chấm điểm",
        "meeting" => "Kỳ sinh hoạt",
        "member" => "Đảng viên",
        "members" => "Những ai",
        "minimum_minutes" => "Số phút tối thiểu",
        "minutes" => "Số phút",
        "month" => "Tháng",
        "next_discusses" => "Tháng sau thảo luận",
        "nhiem_vu" => "Kết quả nhiệm vụ",
        "office" => "Chức vụ",
        "official" => "Ngày chính thức",
        "on" => "Ngày",
        "open" => "Phần gửi phường",
        "outcome" | "result" => "Kết quả",
        "paper" => "Văn bản",
        "pen" => "Máy cầm bút",
        "phone" => "Điện thoại",
        "phuong_huong" => "Phương hướng",
        "place" => "Địa điểm",
        "planned_at" => "Giờ dự kiến",
        "points" => "Điểm",
        "presenter" => "Người trình bày",
        "prompt" => "Gợi ý",
        "quarter" => "Quý",
        "rank" => "Thứ tự",
        "rating" => "Xếp loại của cấp trên",
        "read_on" => "Ngày đã đọc",
        "reason" => "Lý do",
        "remedy" => "Cách khắc phục",
        "reserved" => "Ý kiến bảo lưu",
        "rules" => "Bộ quy tắc",
        "scribe" => "Thư ký",
        "section" => "Phần",
        "sender" => "Nơi gửi",
        "sent_at" => "Lúc gửi",
        "signature" => "Chữ ký số",
        "signed_by" => "Máy đã ký",
        "signed_on" => "Ngày ký trên giấy",
        "spent" => "Số giây",
        "state" => "Tình trạng",
        "status" => "Trạng thái",
        "step" => "Việc chuẩn bị",
        "subject" => "Nội dung biểu quyết",
        "tally" => "Số phiếu",
        "template" => "Mẫu chương trình",
        "text" => "Nội dung",
        "timing" => "Thời gian đã dùng",
        "to_chuc" => "Tổ chức thực hiện",
        "topic" => "Chuyên đề",
        "tu_tuong" => "Tình hình tư tưởng",
        "version" => "Bản",
        "visibility" => "Ai được đọc",
        "vote" => "Loại biểu quyết",
        "voters" => "Những ai được biểu quyết",
        "wants_reply" => "Cần phường trả lời",
        "ward" => "Đảng bộ cấp trên",
        "what" => "Mục mang sang",
        "withdrawn_on" => "Ngày phường thu hồi",
        "year" => "Năm",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use sochibo_domain::entity::KINDS;
    use sochibo_journal::{
        Act, BoxFor, CellId, DeviceId, DeviceKey, Epoch, Escrow, Grant, Identity, Proof,
        Revocation, SealedBox,
    };
    use uuid::Uuid;

    use super::*;

    /// The fields of a type, from the file that `make types` makes of it.
    fn fields_of(type_name: &str) -> Vec<String> {
        let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/shared/types");
        let text = fs::read_to_string(types.join(format!("{type_name}.ts"))).unwrap();
        text.lines()
            .filter(|line| !line.starts_with([' ', '/', '*']))
            .filter_map(|line| line.rsplit("= { ").next()?.split_once(": "))
            .map(|(name, _)| name.trim_end_matches('?').to_owned())
            .filter(|name| name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()))
            .collect()
    }

    /// One act of each sort, with everything that it can say.
    fn acts() -> [Act; 3] {
        let (cell, device) = (CellId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)));
        let key = DeviceKey::from_secret(&[3; 32]);
        let to = Identity::of(device, &key);
        let sealed = SealedBox::seal(&to.box_key, BoxFor::Founder(cell, device), [4; 32], b"?");
        [
            Act::Grant(Grant {
                to,
                rings: BTreeSet::new(),
                founder: Some(sealed.clone()),
                keys: Vec::new(),
                proof: Some(Proof::renewal(cell, &to, device, &key)),
            }),
            Act::Escrow(Escrow {
                claims: to.sign_key,
                retires: BTreeSet::new(),
                admitted: BTreeSet::new(),
                founder: sealed,
                keys: Vec::new(),
                boxes: String::new(),
                epoch: Epoch(1),
            }),
            Act::Revocation(Revocation {
                device,
                after: 0,
                spares: BTreeSet::new(),
            }),
        ]
    }

    #[test]
    fn every_kind_and_every_field_of_it_has_a_name_of_its_own() {
        let types = [
            (AgendaItem::KIND, "AgendaItem"),
            (Assignment::KIND, "Assignment"),
            (Attendance::KIND, "Attendance"),
            (Break::KIND, "Break"),
            (Cell::KIND, "Cell"),
            (Criticism::KIND, "Criticism"),
            (DocumentHandling::KIND, "DocumentHandling"),
            (Device::KIND, "Device"),
            (Guest::KIND, "Guest"),
            (LeftOut::KIND, "LeftOut"),
            (Meeting::KIND, "Meeting"),
            (Member::KIND, "Member"),
            (MinutesVersion::KIND, "MinutesVersion"),
            (Observance::KIND, "Observance"),
            (OwnTemplate::KIND, "OwnTemplate"),
            (Petition::KIND, "Petition"),
            (Preparation::KIND, "Preparation"),
            (RaisedHand::KIND, "RaisedHand"),
            (Report::KIND, "Report"),
            (ResolutionDraft::KIND, "ResolutionDraft"),
            (Rota::KIND, "Rota"),
            (ScoreEntry::KIND, "ScoreEntry"),
            (Snippet::KIND, "Snippet"),
            (Statement::KIND, "Statement"),
            (Theme::KIND, "Theme"),
            (Vote::KIND, "Vote"),
            (WardDocument::KIND, "WardDocument"),
        ];
        // These two have no page of their own, so no type there.
        let untyped = [
            (
                AuditEntry::KIND,
                &[
                    "act",
                    "device",
                    "at",
                    "subject_kind",
                    "subject",
                    "count",
                    "visibility",
                ][..],
            ),
            (NotSecret::KIND, &["at"]),
        ];
        let mut all: Vec<(&str, Vec<String>)> = types
            .into_iter()
            .map(|(kind, name)| (kind, fields_of(name)))
            .collect();
        all.extend(
            untyped
                .map(|(kind, names)| (kind, names.iter().map(|&name| name.to_owned()).collect())),
        );
        all.extend(acts().iter().map(|act| {
            let change = act.to_change(Uuid::nil());
            let kind = ["grant", "escrow", "revocation"]
                .into_iter()
                .find(|kind| *kind == change.kind)
                .unwrap();
            (kind, change.set.into_keys().collect())
        }));
        let named: BTreeSet<&str> = all.iter().map(|(kind, _)| *kind).collect();
        for known in KINDS {
            assert!(named.contains(known), "{known} is not looked at");
        }
        for (of, fields) in &all {
            assert_ne!(kind(of), NEWER_KIND, "{of}");
            assert!(!fields.is_empty(), "{of} has no fields");
            for name in fields {
                assert_ne!(field(of, name), NEWER_FIELD, "{of}.{name}");
            }
        }
        let labels: BTreeSet<&str> = KINDS.iter().map(|of| kind(of)).collect();
        assert_eq!(labels.len(), KINDS.len(), "two kinds share a name");
    }

    #[test]
    fn what_a_later_version_writes_is_not_shown_in_its_own_words() {
        assert_eq!(kind("some_new_kind"), NEWER_KIND);
        assert_eq!(field(Member::KIND, "some_new_field"), NEWER_FIELD);
    }
}
