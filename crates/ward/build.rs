//! Sees to it that the web page was built: the server carries it inside.

use std::{env, path::PathBuf};

fn main() -> Result<(), String> {
    // Asked when it runs, not when it was built: a checkout may have been moved with its target.
    let here = env::var("CARGO_MANIFEST_DIR").map_err(|_| "cargo runs this, nobody else")?;
    let page = PathBuf::from(here).join("../../ui/dist/ward");
    println!("cargo:rerun-if-changed={}", page.display());
    if page.join("index.html").is_file() {
        Ok(())
    } else {
        Err("the ward's web page is not built yet (ui/dist/ward is missing): run `make ui`".into())
    }
}
