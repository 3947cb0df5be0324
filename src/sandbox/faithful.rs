//! Where the real server is defective, and what the sandbox does instead unless told to be faithful.
//!
//! Only defects that a client had better not depend on are here. Quirks that it has
//! to live with (401 for "not an administrator", https links, markers encoded twice,
//! endless pages of `mgmt/instances`, …) are always as in the real server.

use super::reply::Refusal;

/// Whether the server's defects are switched on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Faithful(pub(crate) bool);

impl Faithful {
    /// A request that crashes the real server: 500 there, a 400 that says why here.
    ///
    /// Missing wrapper objects, unknown actions, bodies that are no objects, `limit=0`,
    /// markers that are no numbers, unknown keys in `datastore` (PITFALLS 31, 46).
    pub(crate) fn crash(self, why: impl Into<String>) -> Refusal {
        if self.0 { Refusal::Crash } else { Refusal::bad(why) }
    }

    /// XML is a type that the server knows, but has lost the reader of.
    pub(crate) fn xml_crashes(self) -> bool {
        self.0
    }

    /// `{"instance": {}}` detaches the configuration group (trove/instance/service.py:640; PITFALLS 2).
    pub(crate) fn empty_update_detaches(self) -> bool {
        self.0
    }

    /// Every accepted DELETE of an instance or a backup gives quota back, also the second one (PITFALLS 5).
    pub(crate) fn repeated_delete_refunds(self) -> bool {
        self.0
    }

    /// Whether a running backup is too young to be deleted cannot be computed (PITFALLS 32).
    pub(crate) fn running_backup_crashes(self) -> bool {
        self.0
    }

    /// A renaming update skips the busy check of the configuration in it (PITFALLS 21).
    pub(crate) fn rename_skips_busy_check(self) -> bool {
        self.0
    }

    /// An access update whose addresses cannot be applied never ends (PITFALLS 12).
    pub(crate) fn bad_access_hangs(self) -> bool {
        self.0
    }

    /// An unknown configuration at creation is noticed when the instance is already stored (PITFALLS 52).
    pub(crate) fn unknown_configuration_crashes(self) -> bool {
        self.0
    }
}
