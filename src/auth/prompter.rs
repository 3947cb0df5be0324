//! The person who logs in: what they are told, and asked for.

use crate::Result;
use crate::secret::Secret;

/// Who takes part in a login that no settings can make alone.
pub trait Prompter: Send + Sync {
    /// Tells them what the login waits for.
    fn tell(&self, text: &str);

    /// Asks for something that is good only once; none when nobody is there to answer.
    ///
    /// # Errors
    /// When the answer cannot be read.
    fn ask(&self, question: &str) -> Result<Option<Secret>>;
}

/// Nobody: what there is to tell goes to the log.
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
