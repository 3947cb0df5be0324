//! Messages and questions to the user during a login.

use crate::Result;
use crate::secret::Secret;

/// Talks to the user during a login that needs more than the settings.
pub trait Prompter: Send + Sync {
    /// Shows a message about what the login waits for.
    fn tell(&self, text: &str);

    /// Asks for a secret. `None` means that there is no user to ask.
    ///
    /// # Errors
    /// Fails if the answer cannot be read.
    fn ask(&self, question: &str) -> Result<Option<Secret>>;
}

/// Asks nobody, and writes messages to the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPrompter;

impl Prompter for NoPrompter {
    fn tell(&self, text: &str) {
        log::warn!("{text}");
    }

    fn ask(&self, _question: &str) -> Result<Option<Secret>> {
        Ok(None)
    }
}
