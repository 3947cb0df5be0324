//! A configuration file that was found and not used: facts, without words for a shell.

use std::fmt;
use std::path::PathBuf;

/// A configuration file that was found and not used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusedFile {
    /// Its path.
    pub path: PathBuf,
    /// The environment variable that would name it, if there is one.
    pub variable: Option<&'static str>,
    /// Whether that variable does name it.
    pub is_named: bool,
    /// Why it was not used.
    pub reason: UnusedReason,
}

/// Why a configuration file was not used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnusedReason {
    /// A variable names it, and it does not exist.
    Absent,
    /// This process may not read it.
    Denied(String),
    /// It is in the current directory, and belongs to the user of this ID.
    Foreign {
        /// The ID of its owner.
        owner: u32,
    },
    /// It is empty.
    Empty,
    /// There are no clouds in it.
    NoClouds,
    /// It is not YAML, or JSON.
    Syntax(String),
    /// It is no regular file, too large, or no text in UTF-8.
    Invalid(String),
}

impl UnusedFile {
    pub(crate) fn new(path: PathBuf, variable: Option<&'static str>, reason: UnusedReason) -> Self {
        Self { path, variable, is_named: false, reason }
    }

    /// Whether it is worth a warning even if everything that is needed stands elsewhere.
    #[must_use]
    pub fn is_remarkable(&self) -> bool {
        self.is_named || !matches!(self.reason, UnusedReason::Denied(_) | UnusedReason::Empty)
    }
}

impl fmt::Display for UnusedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' ", self.path.display())?;
        match &self.reason {
            UnusedReason::Absent => f.write_str("does not exist"),
            UnusedReason::Denied(why) => write!(f, "cannot be read: {why}"),
            UnusedReason::Foreign { owner } => {
                write!(f, "is not used: it belongs to another user (ID {owner})")
            }
            UnusedReason::Empty => f.write_str("is empty"),
            UnusedReason::NoClouds => f.write_str("has no clouds below the key 'clouds'"),
            UnusedReason::Syntax(why) | UnusedReason::Invalid(why) => {
                write!(f, "is not used: {why}")
            }
        }
    }
}
