//! Where the real server is defective, and what the sandbox does instead unless told to be faithful.
//!
//! Only defects that a client had better not depend on are here. Quirks that it has
//! to live with (401 for "not an administrator", https links, markers encoded twice,
//! endless pages of `mgmt/instances`, …) are always as in the real server.

/// Whether the server's defects are switched on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quirks(pub(crate) bool);

impl Quirks {
    /// Some requests crash the real server: without wrapper objects, with unknown actions, bodies
    /// that are no objects, `limit=0`, markers that are no numbers, unknown keys in `datastore`
    /// (docs/server-behaviour.md 31, 46).
    pub(crate) fn bad_requests_crash(self) -> bool {
        self.0
    }

    /// XML is a type that the server knows, but has lost the reader of.
    pub(crate) fn xml_crashes(self) -> bool {
        self.0
    }

    /// `{"instance": {}}` detaches the configuration group (trove/instance/service.py:640; docs/server-behaviour.md 2).
    pub(crate) fn empty_update_detaches(self) -> bool {
        self.0
    }

    /// Routes of `/mgmt/instances` that change something are there for everyone (docs/server-behaviour.md 7).
    pub(crate) fn mgmt_aliases_are_open(self) -> bool {
        self.0
    }

    /// Every accepted DELETE of an instance or a backup gives quota back, also the second one
    /// (docs/server-behaviour.md 5).
    pub(crate) fn repeated_delete_refunds(self) -> bool {
        self.0
    }

    /// What follows a dot in the name of a parameter is lost in the administrator's calls (docs/server-behaviour.md 1).
    pub(crate) fn cuts_parameter_names(self) -> bool {
        self.0
    }

    /// Whether a running backup is too young to be deleted cannot be computed (docs/server-behaviour.md 32).
    pub(crate) fn running_backup_crashes(self) -> bool {
        self.0
    }

    /// A renaming update skips the busy check of the configuration in it (docs/server-behaviour.md 21).
    pub(crate) fn rename_skips_busy_check(self) -> bool {
        self.0
    }

    /// An access update whose addresses cannot be applied never ends (docs/server-behaviour.md 12).
    pub(crate) fn bad_access_hangs(self) -> bool {
        self.0
    }

    /// An unknown configuration at creation is noticed when the instance is already stored
    /// (docs/server-behaviour.md 52).
    pub(crate) fn unknown_configuration_crashes(self) -> bool {
        self.0
    }

    /// What follows the first dot at the end of a path is taken for a format: deleting the database
    /// `a.b` deletes `a`, and a user `x.json` is not found (docs/server-behaviour.md 1).
    pub(crate) fn dots_cut_names(self) -> bool {
        self.0
    }

    /// An administrator's list of modules is never assigned (trove/module/models.py:76; docs/server-behaviour.md 33).
    pub(crate) fn admin_module_list_crashes(self) -> bool {
        self.0
    }

    /// `instance_count` of a module is the length of a pair (trove/module/service.py:70).
    pub(crate) fn module_count_is_two(self) -> bool {
        self.0
    }

    /// The server group of a cluster is named after the cluster, and looked for by the IDs of its
    /// members (trove/cluster/models.py:245, trove/common/server_group.py:31).
    pub(crate) fn forgets_cluster_locality(self) -> bool {
        self.0
    }

    /// A cluster shrinks by whatever instance is named, a member or not
    /// (trove/common/strategies/cluster/experimental/galera_common/api.py:170).
    pub(crate) fn shrinks_by_strangers(self) -> bool {
        self.0
    }

    /// Of the instances of a module, those after the first page are not to be had (trove/module/service.py:189).
    pub(crate) fn module_instances_end(self) -> bool {
        self.0
    }
}
