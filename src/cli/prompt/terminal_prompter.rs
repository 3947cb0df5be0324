//! The prompter of the command: messages on standard error, and questions on the terminal.

use crate::auth::Prompter;
use crate::cli::prompt::secret;
use crate::cli::stderr::stderr;
use crate::config::{Key, Settings, Source};
use crate::output::sanitize;
use crate::secret::Secret;
use crate::{Error, Result};
use std::io::Write;

/// Asks the user on the terminal.
pub(in crate::cli) struct TerminalPrompter {
    /// Whether there is a terminal.
    pub(in crate::cli) answers: bool,
}

impl Prompter for TerminalPrompter {
    fn tell(&self, text: &str) {
        // If this fails, the login ends with its own error.
        let _ = writeln!(stderr(), "{}", sanitize(text));
    }

    fn ask(&self, question: &str) -> Result<Option<Secret>> {
        if !self.answers {
            return Ok(None);
        }
        let answer = secret::ask(question)
            .map_err(|cause| Error::io("read an answer from the terminal", cause))?;
        Ok((!answer.expose().is_empty()).then_some(answer))
    }
}

impl TerminalPrompter {
    /// Asks for the password and the passcode, if nothing else is missing.
    pub(in crate::cli) fn complete(&self, settings: &mut Settings) -> Result<()> {
        let question = |key: Key| match key {
            Key::Password => Some("Password: "),
            Key::Passcode => Some("TOTP passcode: "),
            _ => None,
        };
        let missing = settings.missing();
        if missing.iter().any(|key| question(*key).is_none()) {
            return Ok(());
        }
        for key in missing {
            if let Some(answer) = self.ask(question(key).unwrap_or_default())? {
                settings.set_auth(key, answer.expose(), Source::Given);
            }
        }
        Ok(())
    }
}
