use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::{
    agenda::AgendaCommand,
    assignment::AssignmentCommand,
    attend::AttendArguments,
    audit::AuditArguments,
    backup::BackupArguments,
    conclude::ConcludeArguments,
    conflicts::ConflictsCommand,
    criticism::CriticismCommand,
    demo::DemoArguments,
    device::DeviceCommand,
    doctor::DoctorArguments,
    document::DocumentCommand,
    enrol::EnrolArguments,
    export::ExportArguments,
    history::HistoryArguments,
    init::InitArguments,
    meeting::MeetingCommand,
    members::MembersCommand,
    pause::BreakArguments,
    petition::PetitionCommand,
    queue::QueueCommand,
    recover::{PassphraseCommand, RecoverArguments, RecoveryCommand},
    resolution::ResolutionCommand,
    restore::RestoreArguments,
    say::SayArguments,
    score::ScoreArguments,
    search::SearchArguments,
    statement::StatementCommand,
    sync::SyncArguments,
    template::TemplateCommand,
    undo::UndoArguments,
    vote::VoteArguments,
};

/// Sổ Chi bộ trên dòng lệnh: cùng một sổ với chương trình có cửa sổ.
#[derive(Parser)]
#[command(name = "scb", version)]
pub(crate) struct Arguments {
    /// Tệp sổ; bỏ trống là sổ của chương trình có cửa sổ trên máy này
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) book: Option<PathBuf>,
    /// Tệp có mật khẩu ở dòng đầu; không có thì dùng biến SCB_PASSPHRASE, hoặc hỏi
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Trả lời bằng một văn bản JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Xác nhận: những gì lệnh này ghi không phải bí mật nhà nước, dù trông như có dấu độ mật
    #[arg(long, global = true)]
    pub(crate) not_secret: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Lập sổ mới; in mã khôi phục một lần duy nhất
    Init(InitArguments),
    /// Đảng viên
    #[command(subcommand)]
    Members(MembersCommand),
    /// Kỳ sinh hoạt
    #[command(subcommand)]
    Meeting(MeetingCommand),
    /// Mục chương trình
    #[command(subcommand)]
    Agenda(AgendaCommand),
    /// Dự thảo nghị quyết
    #[command(subcommand)]
    Resolution(ResolutionCommand),
    /// Mẫu chương trình
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Điểm danh
    Attend(AttendArguments),
    /// Ghi một ý kiến phát biểu
    Say(SayArguments),
    /// Ý kiến đã ghi: sửa, chuyển, tách, bỏ
    #[command(subcommand)]
    Statement(StatementCommand),
    /// Xin phát biểu
    #[command(subcommand)]
    Queue(QueueCommand),
    /// Giải lao, họp tiếp
    Break(BreakArguments),
    /// Hoàn tác việc mới nhất của máy này ở một kỳ
    Undo(UndoArguments),
    /// Làm lại việc vừa hoàn tác
    Redo(UndoArguments),
    /// Mọi thay đổi của một thứ trong sổ
    History(HistoryArguments),
    /// Ghi kết luận của chủ trì
    Conclude(ConcludeArguments),
    /// Ghi kết quả biểu quyết
    Vote(VoteArguments),
    /// Tự phê bình, phê bình, góp ý, biểu dương, nhắc nhở
    #[command(subcommand)]
    Criticism(CriticismCommand),
    /// Phân công nhiệm vụ
    #[command(subcommand)]
    Assignment(AssignmentCommand),
    /// Kiến nghị
    #[command(subcommand)]
    Petition(PetitionCommand),
    /// Văn bản của phường
    #[command(subcommand)]
    Document(DocumentCommand),
    /// Phiếu chấm điểm
    Score(ScoreArguments),
    /// Xuất văn bản
    Export(ExportArguments),
    /// Tìm trong sổ, không cần dấu
    Search(SearchArguments),
    /// Ghi danh với đảng ủy phường
    Enrol(EnrolArguments),
    /// Các máy của chi bộ: máy thứ hai, duyệt, thu hồi
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Lấy lại sổ của máy đã mất từ phường, bằng mã khôi phục
    Recover(RecoverArguments),
    /// Mật khẩu mở sổ
    #[command(subcommand)]
    Passphrase(PassphraseCommand),
    /// Mã khôi phục
    #[command(subcommand)]
    Recovery(RecoveryCommand),
    /// Những gì đang chờ gửi
    Outbox,
    /// Gửi và nhận với đảng ủy phường
    Sync(SyncArguments),
    /// Tình hình gửi và nhận
    Status,
    /// Những mục bị để riêng, kèm lý do
    Quarantine,
    /// Hai máy cùng sửa, sửa sau khi thông qua, xóa hơn nửa sổ: những gì chờ người chọn
    #[command(subcommand)]
    Conflicts(ConflictsCommand),
    /// Những lần đã gửi, kèm biên nhận của phường
    Receipts,
    /// Sao lưu sổ vào một tệp đã mã hóa
    Backup(BackupArguments),
    /// Dựng sổ từ bản sao lưu, với một danh tính máy mới
    Restore(RestoreArguments),
    /// Nhật ký: ai đã xem, in, gửi, xóa gì, lúc nào
    Audit(AuditArguments),
    /// Kiểm tra toàn bộ sổ
    Doctor(DoctorArguments),
    /// Dựng lại bảng và tìm kiếm từ các thao tác đã ghi
    Repair,
    /// Lập một chi bộ mẫu với hai kỳ sinh hoạt, văn bản và một máy chủ phường
    Demo(DemoArguments),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        sochibo_usage::in_vietnamese(Arguments::command()).debug_assert();
    }

    #[test]
    fn no_help_page_has_a_word_of_english() {
        let pages = sochibo_usage::pages(sochibo_usage::in_vietnamese(Arguments::command()));
        assert!(pages.len() > 30, "{}", pages.len());
        for page in pages {
            for word in sochibo_usage::ENGLISH {
                assert!(!page.contains(word), "{word}: {page}");
            }
        }
    }
}
