//! The command line, `docs/cli.md`.

mod arguments;
mod document;
mod output;
mod password;
mod span;

use std::process::ExitCode;

use serde_json::json;
use sochibo_domain::Explain;
use sochibo_ward::{ServeConfig, Tls, Ward, WardError, serve};

use self::arguments::{
    Arguments, Command, DeviceCommand, OrgCommand, ServeArguments, UserArguments, UserCommand,
};
use self::output::Output;

/// Runs the command that was typed.
pub(crate) fn run() -> ExitCode {
    let arguments = match sochibo_usage::parse::<Arguments>() {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error),
    };
    let output = Output {
        json: arguments.json,
    };
    match dispatch(&arguments, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output.error(&error);
            ExitCode::from(error.class().exit_code())
        }
    }
}

fn dispatch(arguments: &Arguments, output: &Output) -> Result<(), WardError> {
    if let Command::Serve(serving) = &arguments.command {
        return run_server(arguments, serving, output);
    }
    let ward = Ward::open(&arguments.data)?;
    match &arguments.command {
        Command::Serve(_) => Ok(()),
        Command::User(UserCommand::Add(user)) => add_user(&ward, user, output),
        Command::Org(OrgCommand::Add { name, kind, parent }) => {
            let id = ward.add_org(name, (*kind).into(), parent.as_deref())?;
            output.show(&json!({ "id": id }), || format!("Đã thêm {name}: {id}"));
            Ok(())
        }
        Command::Org(OrgCommand::List) => list_orgs(&ward, output),
        Command::EnrolCode { org, valid } => {
            let issued = ward.enrol_code(org, span::read(valid)?)?;
            output.show(&issued, || {
                let until = issued.expires.format("%H:%M ngày %d/%m/%Y");
                format!("{}\nDùng một lần, đến {until}.", issued.code)
            });
            Ok(())
        }
        Command::Device(DeviceCommand::List) => list_devices(&ward, output),
        Command::Device(DeviceCommand::Revoke { id }) => {
            let id = ward.revoke_device(id)?;
            output.show(&json!({ "id": id, "revoked": true }), || {
                format!("Đã thu hồi máy {id}.")
            });
            Ok(())
        }
        Command::Document(command) => document::run(&ward, command, output),
        Command::Import { file } => {
            let done = ward.import(file)?;
            output.show(&done, || {
                format!(
                    "Đã nhận {} mục mới, {} mục đã có từ trước.",
                    done.new, done.known
                )
            });
            Ok(())
        }
        Command::Export { org, file, after } => {
            let done = ward.export(org, file, *after)?;
            output.show(&done, || {
                format!(
                    "Đã ghi {} ({} byte): {} lô, {} biên nhận.",
                    done.file, done.bytes, done.batches, done.receipts
                )
            });
            Ok(())
        }
        Command::Room { each_cell } => room(&ward, *each_cell, output),
        Command::Verify => verify(&ward, output),
    }
}

fn run_server(
    arguments: &Arguments,
    serving: &ServeArguments,
    output: &Output,
) -> Result<(), WardError> {
    output::log_to_stderr();
    let tls = match (&serving.cert, &serving.key) {
        (Some(cert), Some(key)) => Tls::Files {
            cert: cert.clone(),
            key: key.clone(),
        },
        _ if serving.tls_self_signed => Tls::SelfSigned,
        _ => Tls::None,
    };
    let config = ServeConfig {
        data: arguments.data.clone(),
        listen: serving.listen.clone(),
        tls,
    };
    let runtime = tokio::runtime::Runtime::new().map_err(WardError::Server)?;
    runtime.block_on(async {
        // Listened for before the line that says "ready": whoever reads it may stop us at once.
        let stop = stop_signal().map_err(WardError::Server)?;
        let running = serve(config).await?;
        output.show(&json!({ "listening": running.url }), || {
            format!("Đang phục vụ tại {}", running.url)
        });
        running.until(stop).await
    })
}

/// Done when the system or a person asks the server to stop.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done when a person asks the server to stop, or Windows shuts down.
#[cfg(windows)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::windows::{ctrl_c, ctrl_shutdown};
    let mut interrupt = ctrl_c()?;
    let mut shutdown = ctrl_shutdown()?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = shutdown.recv() => {}
        }
    })
}

fn add_user(ward: &Ward, user: &UserArguments, output: &Output) -> Result<(), WardError> {
    let typed = password::read(user.password_file.as_deref())?;
    let added = ward.add_user(&user.name, user.role.into(), &user.cells, &typed)?;
    output.show(&added, || {
        format!("Đã thêm người dùng {} ({}).", added.name, added.role.code())
    });
    Ok(())
}

fn list_orgs(ward: &Ward, output: &Output) -> Result<(), WardError> {
    let orgs = ward.orgs()?;
    output.show(&orgs, || {
        output::lines(
            orgs.iter()
                .map(|org| format!("{}  {:<13}  {}", org.id, org.kind.code(), org.name)),
        )
    });
    Ok(())
}

fn list_devices(ward: &Ward, output: &Output) -> Result<(), WardError> {
    let devices = ward.devices()?;
    output.show(&devices, || {
        output::lines(devices.iter().map(|device| {
            let state = if device.revoked {
                "đã thu hồi"
            } else if device.waiting {
                "chờ duyệt"
            } else {
                "đang dùng"
            };
            let since = device.enrolled.format("%d/%m/%Y");
            format!(
                "{}  {state}  từ {since}  {} bản ghi  {}",
                device.id, device.seq, device.org_name
            )
        }))
    });
    Ok(())
}

fn room(ward: &Ward, each_cell: Option<u32>, output: &Output) -> Result<(), WardError> {
    if let Some(mib) = each_cell {
        ward.set_room(mib)?;
    }
    let room = ward.room()?;
    output.show(&room, || {
        let limit = match room.each_cell_mib {
            Some(mib) => format!("Mỗi chi bộ được dùng đến {mib} MiB."),
            None => "Không đặt mức cho chi bộ.".to_owned(),
        };
        let cells = room
            .cells
            .iter()
            .map(|cell| format!("{:>9} KiB  {}", cell.bytes.div_ceil(1024), cell.name));
        output::lines(std::iter::once(limit).chain(cells))
    });
    Ok(())
}

fn verify(ward: &Ward, output: &Output) -> Result<(), WardError> {
    let audit = ward.verify()?;
    output.show(&audit, || {
        let counts = format!(
            "Đã kiểm tra {} sổ, {} máy, {} bản ghi, {} chữ ký, {} báo cáo.",
            audit.cells, audit.devices, audit.envelopes, audit.batches, audit.reports
        );
        let problems = audit.problems.iter().map(|problem| {
            let device = problem.device.map(|id| id.to_string()).unwrap_or_default();
            let seq = problem.seq.map(|seq| seq.to_string()).unwrap_or_default();
            format!("SAI  máy {device}  số {seq}  {}", problem.why)
        });
        output::lines(std::iter::once(counts).chain(problems))
    });
    if audit.ok {
        Ok(())
    } else {
        Err(WardError::AuditFailed(audit.problems.len()))
    }
}
