//! The directory of cached tokens: one sealed file per login.

use crate::Clock;
use crate::auth::cache::key::{CacheKey, Entry, SECRET_LENGTH};
use crate::auth::cache::private;
use crate::auth::cache::seal::{header, seal, unseal};
use crate::auth::token::Token;
use crate::config::Env;
use ring::rand::{SecureRandom, SystemRandom};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs, io};
use zeroize::{Zeroize, Zeroizing};

/// The file of the random secret that the names and keys of all entries depend on.
pub(super) const SECRET: &str = "cache.key";

/// How long a file is kept after its token has expired.
pub(super) const STALE_AFTER: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long to wait for another process that is logging in.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(30);
const LOCK_INTERVAL: Duration = Duration::from_millis(20);

/// A directory of cached tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCache {
    directory: PathBuf,
    cas: Option<PathBuf>,
}

impl TokenCache {
    /// Returns the cache in `directory`, which is created with the first token.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), cas: None }
    }

    /// Returns the user's cache: `trove/tokens` in the user's cache directory.
    #[must_use]
    pub fn for_user(env: &Env) -> Option<Self> {
        Some(Self::new(env.cache_home()?.join("trove").join("tokens")))
    }

    /// Keeps the tokens of logins that trust the CAs in this file apart from those of other logins
    /// [default: the file that the settings name].
    #[must_use]
    pub fn with_cas(mut self, file: Option<PathBuf>) -> Self {
        self.cas = file;
        self
    }

    pub(in crate::auth) fn cas(&self) -> Option<&Path> {
        self.cas.as_deref()
    }

    /// Returns the directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Removes all tokens, and the secret of the cache.
    ///
    /// # Errors
    /// Fails with the first file that cannot be removed.
    pub fn clear(&self) -> io::Result<()> {
        for (path, _) in self.files() {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    fn entry<'k>(&self, key: &'k CacheKey) -> Option<&'k Entry> {
        key.entry(|| self.secret())
    }

    pub(super) fn path(&self, key: &CacheKey) -> Option<PathBuf> {
        self.entry(key).map(|entry| self.directory.join(&entry.name))
    }

    fn secret(&self) -> Option<Zeroizing<[u8; SECRET_LENGTH]>> {
        let bytes = Zeroizing::new(private::read(&self.directory.join(SECRET))?);
        bytes.as_slice().try_into().ok().map(Zeroizing::new)
    }

    /// Creates the directory and the secret, if they do not exist yet.
    pub(super) fn prepare(&self) -> io::Result<()> {
        private::create_directory(&self.directory)?;
        if self.secret().is_some() {
            return Ok(());
        }
        let mut secret = Zeroizing::new([0; SECRET_LENGTH]);
        let random = SystemRandom::new().fill(&mut *secret);
        random.map_err(|_| io::Error::other("there are no random numbers"))?;
        let path = self.directory.join(SECRET);
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(&*secret)?;
        let Err(refused) = file.persist_noclobber(&path) else { return Ok(()) };
        // Another process was faster; or the file is not private, and is replaced.
        if self.secret().is_none() {
            refused.file.persist(path)?;
        }
        Ok(())
    }

    /// Returns the token of this login, if its file is private and intact.
    pub(in crate::auth) fn read(&self, key: &CacheKey, now: SystemTime) -> Option<Token> {
        let entry = self.entry(key)?;
        let mut bytes = private::read(&self.directory.join(&entry.name))?;
        let token = unseal(entry, &mut bytes, now);
        // They are the token in clear now.
        bytes.zeroize();
        if token.is_none() {
            log::debug!("the cached token is damaged or of another version");
        }
        token
    }

    /// Writes the token. A failure is only a warning.
    pub(in crate::auth) fn write(&self, key: &CacheKey, token: &Token, now: SystemTime) {
        let kept = self.prepare().and_then(|()| self.replace(key, token, now));
        if let Err(error) = kept {
            log::warn!("the token is not cached: '{}': {error}", self.directory.display());
        }
        self.remove_stale(now);
    }

    /// Removes the token of this login.
    pub(in crate::auth) fn remove(&self, key: &CacheKey) {
        if let Some(path) = self.path(key) {
            // There may be no such file.
            let _ = fs::remove_file(path);
        }
    }

    /// Runs `login` under a lock, so that one process at a time logs in with the same key. If the
    /// lock cannot be had, `login` runs without it.
    pub(in crate::auth) fn with_lock<T>(
        &self,
        key: &CacheKey,
        clock: &dyn Clock,
        login: impl FnOnce() -> T,
    ) -> T {
        let opened =
            |path| private::open_options().write(true).create(true).truncate(false).open(path).ok();
        let path = self.prepare().ok().and_then(|()| self.lock_path(key));
        let Some(file) = path.and_then(opened) else { return login() };
        let mut lock = fd_lock::RwLock::new(file);
        let mut waited = Duration::ZERO;
        // `write()` would wait forever for a process that is suspended.
        while waited < LOCK_TIMEOUT {
            match lock.try_write() {
                Ok(_guard) => return login(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    clock.sleep(LOCK_INTERVAL);
                    waited += LOCK_INTERVAL;
                }
                Err(_) => break,
            }
        }
        login()
    }

    pub(super) fn lock_path(&self, key: &CacheKey) -> Option<PathBuf> {
        self.path(key).map(|path| path.with_extension("lock"))
    }

    fn replace(&self, key: &CacheKey, token: &Token, now: SystemTime) -> io::Result<()> {
        let entry = self.entry(key).ok_or_else(|| io::Error::other("its secret is unreadable"))?;
        let sealed = seal(entry, token, now)
            .ok_or_else(|| io::Error::other("the token cannot be encrypted"))?;
        // `NamedTempFile` creates its file with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(&sealed)?;
        file.persist(self.directory.join(&entry.name))?;
        Ok(())
    }

    /// Removes the files of tokens that expired long ago.
    fn remove_stale(&self, now: SystemTime) {
        for (path, modified) in self.files().filter(|(path, _)| !path.ends_with(SECRET)) {
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
                || name == SECRET
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
