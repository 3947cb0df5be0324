//! Whose a file is: of this user, of root, or of somebody else.

use crate::config::env::Env;

/// The users whose files are this user's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owners {
    me: u32,
    /// Who runs this process as root by sudo.
    by_sudo: Option<u32>,
}

impl Owners {
    /// Returns the owners for this process.
    pub(super) fn of_process(env: &Env) -> Self {
        Self::new(effective_user(), env)
    }

    fn new(me: u32, env: &Env) -> Self {
        let by_sudo = env.get("SUDO_UID").filter(|_| me == 0).and_then(|id| id.parse().ok());
        Self { me, by_sudo }
    }

    /// Returns whether files of this user are trusted like the caller's own. Those of root are: root can
    /// write all files anyway.
    pub(super) fn include(&self, user: u32) -> bool {
        user == self.me || user == 0 || Some(user) == self.by_sudo
    }
}

#[cfg(unix)]
fn effective_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Elsewhere all files count as root's.
#[cfg(not(unix))]
fn effective_user() -> u32 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_files_are_those_of_the_user_of_root_and_of_who_runs_sudo() {
        let sudo: Env = [("SUDO_UID", "1000")].into_iter().collect();
        let user = Owners::new(1001, &sudo);
        assert!(user.include(1001) && user.include(0) && !user.include(1000));
        let root = Owners::new(0, &sudo);
        assert!(root.include(1000) && root.include(0) && !root.include(1001));
        let wrong: Env = [("SUDO_UID", "-1")].into_iter().collect();
        assert!(!Owners::new(0, &wrong).include(1000));
        assert!(!Owners::new(0, &Env::default()).include(1000));
    }
}
