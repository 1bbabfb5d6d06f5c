//! A command line that speaks Vietnamese. clap knows what may be typed and what is wrong with what
//! was; its own words are English, so this says them: the headings of the help, the notes behind an
//! argument, and the sentence where a line can't be read.

mod help;
mod refusal;

pub use help::{ENGLISH, in_vietnamese, pages};
pub use refusal::sentence;

use clap::Parser;

/// Reads the command line of the process.
///
/// # Errors
/// clap's: a question for help or for the version, or a line that [`sentence`] explains.
pub fn parse<P: Parser>() -> Result<P, clap::Error> {
    let matches = in_vietnamese(P::command()).try_get_matches()?;
    P::from_arg_matches(&matches)
}
