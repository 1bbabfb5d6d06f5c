//! Sees to it that the web page was built: the server carries it inside.

use std::path::Path;

fn main() -> Result<(), String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist/ward");
    println!("cargo:rerun-if-changed={}", page.display());
    if page.join("index.html").is_file() {
        Ok(())
    } else {
        Err("the ward's web page is not built yet (ui/dist/ward is missing): run `make ui`".into())
    }
}
