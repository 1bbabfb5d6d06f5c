//! Reads `tauri.conf.json` from beside `Cargo.toml` and the capabilities from this folder.

#![allow(
    clippy::print_stderr,
    reason = "a build script may only speak to the person who builds"
)]

fn main() {
    let windows = tauri_build::WindowsAttributes::new().window_icon_path("assets/icons/icon.ico");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .windows_attributes(windows);
    if let Err(error) = tauri_build::try_build(attributes) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
