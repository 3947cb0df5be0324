//! Quirks: defects of the real server that the sandbox has only with `--faithful`.
//!
//! No client should depend on these defects. Defects that every client meets (401 for "not an
//! administrator", https links, markers encoded twice, endless pages of `mgmt/instances`, …) are always
//! as in the real server.

/// Whether the defects are switched on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Quirks(pub(crate) bool);

impl Quirks {
    /// Missing wrapper objects, unknown actions, bodies that are no objects, `limit=0`, markers that
    /// are no numbers and unknown keys in `datastore` crash the server (docs/server-behaviour.md 31, 46).
    pub(crate) fn bad_requests_crash(self) -> bool {
        self.0
    }

    /// The server accepts XML, but no longer has a parser for it.
    pub(crate) fn xml_crashes(self) -> bool {
        self.0
    }

    /// Links begin with `https://`, however the request came (trove/common/views.py:32;
    /// docs/server-behaviour.md 47).
    pub(crate) fn links_are_https(self) -> bool {
        self.0
    }

    /// The marker of a `next` link is encoded twice, but decoded once: the page of who follows the link as
    /// it is comes again and again (docs/server-behaviour.md 47).
    pub(crate) fn next_links_repeat_pages(self) -> bool {
        self.0
    }

    /// The routes below `/mgmt` that change instances and clusters are open to everyone (docs/server-behaviour.md 7).
    pub(crate) fn mgmt_aliases_are_open(self) -> bool {
        self.0
    }

    /// Every accepted DELETE of an instance or a backup refunds its quota, even a repeated one
    /// (docs/server-behaviour.md 5).
    pub(crate) fn repeated_delete_refunds(self) -> bool {
        self.0
    }

    /// In routes for administrators, the name of a parameter ends at the first dot (docs/server-behaviour.md 1).
    pub(crate) fn dots_cut_parameter_names(self) -> bool {
        self.0
    }

    /// The server crashes when it computes the age of a running backup (docs/server-behaviour.md 32).
    pub(crate) fn running_backup_crashes(self) -> bool {
        self.0
    }

    /// An update that also renames the instance skips the check that the instance is idle
    /// (docs/server-behaviour.md 21).
    pub(crate) fn rename_skips_busy_check(self) -> bool {
        self.0
    }

    /// An update with invalid addresses for access never ends (docs/server-behaviour.md 12).
    pub(crate) fn bad_access_hangs(self) -> bool {
        self.0
    }

    /// An unknown configuration group crashes a creation when the instance is already stored
    /// (docs/server-behaviour.md 52).
    pub(crate) fn unknown_configuration_crashes(self) -> bool {
        self.0
    }

    /// The server treats the end of a path after the first dot as a format: deleting the database `a.b`
    /// deletes `a`, and a user `x.json` is not found (docs/server-behaviour.md 1).
    pub(crate) fn dots_cut_names(self) -> bool {
        self.0
    }

    /// The list of modules crashes for administrators: its variable is never assigned
    /// (trove/module/models.py:76; docs/server-behaviour.md 33).
    pub(crate) fn admin_module_list_crashes(self) -> bool {
        self.0
    }

    /// `instance_count` of a module is always 2, the length of a pair (trove/module/service.py:70).
    pub(crate) fn module_count_is_two(self) -> bool {
        self.0
    }

    /// The locality of a cluster is not shown: its server group is named after the cluster, but looked
    /// up by the IDs of its members (trove/cluster/models.py:245, trove/common/server_group.py:31).
    pub(crate) fn cluster_locality_is_hidden(self) -> bool {
        self.0
    }

    /// Shrinking a cluster deletes any instance that is named, a member or not
    /// (trove/common/strategies/cluster/experimental/galera_common/api.py:170).
    pub(crate) fn shrink_deletes_any_instance(self) -> bool {
        self.0
    }

    /// The list of a module's instances has no link to its second page (trove/module/service.py:189).
    pub(crate) fn module_instances_lack_next_link(self) -> bool {
        self.0
    }
}
