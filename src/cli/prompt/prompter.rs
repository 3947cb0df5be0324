//! Who runs the command: told things on standard error, and asked on the terminal.

use crate::auth::Prompter;
use crate::cli::prompt::secret;
use crate::config::{Key, Settings, Source};
use crate::output::sanitise;
use crate::secret::Secret;
use crate::{Error, Result};
use std::io::Write;

/// Who runs the command.
pub(in crate::cli) struct TerminalPrompter {
    /// Whether they sit at a terminal.
    pub(in crate::cli) answers: bool,
}

impl Prompter for TerminalPrompter {
    fn tell(&self, text: &str) {
        // What cannot be told will end in the login's own error.
        let _ = writeln!(std::io::stderr(), "{}", sanitise(text));
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
    /// Asks for a password and a passcode, if that is all that the login lacks.
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
