//! The directories where configuration files are searched for.

use crate::config::Lookup;
use crate::config::open::is_same_directory;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A directory where configuration files may be.
pub(super) struct Directory {
    pub(super) path: PathBuf,
    /// Whether it is the current directory, in which anybody may have put files, and no other one.
    pub(super) is_current: bool,
    pub(super) presence: Presence,
}

/// Whether a directory is there. Most are not, so that no file has to be tried in them.
pub(super) enum Presence {
    Present,
    Absent,
    /// It cannot be searched, for this reason.
    Unknown(String),
}

/// Returns the directories, in the order in which they are searched.
pub(super) fn directories(lookup: &Lookup) -> Vec<Directory> {
    let presence = presence(&lookup.cwd);
    let current = Directory { path: lookup.cwd.clone(), is_current: true, presence };
    let mut directories = vec![current];
    for place in places(lookup) {
        let path = lookup.cwd.join(place.join("openstack"));
        match directories.iter_mut().find(|known| known.path == path) {
            // Its files are found wherever the user is.
            Some(known) => known.is_current = false,
            None => {
                let presence = self::presence(&path);
                directories.push(Directory { path, is_current: false, presence });
            }
        }
    }
    directories
}

fn presence(path: &Path) -> Presence {
    // Of `.` in it, which tells whether it can be searched.
    match path.join(".").metadata() {
        Ok(_) => Presence::Present,
        Err(cause) if cause.kind() == ErrorKind::PermissionDenied => {
            Presence::Unknown(cause.to_string())
        }
        Err(_) => Presence::Absent,
    }
}

/// Whether the current directory is one of the others, by another name.
pub(super) fn is_listed(current: &Path, directories: &[Directory]) -> bool {
    let others = directories.iter().filter(|directory| !directory.is_current);
    others.into_iter().any(|other| is_same_directory(current, &other.path))
}

/// Returns the directories above those named `openstack`.
fn places(lookup: &Lookup) -> Vec<PathBuf> {
    let env = &lookup.env;
    let home = env.home();
    let mut places = Vec::with_capacity(5);
    let user = if cfg!(windows) {
        env.get("LOCALAPPDATA").map(|base| PathBuf::from(base).join("OpenStack"))
    } else {
        let below =
            if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        env.directory("XDG_CONFIG_HOME").or_else(|| Some(home.as_ref()?.join(below)))
    };
    places.extend(user);
    let real = env.get("SNAP_REAL_HOME").map(PathBuf::from).or(home);
    places.extend(real.map(|home| home.join(".config")));
    if cfg!(windows) {
        places.extend(env.get("PROGRAMDATA").map(|base| PathBuf::from(base).join("OpenStack")));
    } else if cfg!(target_os = "macos") {
        places.push("/Library/Application Support".into());
    } else {
        // openstacksdk takes the whole list for one path, and finds nothing.
        let listed = env.get("XDG_CONFIG_DIRS").unwrap_or("/etc/xdg").split(':').map(PathBuf::from);
        // A relative one would be below the current directory.
        places.extend(listed.filter(|place| place.is_absolute()));
    }
    places.push("/etc".into());
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::files::usual_places;

    fn places(env: &[(&str, &str)], cwd: &str) -> Vec<String> {
        let lookup =
            Lookup { env: env.iter().copied().collect(), cwd: cwd.into(), ..Lookup::default() };
        usual_places(&lookup).iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_current_directory_is_first_then_the_users_then_the_systems() {
        assert_eq!(
            places(&[("HOME", "/h")], "/w"),
            [
                "/w/clouds.yaml",
                "/h/.config/openstack/clouds.yaml",
                "/etc/xdg/openstack/clouds.yaml",
                "/etc/openstack/clouds.yaml",
            ]
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn variables_change_the_directories() {
        let env = [
            ("HOME", "/h"),
            ("XDG_CONFIG_HOME", "/x"),
            ("XDG_CONFIG_DIRS", "/d1:relative::/d2"),
            ("SNAP_REAL_HOME", "/real"),
            ("OS_CLIENT_CONFIG_FILE", "c.yaml"),
        ];
        assert_eq!(
            places(&env, "/w"),
            [
                "c.yaml",
                "/w/clouds.yaml",
                "/x/openstack/clouds.yaml",
                "/real/.config/openstack/clouds.yaml",
                "/d1/openstack/clouds.yaml",
                "/d2/openstack/clouds.yaml",
                "/etc/openstack/clouds.yaml",
            ]
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_current_directory_that_is_searched_anyway_is_no_chance() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join(".config/openstack");
        std::fs::create_dir_all(&own).unwrap();
        let link = home.path().join("link");
        std::os::unix::fs::symlink(&own, &link).unwrap();
        let is_chance = |cwd: &Path| {
            let env = [("HOME", home.path().to_str().unwrap())].into_iter().collect();
            let lookup = Lookup { env, cwd: cwd.to_owned(), ..Lookup::default() };
            let directories = directories(&lookup);
            directories[0].is_current && !is_listed(cwd, &directories)
        };
        assert!(is_chance(home.path()) && !is_chance(&own) && !is_chance(&link));
    }
}
