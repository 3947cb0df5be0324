//! Tokens that are kept on disk.

mod key;
mod private;
mod seal;
mod store;
#[cfg(test)]
mod tests;

use crate::Clock;
use crate::auth::Token;
use crate::auth::token::expiry;
use crate::config::{Env, Settings};
use crate::secret::Secret;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

/// The first words of a file, and the version of what follows.
const FORMAT: &str = "trove-token 1";
/// How long a file stays after its token has ended.
const STALE: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long to wait for another process that logs in.
const PATIENCE: Duration = Duration::from_secs(30);
const TICK: Duration = Duration::from_millis(20);
/// No token is longer, its catalog included, in bytes.
const LONGEST: u64 = 4 << 20;

/// A directory of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCache {
    directory: PathBuf,
}

/// What a login is known by: a file name, and the key that seals the file.
///
/// Both come from everything that makes up the login, its secret included: with another
/// password the file is not found, and without it the file cannot be read. What is agreed to in a
/// browser has no secret of its own: there the file's mode is all that keeps it.
pub(super) struct CacheKey {
    name: String,
    seal: [u8; 32],
}

impl CacheKey {
    /// The key of the login that these settings make.
    pub(super) fn new(settings: &Settings) -> Self {
        let mut parts: Vec<(String, String)> =
            vec![("auth_type".to_owned(), settings.auth_type().to_owned())];
        parts.extend(settings.iter().filter_map(|(key, setting)| {
            key.starts_with("auth.").then(|| (key.clone(), setting.value.to_string()))
        }));
        let digest = |purpose: &str| {
            let mut hash = Sha256::new();
            hash.update(purpose);
            for (key, value) in &parts {
                for part in [key, value] {
                    hash.update((part.len() as u64).to_le_bytes());
                    hash.update(part);
                }
            }
            hash.finalize()
        };
        let name = digest("name").iter().map(|byte| format!("{byte:02x}")).collect();
        Self { name, seal: digest("seal").into() }
    }

    fn cipher(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.seal).ok().map(LessSafeKey::new)
    }
}

impl TokenCache {
    /// The tokens in `directory`, which is made when there is one to keep.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// The tokens of the user: `trove/tokens` in the user's cache directory.
    #[must_use]
    pub fn for_user(env: &Env) -> Option<Self> {
        Some(Self::new(env.cache_home()?.join("trove").join("tokens")))
    }

    /// Where they are.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Removes all of them.
    ///
    /// # Errors
    /// The first file that could not be removed.
    pub fn clear(&self) -> std::io::Result<()> {
        for (path, _) in self.files() {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    fn path(&self, key: &CacheKey) -> PathBuf {
        self.directory.join(&key.name)
    }

    /// The token of this login, if there is one that is ours and whole.
    pub(super) fn read(&self, key: &CacheKey) -> Option<Token> {
        let bytes = private::read(&self.path(key))?;
        let token = unseal(key, &bytes);
        if token.is_none() {
            log::debug!("the cached token is damaged or of another version");
        }
        token
    }

    /// Keeps the token; that it cannot be kept is only worth a warning.
    pub(super) fn write(&self, key: &CacheKey, token: &Token, now: SystemTime) {
        let kept = self.prepare().and_then(|()| self.replace(key, token));
        if let Err(error) = kept {
            log::warn!("the token is not cached: '{}': {error}", self.directory.display());
        }
        self.sweep(now);
    }

    /// Forgets the token of this login.
    pub(super) fn remove(&self, key: &CacheKey) {
        // What is not there is forgotten already.
        let _ = fs::remove_file(self.path(key));
    }

    /// Runs `login` while no other process does so for the same key, as far as that can be had.
    pub(super) fn exclusively<T>(
        &self,
        key: &CacheKey,
        clock: &dyn Clock,
        login: impl FnOnce() -> T,
    ) -> T {
        let file = self.prepare().and_then(|()| {
            private::options().write(true).create(true).truncate(false).open(self.lock_path(key))
        });
        let Ok(file) = file else { return login() };
        let mut lock = fd_lock::RwLock::new(file);
        let mut waited = Duration::ZERO;
        // Not `write()`, which waits forever: the other process may have been suspended.
        while waited < PATIENCE {
            match lock.try_write() {
                Ok(_guard) => return login(),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    clock.sleep(TICK);
                    waited += TICK;
                }
                Err(_) => break,
            }
        }
        login()
    }

    fn lock_path(&self, key: &CacheKey) -> PathBuf {
        self.directory.join(format!("{}.lock", key.name))
    }

    fn prepare(&self) -> std::io::Result<()> {
        private::directory(&self.directory)
    }

    fn replace(&self, key: &CacheKey, token: &Token) -> std::io::Result<()> {
        let sealed = seal(key, token).ok_or_else(|| std::io::Error::other("cannot seal it"))?;
        // `NamedTempFile` makes its file with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(&sealed)?;
        file.persist(self.path(key))?;
        Ok(())
    }

    /// Removes what nobody can use any more.
    fn sweep(&self, now: SystemTime) {
        for (path, modified) in self.files() {
            let ended = ended(&path).unwrap_or(modified);
            if now.duration_since(ended).is_ok_and(|age| age > STALE) {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// The files that are ours by their names, and when they were written.
    fn files(&self) -> impl Iterator<Item = (PathBuf, SystemTime)> {
        let entries = fs::read_dir(&self.directory).into_iter().flatten().flatten();
        entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let stem = name.strip_suffix(".lock").unwrap_or(&name);
            let ours = stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
                || name.starts_with(".tmp");
            let modified = entry.metadata().ok()?.modified().ok()?;
            ours.then(|| (entry.path(), modified))
        })
    }
}

/// When the token in a file ends, by the line that is not sealed.
fn ended(path: &Path) -> Option<SystemTime> {
    let bytes = private::read(path)?;
    let (_, seconds, _) = header(&bytes)?;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// The first line of a file, the seconds in it, and the rest.
fn header(bytes: &[u8]) -> Option<(&[u8], u64, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end + 1)?;
    let seconds = std::str::from_utf8(line).ok()?.strip_prefix(FORMAT)?.trim().parse().ok()?;
    Some((line, seconds, rest))
}

fn seal(key: &CacheKey, token: &Token) -> Option<Vec<u8>> {
    let seconds = token.expires.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let mut out = format!("{FORMAT} {seconds}\n").into_bytes();
    let mut nonce = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).ok()?;
    let mut text =
        json!({ "token": token.secret.expose(), "body": token.body }).to_string().into_bytes();
    let aad = Aad::from(out.clone());
    key.cipher()?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
        .ok()?;
    out.extend_from_slice(&nonce);
    out.append(&mut text);
    Some(out)
}

fn unseal(key: &CacheKey, bytes: &[u8]) -> Option<Token> {
    let (line, _, rest) = header(bytes)?;
    let (nonce, sealed) = rest.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut sealed = Zeroizing::new(sealed.to_vec());
    let text = key.cipher()?.open_in_place(nonce, Aad::from(line), &mut sealed).ok()?;
    let mut entry: Map<String, Value> = serde_json::from_slice(text).ok()?;
    let secret = Secret::new(entry.get("token")?.as_str()?);
    let Some(Value::Object(body)) = entry.get_mut("body").map(Value::take) else { return None };
    Some(Token { secret, expires: expiry(&body)?, body })
}

/// Files that are only their owner's.
#[cfg(unix)]
mod private {
    use std::io::Read;
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use super::{File, LONGEST, Path, fs};

    /// To open a file without following a link; a new one is its owner's only.
    pub(super) fn options() -> fs::OpenOptions {
        let mut options = File::options();
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
        options
    }

    /// What is in a file, if it is one, ours, and nobody else may read or write it.
    pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
        let file = options().read(true).open(path).ok()?;
        if !is_private(&file.metadata().ok()?, own_id()) {
            log::debug!("'{}' is not a private file: ignored", path.display());
            return None;
        }
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Whether it is a file that belongs to `user` and is for nobody else.
    pub(super) fn is_private(about: &fs::Metadata, user: u32) -> bool {
        about.is_file() && about.uid() == user && about.mode() & 0o077 == 0
    }

    /// Makes a directory that is its owner's only.
    pub(super) fn directory(path: &Path) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let about = fs::metadata(path)?;
        // Somebody else's link could lead to a directory of ours that is not for tokens.
        if [about.uid(), fs::symlink_metadata(path)?.uid()] != [own_id(); 2] {
            return Err(io::Error::other("the directory belongs to somebody else"));
        }
        if about.mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    pub(super) fn own_id() -> u32 {
        rustix::process::geteuid().as_raw()
    }
}

/// Files in the user's profile, which others cannot read by default.
#[cfg(not(unix))]
mod private {
    use super::{File, Path, fs};

    pub(super) fn options() -> fs::OpenOptions {
        File::options()
    }

    pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
        fs::read(path).ok()
    }

    pub(super) fn directory(path: &Path) -> std::io::Result<()> {
        fs::create_dir_all(path)
    }
}
