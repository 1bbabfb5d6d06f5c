use std::{
    env, fs,
    io::{self, IsTerminal},
    path::Path,
};

use crate::fault::Fault;

/// The variable that holds the passphrase.
const VARIABLE: &str = "SCB_PASSPHRASE";

/// The passphrase: the first line of the file, else the variable, else what is typed without echo.
pub(crate) fn get(file: Option<&Path>) -> Result<String, Fault> {
    match given(file)? {
        Some(passphrase) => Ok(passphrase),
        None => ask("Mật khẩu mở sổ: "),
    }
}

/// A passphrase for a new book: what is typed is asked for twice.
pub(crate) fn choose(file: Option<&Path>) -> Result<String, Fault> {
    if let Some(passphrase) = given(file)? {
        return Ok(passphrase);
    }
    ask_twice()
}

/// A passphrase in the place of the one that the book has: from the file, else asked for twice.
pub(crate) fn choose_new(file: Option<&Path>) -> Result<String, Fault> {
    match file {
        Some(_) => choose(file),
        None => ask_twice(),
    }
}

fn ask_twice() -> Result<String, Fault> {
    let first = ask("Mật khẩu mới: ")?;
    let second = ask("Gõ lại mật khẩu: ")?;
    if first == second {
        Ok(first)
    } else {
        Err(Fault::PassphrasesDiffer)
    }
}

fn given(file: Option<&Path>) -> Result<Option<String>, Fault> {
    if let Some(file) = file {
        let text = fs::read_to_string(file).map_err(Fault::file(file))?;
        return Ok(Some(text.lines().next().unwrap_or_default().to_owned()));
    }
    Ok(env::var(VARIABLE).ok())
}

fn ask(prompt: &str) -> Result<String, Fault> {
    if !io::stdin().is_terminal() {
        return Err(Fault::NoPassphrase);
    }
    rpassword::prompt_password(prompt).map_err(|_| Fault::NoPassphrase)
}
