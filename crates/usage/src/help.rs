//! The help pages.

use clap::{Arg, ArgAction, Command};

const COMMANDS: &str = "Lệnh";
const COMMAND: &str = "LỆNH";
const ARGUMENTS: &str = "Tham số";
const OPTIONS: &str = "Tùy chọn";

/// A page without any of clap's own words.
const PAGE: &str =
    "{before-help}{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}";

/// What clap's own pages say, for tests: no page of ours may.
pub const ENGLISH: [&str; 9] = [
    "Usage",
    "Commands",
    "Arguments",
    "Options",
    "OPTIONS",
    "COMMAND",
    "Print ",
    "possible values",
    "default",
];

/// The same command line with every heading and note of its help in Vietnamese.
#[must_use]
pub fn in_vietnamese(command: Command) -> Command {
    let mut command = worded(command, true);
    // Usage lines name the whole way to a command, which clap knows once everything is built.
    command.build();
    usage_lines(command)
}

/// Every help page, the root's first.
#[must_use]
pub fn pages(mut command: Command) -> Vec<String> {
    let mut pages = vec![command.render_help().to_string()];
    for subcommand in command.get_subcommands() {
        pages.extend(self::pages(subcommand.clone()));
    }
    pages
}

fn worded(command: Command, root: bool) -> Command {
    let versioned = root && command.get_version().is_some();
    let mut command = command
        .help_template(PAGE)
        .subcommand_help_heading(COMMANDS)
        .subcommand_value_name(COMMAND)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(noted)
        .mut_subcommands(|subcommand| worded(subcommand, false))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("In cách dùng")
                .help_heading(OPTIONS),
        );
    if versioned {
        command = command.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("In phiên bản")
                .help_heading(OPTIONS),
        );
    }
    command
}

/// The argument with the notes that clap would have put behind its help.
fn noted(arg: Arg) -> Arg {
    let mut notes = Vec::new();
    if takes_values(&arg)
        && !arg.is_hide_default_value_set()
        && !arg.get_default_values().is_empty()
    {
        let values = arg.get_default_values();
        let values: Vec<_> = values.iter().map(|value| value.to_string_lossy()).collect();
        notes.push(format!("mặc định: {}", values.join(", ")));
    }
    if takes_values(&arg) && !arg.is_hide_possible_values_set() {
        let values = arg.get_possible_values();
        let values: Vec<_> = values
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| value.get_name())
            .collect();
        if !values.is_empty() {
            notes.push(format!("một trong: {}", values.join(", ")));
        }
    }
    if let Some(name) = arg.get_env() {
        notes.push(format!("biến môi trường: {}", name.to_string_lossy()));
    }
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    for note in notes {
        help.push_str(&format!(" [{note}]"));
    }
    let heading = if arg.is_positional() {
        ARGUMENTS
    } else {
        OPTIONS
    };
    let takes_values = takes_values(&arg);
    let arg = arg
        .help(help.trim_start().to_owned())
        .help_heading(heading)
        .hide_env(true);
    if takes_values {
        arg.hide_default_value(true).hide_possible_values(true)
    } else {
        arg
    }
}

fn takes_values(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

fn usage_lines(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage
        .trim_start_matches("Usage:")
        .trim()
        .replace("[OPTIONS]", "[TÙY CHỌN]");
    command.override_usage(usage).mut_subcommands(usage_lines)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

    /// Sổ thử.
    #[derive(Parser)]
    #[command(name = "so", version = "1.2")]
    struct Line {
        /// Thư mục
        #[arg(long, global = true, env = "SO_DATA", default_value = "so-data")]
        data: String,
        #[command(subcommand)]
        what: What,
    }

    #[derive(Subcommand)]
    enum What {
        /// Thêm
        Add {
            /// Tên
            name: String,
            /// Vai trò
            #[arg(long)]
            role: Role,
            /// Im lặng
            #[arg(long)]
            quiet: bool,
        },
    }

    #[derive(Clone, Copy, ValueEnum)]
    enum Role {
        Admin,
        Doc,
    }

    #[test]
    fn every_heading_and_note_is_vietnamese() {
        let pages = pages(in_vietnamese(Line::command()));
        assert_eq!(pages.len(), 2);
        assert_eq!(
            pages[0],
            "Sổ thử\n\n\
             Cách dùng: so [TÙY CHỌN] <LỆNH>\n\n\
             Lệnh:\n  add  Thêm\n\n\
             Tùy chọn:\n      \
             --data <DATA>  Thư mục [mặc định: so-data] [biến môi trường: SO_DATA]\n  \
             -h, --help         In cách dùng\n  \
             -V, --version      In phiên bản\n"
        );
        assert_eq!(
            pages[1],
            "Thêm\n\n\
             Cách dùng: so add [TÙY CHỌN] --role <ROLE> <NAME>\n\n\
             Tham số:\n  <NAME>  Tên\n\n\
             Tùy chọn:\n      \
             --data <DATA>  Thư mục [mặc định: so-data] [biến môi trường: SO_DATA]\n      \
             --role <ROLE>  Vai trò [một trong: admin, doc]\n      \
             --quiet        Im lặng\n  \
             -h, --help         In cách dùng\n"
        );
    }

    #[test]
    fn what_is_typed_is_still_read() {
        let line = in_vietnamese(Line::command());
        let matches = line
            .try_get_matches_from(["so", "add", "An", "--role", "doc"])
            .unwrap();
        let (name, rest) = matches.subcommand().unwrap();
        assert_eq!(name, "add");
        assert_eq!(rest.get_one::<String>("name").unwrap(), "An");
    }
}
