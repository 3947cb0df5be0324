//! A user with nothing but what a test gives them: a home directory, variables, a command line.

use crate::support::site::Site;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use troveclient::sandbox::seed::{Account, DEMO, DOMAIN_NAME, REGION};

/// The command under test.
pub(crate) const TROVE: &str = env!("CARGO_BIN_EXE_trove");
/// After this a command has hung.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Home {
    directory: TempDir,
    variables: Vec<(String, String)>,
}

impl Home {
    /// Of a user who has set nothing up.
    pub(crate) fn bare() -> Self {
        let directory = TempDir::new().unwrap();
        let home = directory.path().to_str().unwrap().to_owned();
        Self { directory, variables: Vec::new() }.with("HOME", home).with("TERM", "xterm")
    }

    /// Of the user `demo` of this cloud.
    pub(crate) fn at(site: &Site) -> Self {
        Self::of(site, &DEMO)
    }

    /// Of a user of this cloud.
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

    /// Of a user of a service at this address that wants no login, and who tries once only.
    pub(crate) fn facing(url: &str) -> Self {
        let home = Self::bare().with("OS_CLOUD", "here");
        let cloud = format!(
            "clouds: {{here: {{auth_type: none, auth: {{endpoint: '{url}'}}, database_connect_retries: 0}}}}"
        );
        home.write("clouds.yaml", cloud);
        home
    }

    /// With this variable set, or another value of it.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self = self.without(name);
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// With this variable not set.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Where tokens are kept.
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

    /// Another program in this home.
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

    /// Runs `trove` with these words, with nothing to read, to its end.
    pub(crate) fn run(&self, words: &str) -> Outcome {
        Outcome::of(self.command(words))
    }
}

/// What came of a command.
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

    /// It did what it should.
    #[track_caller]
    pub(crate) fn worked(self) -> Self {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }

    /// It did that and had nothing to say about it.
    #[track_caller]
    pub(crate) fn worked_silently(self) -> Self {
        assert_eq!(self.err, "", "{self:?}");
        self.worked()
    }

    /// It failed with this status, printed no data, and said why.
    #[track_caller]
    pub(crate) fn failed(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        assert!(self.err.starts_with("error: "), "{self:?}");
        self
    }

    /// It said this on standard error.
    #[track_caller]
    pub(crate) fn saying(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no '{text}' in {self:?}");
        self
    }

    /// It told what to do about it, naming this.
    #[track_caller]
    pub(crate) fn hinting(self, text: &str) -> Self {
        let hint = self.err.lines().find(|line| line.starts_with("hint: "));
        assert!(hint.is_some_and(|hint| hint.contains(text)), "no hint of '{text}' in {self:?}");
        self
    }

    /// It showed this nowhere.
    #[track_caller]
    pub(crate) fn hiding(self, text: &str) -> Self {
        assert!(!self.out.contains(text) && !self.err.contains(text), "'{text}' in {self:?}");
        self
    }
}
