use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sochibo_ward::{OrgKind, Role};

/// Máy chủ Sổ Chi bộ của đảng ủy phường.
#[derive(Parser)]
#[command(name = "sochibo-ward", version, about)]
pub(crate) struct Arguments {
    /// Thư mục dữ liệu của phường
    #[arg(
        long,
        global = true,
        env = "SOCHIBO_WARD_DATA",
        default_value = "sochibo-ward-data",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// Trả lời bằng một văn bản JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Phục vụ các chi bộ và trang của phường
    Serve(ServeArguments),
    /// Người dùng trang của phường
    #[command(subcommand)]
    User(UserCommand),
    /// Cây tổ chức đảng
    #[command(subcommand)]
    Org(OrgCommand),
    /// Cấp mã ghi danh dùng một lần cho một máy của chi bộ
    EnrolCode {
        /// Mã của chi bộ, hoặc phần đầu của mã
        org: String,
        /// Thời hạn của mã: 72h, 3d, 90m
        #[arg(long, default_value = "72h")]
        valid: String,
    },
    /// Máy đã ghi danh
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Văn bản gửi xuống chi bộ
    #[command(subcommand)]
    Document(DocumentCommand),
    /// Nhận tệp USB của một chi bộ
    Import {
        /// Tệp mà chi bộ đã ghi
        file: PathBuf,
    },
    /// Ghi tệp USB cho một chi bộ mang về: biên nhận và những gì các máy khác đã gửi
    Export {
        /// Mã của chi bộ, hoặc phần đầu của mã
        org: String,
        /// Ghi vào tệp nào
        file: PathBuf,
        /// Bắt đầu sau số này thay cho số mà các máy của chi bộ đã nhận
        #[arg(long, value_name = "N")]
        after: Option<u64>,
    },
    /// Chỗ chứa của từng chi bộ, và mỗi chi bộ được dùng đến đâu
    Room {
        /// Đặt mức cho mỗi chi bộ, tính bằng MiB; 0 là không đặt mức
        #[arg(value_name = "MIB")]
        each_cell: Option<u32>,
    },
    /// Kiểm tra lại mọi chuỗi, chữ ký và báo cáo
    Verify,
}

#[derive(Args)]
pub(crate) struct ServeArguments {
    /// Địa chỉ lắng nghe; cổng 0 là cổng trống bất kỳ
    #[arg(
        long,
        env = "SOCHIBO_WARD_LISTEN",
        default_value = "127.0.0.1:8443",
        value_name = "ADDR"
    )]
    pub(crate) listen: String,
    /// Dùng chứng chỉ TLS tự ký của phường
    #[arg(long, env = "SOCHIBO_WARD_TLS_SELF_SIGNED", conflicts_with_all = ["cert", "key"])]
    pub(crate) tls_self_signed: bool,
    /// Tệp chứng chỉ TLS (PEM)
    #[arg(long, env = "SOCHIBO_WARD_CERT", requires = "key", value_name = "F")]
    pub(crate) cert: Option<PathBuf>,
    /// Tệp khóa riêng của chứng chỉ (PEM)
    #[arg(long, env = "SOCHIBO_WARD_KEY", requires = "cert", value_name = "F")]
    pub(crate) key: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Thêm người dùng; mật khẩu đọc từ bàn phím hoặc tệp
    Add(UserArguments),
}

#[derive(Args)]
pub(crate) struct UserArguments {
    /// Tên đăng nhập
    pub(crate) name: String,
    /// Vai trò
    #[arg(long)]
    pub(crate) role: RoleArgument,
    /// Chi bộ được giao xem (cap_uy, doc): mã hoặc phần đầu của mã
    #[arg(long, num_args = 1.., value_delimiter = ',', value_name = "ORG")]
    pub(crate) cells: Vec<String>,
    /// Tệp chứa mật khẩu
    #[arg(long, env = "SOCHIBO_WARD_PASSWORD_FILE", value_name = "F")]
    pub(crate) password_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum OrgCommand {
    /// Thêm tổ chức
    Add {
        /// Tên, không có chữ “Chi bộ” hay “Đảng bộ”: Khu phố 12
        #[arg(long)]
        name: String,
        /// Loại
        #[arg(long)]
        kind: KindArgument,
        /// Mã của tổ chức cấp trên, hoặc phần đầu của mã
        #[arg(long, value_name = "ID")]
        parent: Option<String>,
    },
    /// Danh sách tổ chức
    List,
}

#[derive(Subcommand)]
pub(crate) enum DeviceCommand {
    /// Danh sách máy
    List,
    /// Thu hồi một máy
    Revoke {
        /// Mã của máy, hoặc phần đầu của mã
        id: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum DocumentCommand {
    /// Gửi một văn bản cho chi bộ, hoặc cho mọi chi bộ trực thuộc một tổ chức
    Send(DocumentArguments),
    /// Danh sách văn bản đã gửi
    List {
        /// Chỉ xem của tổ chức này và các chi bộ trực thuộc: mã, hoặc phần đầu của mã
        org: Option<String>,
    },
    /// Thu hồi một văn bản đã gửi: chi bộ vẫn đọc được, có ghi là đã thu hồi
    Withdraw {
        /// Mã của văn bản, hoặc phần đầu của mã
        id: String,
    },
}

#[derive(Args)]
pub(crate) struct DocumentArguments {
    /// Nơi nhận: mã của chi bộ hay đảng bộ, hoặc phần đầu của mã
    #[arg(required = true, value_name = "ORG")]
    pub(crate) to: Vec<String>,
    /// Trích yếu
    #[arg(long)]
    pub(crate) title: String,
    /// Số, ký hiệu: 12-CV/ĐU
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(crate) number: String,
    /// Loại: Công văn, Chỉ thị, Hướng dẫn, Tài liệu sinh hoạt, Bản tin
    #[arg(long, default_value = "Công văn")]
    pub(crate) kind: String,
    /// Ngày ban hành: 5/10/2026; để trống là hôm nay
    #[arg(long, value_name = "DAY")]
    pub(crate) date: Option<String>,
    /// Dùng cho kỳ sinh hoạt tháng nào: 2026-10; để trống là kỳ gần nhất
    #[arg(long, value_name = "MONTH")]
    pub(crate) before: Option<String>,
    /// Tệp chứa toàn văn (chữ thường, UTF-8); “-” là đọc từ đầu vào
    #[arg(long, value_name = "F")]
    pub(crate) text_file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum RoleArgument {
    Admin,
    VanPhong,
    CapUy,
    Doc,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Admin => Self::Admin,
            RoleArgument::VanPhong => Self::VanPhong,
            RoleArgument::CapUy => Self::CapUy,
            RoleArgument::Doc => Self::Doc,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum KindArgument {
    DangBoCoSo,
    ChiBo,
}

impl From<KindArgument> for OrgKind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::DangBoCoSo => Self::DangBoCoSo,
            KindArgument::ChiBo => Self::ChiBo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn no_help_page_has_a_word_of_english() {
        let command = sochibo_usage::in_vietnamese(Arguments::command());
        command.clone().debug_assert();
        for page in sochibo_usage::pages(command) {
            for word in sochibo_usage::ENGLISH {
                assert!(!page.contains(word), "{word}: {page}");
            }
        }
    }
}
