//! The directory of cached tokens: one sealed file per login.

use crate::Clock;
use crate::auth::cache::key::CacheKey;
use crate::auth::cache::private;
use crate::auth::cache::seal::{header, seal, unseal};
use crate::auth::token::Token;
use crate::config::Env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a file is kept after its token has expired.
pub(super) const STALE_AFTER: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long to wait for another process that is logging in.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(30);
const LOCK_INTERVAL: Duration = Duration::from_millis(20);

/// A directory of cached tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCache {
    directory: PathBuf,
}

impl TokenCache {
    /// Returns the cache in `directory`, which is created with the first token.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// Returns the user's cache: `trove/tokens` in the user's cache directory.
    #[must_use]
    pub fn for_user(env: &Env) -> Option<Self> {
        Some(Self::new(env.cache_home()?.join("trove").join("tokens")))
    }

    /// Returns the directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Removes all tokens.
    ///
    /// # Errors
    /// Fails with the first file that cannot be removed.
    pub fn clear(&self) -> std::io::Result<()> {
        for (path, _) in self.files() {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    pub(super) fn path(&self, key: &CacheKey) -> PathBuf {
        self.directory.join(&key.name)
    }

    /// Returns the token of this login, if its file is private and intact.
    pub(in crate::auth) fn read(&self, key: &CacheKey) -> Option<Token> {
        let bytes = private::read(&self.path(key))?;
        let token = unseal(key, &bytes);
        if token.is_none() {
            log::debug!("the cached token is damaged or of another version");
        }
        token
    }

    /// Writes the token. A failure is only a warning.
    pub(in crate::auth) fn write(&self, key: &CacheKey, token: &Token, now: SystemTime) {
        let kept = self.prepare().and_then(|()| self.replace(key, token));
        if let Err(error) = kept {
            log::warn!("the token is not cached: '{}': {error}", self.directory.display());
        }
        self.remove_stale(now);
    }

    /// Removes the token of this login.
    pub(in crate::auth) fn remove(&self, key: &CacheKey) {
        // There may be no such file.
        let _ = fs::remove_file(self.path(key));
    }

    /// Runs `login` under a lock, so that one process at a time logs in with the same key. If the
    /// lock cannot be had, `login` runs without it.
    pub(in crate::auth) fn with_lock<T>(
        &self,
        key: &CacheKey,
        clock: &dyn Clock,
        login: impl FnOnce() -> T,
    ) -> T {
        let file = self.prepare().and_then(|()| {
            private::open_options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(self.lock_path(key))
        });
        let Ok(file) = file else { return login() };
        let mut lock = fd_lock::RwLock::new(file);
        let mut waited = Duration::ZERO;
        // `write()` would wait forever for a process that is suspended.
        while waited < LOCK_TIMEOUT {
            match lock.try_write() {
                Ok(_guard) => return login(),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    clock.sleep(LOCK_INTERVAL);
                    waited += LOCK_INTERVAL;
                }
                Err(_) => break,
            }
        }
        login()
    }

    pub(super) fn lock_path(&self, key: &CacheKey) -> PathBuf {
        self.directory.join(format!("{}.lock", key.name))
    }

    pub(super) fn prepare(&self) -> std::io::Result<()> {
        private::create_directory(&self.directory)
    }

    fn replace(&self, key: &CacheKey, token: &Token) -> std::io::Result<()> {
        let sealed = seal(key, token)
            .ok_or_else(|| std::io::Error::other("the token cannot be encrypted"))?;
        // `NamedTempFile` creates its file with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(&sealed)?;
        file.persist(self.path(key))?;
        Ok(())
    }

    /// Removes the files of tokens that expired long ago.
    fn remove_stale(&self, now: SystemTime) {
        for (path, modified) in self.files() {
            let expiry = self::expiry(&path).unwrap_or(modified);
            if now.duration_since(expiry).is_ok_and(|age| age > STALE_AFTER) {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Returns the files that are this cache's by their names, with their modification times.
    fn files(&self) -> impl Iterator<Item = (PathBuf, SystemTime)> {
        let entries = fs::read_dir(&self.directory).into_iter().flatten().flatten();
        entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let stem = name.strip_suffix(".lock").unwrap_or(&name);
            let is_own = stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
                || name.starts_with(".tmp");
            let modified = entry.metadata().ok()?.modified().ok()?;
            is_own.then(|| (entry.path(), modified))
        })
    }
}

/// Reads the time when the token in a file expires, from the line in clear.
fn expiry(path: &Path) -> Option<SystemTime> {
    let bytes = private::read(path)?;
    let (_, seconds, _) = header(&bytes)?;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
