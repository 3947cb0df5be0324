//! The files of a sandbox's state: creates, locks and removes them.

use crate::{Clock, SystemClock};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What SQLite and the lock add to the name of the database.
const SUFFIXES: [&str; 4] = ["-wal", "-shm", "-journal", LOCK];

const LOCK: &str = "-lock";

/// The time between two attempts to get the lock.
const LOCK_INTERVAL: Duration = Duration::from_millis(20);

/// The database at a path, and the files beside it.
pub(crate) struct Files<'p>(pub(crate) &'p Path);

impl Files<'_> {
    /// Creates the directory, for this user only, unless it exists.
    pub(crate) fn create_directory(&self) -> io::Result<()> {
        let Some(directory) = self.directory() else { return Ok(()) };
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(directory)
    }

    fn directory(&self) -> Option<&Path> {
        self.0.parent().filter(|directory| !directory.as_os_str().is_empty())
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.0.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    }

    fn all(&self) -> impl Iterator<Item = PathBuf> {
        let beside = SUFFIXES.iter().map(|suffix| self.beside(suffix));
        std::iter::once(self.0.to_owned()).chain(beside)
    }

    /// Tells whether there is any of the files, usable or not.
    pub(crate) fn exist(&self) -> bool {
        let missing = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
        self.all().any(|path| match path.symlink_metadata() {
            Ok(_) => true,
            Err(error) => !missing.contains(&error.kind()),
        })
    }

    /// Waits for the lock, which is held until the file is closed.
    pub(crate) fn lock(&self, patience: Duration) -> io::Result<File> {
        let file = open_private(&self.beside(LOCK))?;
        let mut left = patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if !left.is_zero() => {
                    SystemClock.sleep(LOCK_INTERVAL);
                    left = left.saturating_sub(LOCK_INTERVAL);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(io::Error::other("another process has locked it"));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    /// Creates an empty database, unless there is one. Anything else than a file is refused: reading from
    /// a pipe would wait for a writer.
    pub(crate) fn create(&self) -> io::Result<()> {
        match self.0.metadata() {
            Ok(found) if found.is_file() => Ok(()),
            Ok(_) => Err(io::Error::other("it is not a file")),
            // An existing file is not opened here: closing it would release the locks that another
            // connection of this process holds.
            Err(_) => open_private(self.0).map(drop),
        }
    }

    /// Removes all files, whatever stands in their places.
    pub(crate) fn remove(&self) -> io::Result<()> {
        if let Some(directory) = self.directory() {
            allow_changes(directory)?;
        }
        self.all().try_for_each(|path| match path.symlink_metadata() {
            Ok(found) if found.is_dir() => remove_directory(&path),
            Ok(_) => std::fs::remove_file(&path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// Removes an empty directory. A directory with contents is not a sandbox: it is moved aside.
fn remove_directory(path: &Path) -> io::Result<()> {
    std::fs::remove_dir(path).or_else(|_| {
        let mut aside = path.as_os_str().to_owned();
        aside.push(format!(".{}", uuid::Uuid::new_v4()));
        std::fs::rename(path, aside)
    })
}

/// Lets this user change what is in a directory.
fn allow_changes(directory: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mut permissions = directory.metadata()?.permissions();
        if permissions.mode() & 0o300 != 0o300 {
            permissions.set_mode(permissions.mode() | 0o700);
            std::fs::set_permissions(directory, permissions)?;
        }
    }
    #[cfg(not(unix))]
    let _ = directory;
    Ok(())
}

/// Opens a file that only this user can read, and creates it if it does not exist.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
