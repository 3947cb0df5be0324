//! Standard error, on which no secret is repeated that this process knows.

use crate::http::KnownSecrets;
use crate::json::replace_surrogates_in;
use std::io::{Result, Stderr, Write};
use std::sync::LazyLock;

/// The secrets that this process knows, for what speaks outside of a command: the log, a signal.
static SECRETS: LazyLock<KnownSecrets> = LazyLock::new(KnownSecrets::default);

/// The secrets that this process knows.
pub(super) fn secrets() -> KnownSecrets {
    SECRETS.clone()
}

/// Standard error of this process.
pub(super) fn stderr() -> Filter<Stderr> {
    Filter::new(std::io::stderr(), secrets())
}

/// Writes lines without the secrets that are known by then.
pub(super) struct Filter<W: Write> {
    inner: W,
    secrets: KnownSecrets,
    /// The beginning of a line: a secret may come in several writes.
    line: Vec<u8>,
}

impl<W: Write> Filter<W> {
    pub(super) fn new(inner: W, secrets: KnownSecrets) -> Self {
        Self { inner, secrets, line: Vec::new() }
    }

    fn pass(&mut self, length: usize) -> Result<()> {
        let rest = self.line.split_off(length);
        let text = std::mem::replace(&mut self.line, rest);
        if text.is_empty() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&text);
        let text = replace_surrogates_in(&text);
        self.inner.write_all(self.secrets.hide(&text).as_bytes())
    }
}

impl<W: Write> Write for Filter<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.line.extend_from_slice(bytes);
        if let Some(end) = self.line.iter().rposition(|byte| *byte == b'\n') {
            self.pass(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.pass(self.line.len())?;
        self.inner.flush()
    }
}

impl<W: Write> Drop for Filter<W> {
    fn drop(&mut self) {
        // Nobody is left to tell when standard error itself is closed.
        let _ = self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_however_it_is_written() {
        let secrets = KnownSecrets::default();
        secrets.note("hunter2!");
        let mut out = Vec::new();
        let mut filter = Filter::new(&mut out, secrets.clone());
        for part in ["a hun", "ter2", "! b\nhunter2", "!\nPassword: "] {
            filter.write_all(part.as_bytes()).unwrap();
        }
        filter.flush().unwrap();
        secrets.note("learned later");
        write!(filter, "learned later").unwrap();
        drop(filter);
        assert_eq!(String::from_utf8(out).unwrap(), "a *** b\n***\nPassword: ***");
    }
}
