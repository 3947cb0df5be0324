//! Opens a configuration file once, and reads it with what the handle says of it.

use crate::UnusedReason;
use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

pub(super) use platform::is_same_directory;

/// The size of the largest file that is read, in bytes.
const MAX_SIZE: u64 = 1_000_000;

/// A file that was read.
pub(super) struct Contents {
    pub(super) bytes: Vec<u8>,
    /// The ID of its owner.
    pub(super) owner: u32,
    /// The ID of the owner of the link to it, if the path is one.
    pub(super) link_owner: Option<u32>,
    /// Its permissions.
    pub(super) mode: u32,
}

/// The result of opening a file.
pub(super) enum Opened {
    Read(Contents),
    /// There is no such file.
    Absent,
    Unused(UnusedReason),
}

/// Opens and reads a file. Nothing waits for a writer, if it is a FIFO.
pub(super) fn open(path: &Path) -> Opened {
    let entry = match path.symlink_metadata() {
        Ok(entry) => entry,
        Err(cause) if cause.kind() == ErrorKind::PermissionDenied => {
            return Opened::Unused(UnusedReason::Denied(cause.to_string()));
        }
        Err(_) => return Opened::Absent,
    };
    let link_owner = entry.is_symlink().then(|| platform::owner_and_mode(&entry).0);
    // What has become a link meanwhile may be somebody else's.
    let file = match platform::options(link_owner.is_some()).open(path) {
        Ok(file) => file,
        Err(cause) => return Opened::Unused(reason(&cause)),
    };
    match contents(file) {
        Opened::Read(contents) => Opened::Read(Contents { link_owner, ..contents }),
        other => other,
    }
}

fn reason(cause: &Error) -> UnusedReason {
    match cause.kind() {
        ErrorKind::NotFound => {
            UnusedReason::Invalid("it is a link to a file that does not exist".to_owned())
        }
        ErrorKind::PermissionDenied => UnusedReason::Denied(cause.to_string()),
        _ => UnusedReason::Invalid(format!("it cannot be opened: {cause}")),
    }
}

fn contents(file: File) -> Opened {
    let wrong = |why: &str| Opened::Unused(UnusedReason::Invalid(why.to_owned()));
    let too_large = || wrong("it is larger than 1 MB");
    let about = match file.metadata() {
        Ok(about) if about.is_dir() => return wrong("it is a directory"),
        Ok(about) if !about.is_file() => return wrong("it is not a regular file"),
        Ok(about) if about.len() > MAX_SIZE => return too_large(),
        Ok(about) => about,
        Err(cause) => return wrong(&cause.to_string()),
    };
    let mut bytes = Vec::new();
    match file.take(MAX_SIZE + 1).read_to_end(&mut bytes) {
        Ok(size) if size as u64 > MAX_SIZE => too_large(),
        Ok(_) => {
            let (owner, mode) = platform::owner_and_mode(&about);
            Opened::Read(Contents { bytes, owner, link_owner: None, mode })
        }
        Err(cause) => wrong(&cause.to_string()),
    }
}

#[cfg(unix)]
mod platform {
    use rustix::fs::OFlags;
    use std::fs::{Metadata, OpenOptions, metadata};
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
    use std::path::Path;

    pub(super) fn options(follows_link: bool) -> OpenOptions {
        let mut options = OpenOptions::new();
        let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        flags.set(OFlags::NOFOLLOW, !follows_link);
        options.read(true).custom_flags(flags.bits().cast_signed());
        options
    }

    pub(super) fn owner_and_mode(about: &Metadata) -> (u32, u32) {
        (about.uid(), about.mode())
    }

    /// Whether two paths are of the same directory.
    pub(in crate::config) fn is_same_directory(one: &Path, other: &Path) -> bool {
        let id = |path| metadata(path).map(|about| (about.dev(), about.ino()));
        matches!((id(one), id(other)), (Ok(one), Ok(other)) if one == other)
    }
}

/// Others cannot write to a user's profile by default.
#[cfg(not(unix))]
mod platform {
    use std::fs::{Metadata, OpenOptions};
    use std::path::Path;

    pub(super) fn options(_: bool) -> OpenOptions {
        let mut options = OpenOptions::new();
        options.read(true);
        options
    }

    pub(super) fn owner_and_mode(_: &Metadata) -> (u32, u32) {
        (0, 0o600)
    }

    /// Whether two paths are of the same directory.
    pub(in crate::config) fn is_same_directory(one: &Path, other: &Path) -> bool {
        matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn reason(path: &Path) -> String {
        match open(path) {
            Opened::Unused(UnusedReason::Invalid(why)) => why,
            Opened::Unused(other) => format!("{other:?}"),
            Opened::Absent => "absent".to_owned(),
            Opened::Read(contents) => format!("{} bytes", contents.bytes.len()),
        }
    }

    #[test]
    fn only_a_regular_file_of_at_most_a_megabyte_is_read_and_a_fifo_does_not_block() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        std::fs::write(path("largest"), vec![b'#'; 1_000_000]).unwrap();
        std::fs::write(path("larger"), vec![b'#'; 1_000_001]).unwrap();
        let mode = rustix::fs::Mode::RUSR;
        rustix::fs::mknodat(rustix::fs::CWD, path("fifo"), rustix::fs::FileType::Fifo, mode, 0)
            .unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
        symlink("/dev/zero", path("zero")).unwrap();
        symlink("nothing", path("dangling")).unwrap();
        symlink("loop", path("loop")).unwrap();
        symlink("largest", path("link")).unwrap();
        for (name, wanted) in [
            ("largest", "1000000 bytes"),
            ("link", "1000000 bytes"),
            ("larger", "it is larger than 1 MB"),
            ("fifo", "it is not a regular file"),
            ("zero", "it is not a regular file"),
            ("", "it is a directory"),
            ("dangling", "it is a link to a file that does not exist"),
            ("absent", "absent"),
            ("largest/absent", "absent"),
        ] {
            assert_eq!(reason(&path(name)), wanted, "{name}");
        }
        for name in ["socket", "loop"] {
            assert!(reason(&path(name)).starts_with("it cannot be opened: "), "{name}");
        }
    }

    #[test]
    fn the_owners_of_a_file_and_of_a_link_to_it_are_known() {
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("file"), directory.path().join("link"));
        std::fs::write(&file, "x").unwrap();
        symlink(&file, &link).unwrap();
        let me = rustix::process::geteuid().as_raw();
        let owners = |path: &Path| match open(path) {
            Opened::Read(contents) => (contents.owner, contents.link_owner),
            _ => panic!(),
        };
        assert_eq!((owners(&file), owners(&link)), ((me, None), (me, Some(me))));
    }
}
