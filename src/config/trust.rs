//! The files that the user has declared trusted, by path and content.

use crate::config::Env;
use crate::config::family::Family;
use crate::config::open::{Opened, open};
use crate::config::owner::Owners;
use crate::{Error, Result, UnusedFile};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The record of trusted files: an entry for each, with its path, under the hash of path and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedFiles {
    directory: PathBuf,
    env: Env,
}

/// A file that was declared trusted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct TrustedFile {
    /// Its path.
    pub path: PathBuf,
    /// Whether its content is still what was trusted.
    pub is_unchanged: bool,
}

impl TrustedFiles {
    /// Returns the user's record: `trove/trusted` in the user's directory for state.
    #[must_use]
    pub fn for_user(env: &Env) -> Option<Self> {
        let directory = env.state_home()?.join("trove").join("trusted");
        Some(Self { directory, env: env.clone() })
    }

    /// Returns the files in `directory` that would need trust, if they exist.
    #[must_use]
    pub fn candidates(directory: &Path) -> Vec<PathBuf> {
        let families = [Family::Clouds, Family::Secure, Family::Public];
        let paths = families.into_iter().flat_map(Family::names).map(|name| directory.join(name));
        paths.filter(|path| path.symlink_metadata().is_ok()).collect()
    }

    /// Trusts a file as it is now. Trust in its former content ends.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the file cannot be read, [`Error::Io`] if the record cannot be written.
    pub fn add(&self, path: &Path) -> Result<()> {
        let content = match open(path) {
            Opened::Read(contents) => contents.bytes,
            Opened::Absent => {
                return Err(Error::invalid(format!("there is no file '{}'", path.display())));
            }
            Opened::Unused(reason) => {
                let file = UnusedFile::new(path.to_owned(), None, reason);
                return Err(Error::invalid(file.to_string()));
            }
        };
        let path = absolute(path);
        if path.to_str().is_none() {
            return Err(Error::invalid(format!("the path '{}' is not UTF-8", path.display())));
        }
        self.write(&path, &content)
            .map_err(|cause| Error::io(format!("write to '{}'", self.directory.display()), cause))
    }

    /// Withdraws the trust in a file, whatever its content. Returns whether there was any.
    ///
    /// # Errors
    /// [`Error::Io`] if the record cannot be written.
    pub fn withdraw(&self, path: &Path) -> Result<bool> {
        let path = absolute(path);
        let (mut any, entries) = (false, self.entries());
        for (entry, _) in entries.into_iter().filter(|(_, file)| *file == path) {
            fs::remove_file(&entry)
                .map_err(|cause| Error::io(format!("remove '{}'", entry.display()), cause))?;
            any = true;
        }
        Ok(any)
    }

    /// Returns all files that were declared trusted, by their paths.
    #[must_use]
    pub fn list(&self) -> Vec<TrustedFile> {
        let is_unchanged = |entry: &Path, path: &Path| match open(path) {
            Opened::Read(contents) => {
                entry.file_name().is_some_and(|name| *name == *hash(path, &contents.bytes))
            }
            _ => false,
        };
        let entries = self.entries().into_iter();
        let mut files: Vec<_> = entries
            .map(|(entry, path)| TrustedFile { is_unchanged: is_unchanged(&entry, &path), path })
            .collect();
        files.sort();
        files
    }

    /// Whether a file with this content is trusted.
    pub(super) fn include(&self, path: &Path, content: &[u8]) -> bool {
        let path = absolute(path);
        self.entry(&self.directory.join(hash(&path, content))).is_some_and(|known| known == path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        create(&self.directory)?;
        let name = hash(path, content);
        // It creates its file with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(&self.directory)?;
        file.write_all(path.as_os_str().as_encoded_bytes())?;
        file.persist(self.directory.join(&name))?;
        let former = self.entries().into_iter();
        for (entry, _) in former.filter(|(entry, file)| file == path && !entry.ends_with(&name)) {
            fs::remove_file(entry)?;
        }
        Ok(())
    }

    /// Returns the entries, with the paths in them.
    fn entries(&self) -> Vec<(PathBuf, PathBuf)> {
        let entries = fs::read_dir(&self.directory).into_iter().flatten().flatten();
        let entries = entries.filter(|entry| entry.file_name().len() == 64);
        let with_path = |entry: PathBuf| self.entry(&entry).map(|path| (entry, path));
        entries.filter_map(|entry| with_path(entry.path())).collect()
    }

    /// Reads the path in an entry, if nobody else can have written it.
    fn entry(&self, entry: &Path) -> Option<PathBuf> {
        let Opened::Read(contents) = open(entry) else { return None };
        let is_own = Owners::of_process(&self.env).include(contents.owner);
        let is_private = contents.mode & 0o077 == 0 && contents.link_owner.is_none();
        let path = String::from_utf8(contents.bytes).ok()?;
        (is_own && is_private).then(|| path.into())
    }
}

/// Returns the path without links above the file itself, and without `..`.
fn absolute(path: &Path) -> PathBuf {
    let parent = path.parent().and_then(|parent| parent.canonicalize().ok());
    match (parent, path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}

fn hash(path: &Path, content: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(path.as_os_str().as_encoded_bytes());
    hash.update([0]);
    hash.update(content);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(unix)]
fn create(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

#[cfg(not(unix))]
fn create(directory: &Path) -> std::io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_trusted_by_its_path_and_content_until_it_changes_or_trust_is_withdrawn() {
        let home = tempfile::tempdir().unwrap();
        let env = [("HOME", home.path().to_str().unwrap())].into_iter().collect();
        let trusted = TrustedFiles::for_user(&env).unwrap();
        let [file, other] = ["clouds.yaml", "other.yaml"].map(|name| home.path().join(name));
        for path in [&file, &other] {
            fs::write(path, "one").unwrap();
        }
        assert!(!trusted.include(&file, b"one") && trusted.list().is_empty());
        trusted.add(&file).unwrap();
        assert!(trusted.include(&file, b"one") && !trusted.include(&file, b"two"));
        assert!(!trusted.include(&other, b"one"));
        let listed = || {
            let files = trusted.list().into_iter();
            files.map(|file| (file.path, file.is_unchanged)).collect::<Vec<_>>()
        };
        assert_eq!(listed(), [(file.clone(), true)]);
        fs::write(&file, "two").unwrap();
        assert_eq!(listed(), [(file.clone(), false)]);
        // The former content is not trusted any more, should it come back.
        trusted.add(&file).unwrap();
        assert!(trusted.include(&file, b"two") && !trusted.include(&file, b"one"));
        assert!(trusted.withdraw(&file).unwrap() && !trusted.withdraw(&file).unwrap());
        assert!(!trusted.include(&file, b"two") && listed().is_empty());
    }

    #[test]
    fn the_record_is_private_and_one_that_others_may_write_is_not_believed() {
        let home = tempfile::tempdir().unwrap();
        let env = [("HOME", home.path().to_str().unwrap())].into_iter().collect();
        let trusted = TrustedFiles::for_user(&env).unwrap();
        let file = home.path().join("clouds.yaml");
        fs::write(&file, "x").unwrap();
        trusted.add(&file).unwrap();
        let entry = trusted.entries().remove(0).0;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&entry), mode(entry.parent().unwrap())), (0o600, 0o700));
        fs::set_permissions(&entry, fs::Permissions::from_mode(0o620)).unwrap();
        assert!(!trusted.include(&file, b"x"));
        assert_eq!(
            trusted.add(Path::new("/nonexistent/f")).unwrap_err().kind(),
            crate::ErrorKind::Usage
        );
        assert_eq!(trusted.add(home.path()).unwrap_err().kind(), crate::ErrorKind::Usage);
    }
}
