use std::{
    fs,
    io::{self, BufRead, IsTerminal},
    path::{Path, PathBuf},
};

use sochibo_ward::WardError;

/// A password from a file, from the terminal without echo, or from standard input: one line.
pub(crate) fn read(file: Option<&Path>) -> Result<String, WardError> {
    let unreadable = |name: &Path, error| WardError::Unreadable(name.to_owned(), error);
    let text = match file {
        Some(file) => fs::read_to_string(file).map_err(|error| unreadable(file, error))?,
        None => typed().map_err(|error| unreadable(&PathBuf::from("-"), error))?,
    };
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn typed() -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password("Mật khẩu: ");
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}
