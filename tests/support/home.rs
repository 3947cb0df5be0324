//! A user of the `trove` program: a home directory, variables, command lines.

use crate::support::site::Site;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use troveclient::sandbox::seed::{Account, DEMO, DOMAIN_NAME, REGION};

/// The command under test.
pub(crate) const TROVE: &str = env!("CARGO_BIN_EXE_trove");
/// A command that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Home {
    directory: TempDir,
    variables: Vec<(String, String)>,
}

impl Home {
    /// A user without any settings.
    pub(crate) fn bare() -> Self {
        let directory = TempDir::new().unwrap();
        let home = directory.path().to_str().unwrap().to_owned();
        Self { directory, variables: Vec::new() }.with("HOME", home).with("TERM", "xterm")
    }

    /// The user `demo` of this cloud.
    pub(crate) fn at(site: &Site) -> Self {
        Self::of(site, &DEMO)
    }

    /// A user of this cloud.
    pub(crate) fn of(site: &Site, account: &Account) -> Self {
        Self::bare()
            .with("OS_AUTH_URL", site.auth_url())
            .with("OS_USERNAME", account.name)
            .with("OS_PASSWORD", account.password)
            .with("OS_PROJECT_NAME", account.name)
            .with("OS_USER_DOMAIN_NAME", DOMAIN_NAME)
            .with("OS_PROJECT_DOMAIN_NAME", DOMAIN_NAME)
            .with("OS_REGION_NAME", REGION)
    }

    /// A user of a service at this address without a login, who tries to connect once.
    pub(crate) fn facing(url: &str) -> Self {
        let home = Self::bare().with("OS_CLOUD", "here");
        let cloud = format!(
            "clouds: {{here: {{auth_type: none, auth: {{endpoint: '{url}'}}, database_connect_retries: 0}}}}"
        );
        home.write("clouds.yaml", cloud);
        home
    }

    /// Sets a variable.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self = self.without(name);
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Removes a variable.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The directory of the cached tokens.
    pub(crate) fn tokens(&self) -> PathBuf {
        self.path().join(".cache/trove/tokens")
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Another program with these variables, in this home directory.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env_clear().envs(self.variables()).current_dir(self.path());
        command
    }

    /// `trove` with these words.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = self.program(TROVE);
        command.args(words.split_whitespace());
        command
    }

    /// Runs `trove` with these words and no standard input.
    pub(crate) fn run(&self, words: &str) -> Outcome {
        Outcome::of(self.command(words))
    }
}

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    pub(crate) fn of(command: Command) -> Self {
        let mut command = assert_cmd::Command::from_std(command);
        let output = command.timeout(PATIENCE).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let ended = Self {
            status: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ended.err.contains("panicked"), "{ended:?}");
        ended
    }

    /// Asserts that the command succeeded.
    #[track_caller]
    pub(crate) fn worked(self) -> Self {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }

    /// Asserts that the command succeeded, with nothing on standard error.
    #[track_caller]
    pub(crate) fn worked_silently(self) -> Self {
        assert_eq!(self.err, "", "{self:?}");
        self.worked()
    }

    /// Asserts that the command failed with this status and an error, and printed no data.
    #[track_caller]
    pub(crate) fn failed(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        assert!(self.err.starts_with("error: "), "{self:?}");
        self
    }

    /// Asserts that this is on standard error.
    #[track_caller]
    pub(crate) fn saying(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no '{text}' in {self:?}");
        self
    }

    /// Asserts that this is in a hint.
    #[track_caller]
    pub(crate) fn hinting(self, text: &str) -> Self {
        let hint = self.err.lines().find(|line| line.starts_with("hint: "));
        assert!(hint.is_some_and(|hint| hint.contains(text)), "no hint of '{text}' in {self:?}");
        self
    }

    /// Asserts that this is not shown.
    #[track_caller]
    pub(crate) fn hiding(self, text: &str) -> Self {
        assert!(!self.out.contains(text) && !self.err.contains(text), "'{text}' in {self:?}");
        self
    }
}
