//! A file that is written whole, or not at all.

use crate::cli::interrupt;
use std::fs::{File, OpenOptions};
use std::io::{Result, Write};
use std::path::{Path, PathBuf};
use std::{fs, io};
use tempfile::NamedTempFile;

/// Who can read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Whoever the umask allows.
    Usual,
    /// Its owner alone.
    Private,
}

/// What happens to a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Existing {
    /// It stays, and the new one is refused.
    Keep,
    /// It is replaced, in the end and at once.
    Replace,
}

/// A file beside its place, which [`finish`](Self::finish) moves there. Dropped before, it is removed.
pub(super) struct WholeFile {
    draft: NamedTempFile,
    path: PathBuf,
    existing: Existing,
}

impl WholeFile {
    /// Creates the file that is to be at `path`. What it replaces must be writable, and gives it its
    /// permissions and its owner, as a file that is written to keeps them.
    pub(super) fn create(path: &Path, access: Access, existing: Existing) -> Result<Self> {
        let old = match OpenOptions::new().write(true).open(path) {
            Ok(_) if existing == Existing::Keep => return Err(io::ErrorKind::AlreadyExists.into()),
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
        let draft = draft_in(directory.unwrap_or(Path::new(".")), access)?;
        if let Some(old) = old.filter(|_| access == Access::Usual) {
            take_after(draft.as_file(), &old)?;
        }
        Ok(Self { draft, path: path.to_owned(), existing })
    }

    /// Puts the file in its place, once all of it is on the disk.
    pub(super) fn finish(self) -> Result<()> {
        self.draft.as_file().sync_all()?;
        let placed = match self.existing {
            Existing::Replace => self.draft.persist(&self.path),
            Existing::Keep => self.draft.persist_noclobber(&self.path),
        };
        placed.map(drop).map_err(|error| error.error)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.draft.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.draft.flush()
    }
}

fn draft_in(directory: &Path, access: Access) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".trove-").suffix(".part");
    #[cfg(unix)]
    if access == Access::Usual {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    interrupt::unfinished(|| builder.tempfile_in(directory))
}

/// Gives `new` the permissions of `old`, and its owner where that is allowed.
fn take_after(new: &File, old: &File) -> Result<()> {
    let metadata = old.metadata()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let (own, former) = (new.metadata()?, &metadata);
        if (own.uid(), own.gid()) != (former.uid(), former.gid()) {
            // Only root can give a file away. Whoever else may write here owns what is new here.
            let _ = std::os::unix::fs::fchown(new, Some(former.uid()), Some(former.gid()));
        }
    }
    new.set_permissions(metadata.permissions())
}

/// Returns whether there is something other than a file at `path`, such as a pipe or a device, which
/// cannot be replaced by a file.
pub(super) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_is_in_the_place_before_the_file_is_finished() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x");
        for existing in [Existing::Keep, Existing::Replace] {
            let mut file = WholeFile::create(&path, Access::Usual, existing).unwrap();
            file.write_all(b"half").unwrap();
            assert!(!path.exists());
            drop(file);
            assert!(names(directory.path()).is_empty());
        }
        let mut file = WholeFile::create(&path, Access::Usual, Existing::Keep).unwrap();
        file.write_all(b"whole").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(directory.path()), ["x"]);
    }

    #[test]
    fn a_file_that_is_kept_is_kept_even_if_it_comes_late() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x");
        let file = WholeFile::create(&path, Access::Private, Existing::Keep).unwrap();
        fs::write(&path, "other").unwrap();
        assert_eq!(file.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let again = WholeFile::create(&path, Access::Private, Existing::Keep).err();
        assert_eq!(again.unwrap().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"other");
        assert_eq!(names(directory.path()), ["x"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions_and_a_private_one_has_its_own() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let replace = |access| {
            WholeFile::create(&path, access, Existing::Replace).unwrap().finish().unwrap();
        };
        for former in [0o600, 0o640, 0o666] {
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(former)).unwrap();
            replace(Access::Usual);
            assert_eq!(mode(), former);
        }
        replace(Access::Private);
        assert_eq!(mode(), 0o600);
    }
}
