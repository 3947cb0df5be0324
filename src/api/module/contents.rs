//! The contents of a module: a file.

use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The contents of a module. The service keeps them encrypted, and no debug output shows them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents(Vec<u8>);

impl From<Vec<u8>> for Contents {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&str> for Contents {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}

impl Contents {
    /// Encodes the contents as the service takes them.
    pub(super) fn encoded(&self) -> Result<String> {
        if self.0.is_empty() {
            return Err(Error::invalid("a module needs contents, and there are none"));
        }
        Ok(STANDARD.encode(&self.0))
    }
}
