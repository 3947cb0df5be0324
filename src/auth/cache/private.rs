//! Files that only their owner can read and write.

pub(super) use platform::{create_directory, open_options, read};
#[cfg(all(test, unix))]
pub(super) use platform::{is_private, own_id};

#[cfg(unix)]
mod platform {
    use std::fs::File;
    use std::io::Read;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use std::path::Path;
    use std::{fs, io};

    /// The longest file that is read, in bytes: the longest answer of Keystone, written out again.
    const MAX_SIZE: u64 = 64 << 20;

    /// Returns options that follow no link, and make a new file private.
    pub(in crate::auth::cache) fn open_options() -> fs::OpenOptions {
        let mut options = File::options();
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
        options
    }

    /// Reads a file if it is private.
    pub(in crate::auth::cache) fn read(path: &Path) -> Option<Vec<u8>> {
        let file = open_options().read(true).open(path).ok()?;
        let about = file.metadata().ok()?;
        if !is_private(&about, own_id()) {
            log::debug!("'{}' is not a private file: ignored", path.display());
            return None;
        }
        if about.len() > MAX_SIZE {
            return None;
        }
        // One byte more than the file has, so that its end is found without another buffer.
        let mut bytes = Vec::with_capacity(usize::try_from(about.len()).ok()? + 1);
        file.take(MAX_SIZE).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Whether this is a file that belongs to `user`, and others may not read or write it.
    pub(in crate::auth::cache) fn is_private(about: &fs::Metadata, user: u32) -> bool {
        about.is_file() && about.uid() == user && about.mode() & 0o077 == 0
    }

    /// Creates a private directory.
    pub(in crate::auth::cache) fn create_directory(path: &Path) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let about = fs::metadata(path)?;
        // Another user's link could lead to a directory of this user that is not for tokens.
        if [about.uid(), fs::symlink_metadata(path)?.uid()] != [own_id(); 2] {
            return Err(io::Error::other("the directory belongs to somebody else"));
        }
        if about.mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    pub(in crate::auth::cache) fn own_id() -> u32 {
        rustix::process::geteuid().as_raw()
    }
}

/// Files in the user's profile, which others cannot read by default.
#[cfg(not(unix))]
mod platform {
    use std::fs;
    use std::fs::File;
    use std::path::Path;

    pub(in crate::auth::cache) fn open_options() -> fs::OpenOptions {
        File::options()
    }

    pub(in crate::auth::cache) fn read(path: &Path) -> Option<Vec<u8>> {
        fs::read(path).ok()
    }

    pub(in crate::auth::cache) fn create_directory(path: &Path) -> std::io::Result<()> {
        fs::create_dir_all(path)
    }
}
