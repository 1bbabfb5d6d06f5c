//! Whether the line costs money by the byte, as far as the operating system says.

#[cfg(any(target_os = "linux", windows))]
use std::process::Command;

/// `None` where the system doesn't say.
pub(crate) async fn is_metered() -> Option<bool> {
    tokio::task::spawn_blocking(ask).await.ok().flatten()
}

#[cfg(target_os = "linux")]
fn ask() -> Option<bool> {
    let told = Command::new("nmcli")
        .args([
            "--terse",
            "--get-values",
            "GENERAL.STATE,GENERAL.METERED",
            "device",
            "show",
        ])
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let mut found = None;
    let mut connected = false;
    for line in told.lines() {
        // 100 is NetworkManager's number for a line that is up; the next line is its cost.
        if line.starts_with("100") {
            connected = true;
        } else if connected {
            connected = false;
            match line {
                line if line.starts_with("yes") => return Some(true),
                line if line.starts_with("no") => found = Some(false),
                _ => {}
            }
        }
    }
    found
}

#[cfg(windows)]
fn ask() -> Option<bool> {
    use std::os::windows::process::CommandExt;
    /// No console window beside ours.
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    const QUESTION: &str = "[void][Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, ContentType=WindowsRuntime]; \
        [Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType";
    let told = Command::new("powershell")
        .args(["-NoProfile", "-NonInteractive", "-Command", QUESTION])
        .creation_flags(CREATE_NO_WINDOW)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    match String::from_utf8_lossy(&told.stdout).trim() {
        "Unrestricted" => Some(false),
        "Fixed" | "Variable" => Some(true),
        _ => None,
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
fn ask() -> Option<bool> {
    // macOS says so only to programs that use its own network library.
    None
}
