//! The commands of python-troveclient's `trove`, and the command that replaces each.

/// The replacement of an old command.
#[derive(Debug, Clone, Copy)]
pub(super) enum Replacement {
    /// Another name, with the same arguments.
    Is(&'static str),
    /// Another name, with rearranged arguments: `<1>` is the first positional argument of the old command.
    Becomes(&'static str),
    /// Another name if an option with this prefix is given; otherwise there is no replacement.
    Narrowed(&'static str, &'static str, Why),
    /// No replacement.
    Gone(Why),
}
use Replacement::{Becomes, Gone, Is, Narrowed};

/// The reason why a command was removed, and what to use instead.
pub(super) type Why = (&'static str, &'static str);

const SECURITY_GROUPS: Why = (
    "the service has not managed security groups since Train (2019)",
    "'trove instance create --allowed-cidr' and 'trove instance update --allowed-cidr' set who may connect",
);
const METADATA: Why = (
    "no release of the service stores metadata of instances",
    "store the metadata where you store the ID of the instance",
);
const SCHEDULES: Why = (
    "the service never had routes for schedules, which were workflows of Mistral",
    "run 'trove backup create' from a scheduler such as cron or a CI system",
);
const VOLUME_TYPES: Why = (
    "since Ussuri (2020), the service lists volume types only for a datastore version",
    "'trove volume type list --datastore-type D --datastore-version-id V' lists them",
);

#[rustfmt::skip]
pub(super) const LEGACY: &[(&str, Replacement)] = &[
    ("backup-create", Becomes("backup create <2> --instance <1>")),
    ("backup-delete", Is("backup delete")),
    ("backup-list", Is("backup list")),
    ("backup-list-instance", Is("backup list instance")),
    ("backup-show", Is("backup show")),
    ("cluster-create", Is("cluster create")),
    ("cluster-delete", Is("cluster delete")),
    ("cluster-force-delete", Is("cluster force delete")),
    ("cluster-grow", Is("cluster grow")),
    ("cluster-instances", Is("cluster list instances")),
    ("cluster-list", Is("cluster list")),
    ("cluster-modules", Is("cluster modules")),
    ("cluster-reset-status", Is("cluster reset status")),
    ("cluster-show", Is("cluster show")),
    ("cluster-shrink", Is("cluster shrink")),
    ("cluster-upgrade", Is("cluster upgrade")),
    ("configuration-attach", Is("configuration attach")),
    ("configuration-create", Is("configuration create")),
    ("configuration-default", Is("configuration default")),
    ("configuration-delete", Is("configuration delete")),
    ("configuration-detach", Is("configuration detach")),
    ("configuration-instances", Is("configuration instances")),
    ("configuration-list", Is("configuration list")),
    ("configuration-parameter-list", Is("configuration parameter list")),
    ("configuration-parameter-show", Is("configuration parameter show")),
    ("configuration-patch", Is("configuration parameter set")),
    ("configuration-show", Is("configuration show")),
    ("configuration-update", Is("configuration set")),
    ("create", Becomes("instance create <1> --flavor <2> --default-access")),
    ("database-create", Is("db create")),
    ("database-delete", Is("db delete")),
    ("database-list", Is("db list")),
    ("datastore-list", Is("datastore list")),
    ("datastore-show", Is("datastore show")),
    ("datastore-version-list", Is("datastore version list")),
    ("datastore-version-show", Is("datastore version show")),
    ("delete", Is("instance delete")),
    ("detach-replica", Is("instance detach")),
    ("eject-replica-source", Is("instance eject")),
    ("execution-delete", Gone(SCHEDULES)),
    ("execution-list", Gone(SCHEDULES)),
    ("flavor-list", Is("flavor list")),
    ("flavor-show", Is("flavor show")),
    ("force-delete", Is("instance force delete")),
    ("limit-list", Is("limit list")),
    ("list", Is("instance list")),
    ("log-disable", Becomes("log set <1> <2> --disable")),
    ("log-discard", Becomes("log set <1> <2> --discard")),
    ("log-enable", Becomes("log set <1> <2> --enable")),
    ("log-list", Is("log list")),
    ("log-publish", Becomes("log set <1> <2> --publish")),
    ("log-save", Is("log save")),
    ("log-show", Is("log show")),
    ("log-tail", Is("log tail")),
    ("metadata-create", Gone(METADATA)),
    ("metadata-delete", Gone(METADATA)),
    ("metadata-edit", Gone(METADATA)),
    ("metadata-list", Gone(METADATA)),
    ("metadata-show", Gone(METADATA)),
    ("metadata-update", Gone(METADATA)),
    ("module-apply", Is("module apply")),
    ("module-create", Is("module create")),
    ("module-delete", Is("module delete")),
    ("module-instance-count", Is("module instance count")),
    ("module-instances", Is("module instances")),
    ("module-list", Is("module list")),
    ("module-list-instance", Is("module list instance")),
    ("module-query", Is("module query")),
    ("module-reapply", Is("module reapply")),
    ("module-remove", Is("module remove")),
    ("module-retrieve", Is("module retrieve")),
    ("module-show", Is("module show")),
    ("module-update", Is("module update")),
    ("promote-to-replica-source", Is("instance promote")),
    ("quota-show", Is("quota show")),
    ("quota-update", Is("quota update")),
    ("reset-status", Is("instance reset status")),
    ("resize-instance", Is("instance resize flavor")),
    ("resize-volume", Is("instance resize volume")),
    ("restart", Is("instance restart")),
    ("root-disable", Is("root disable")),
    ("root-enable", Is("root enable")),
    ("root-show", Is("root show")),
    ("schedule-create", Gone(SCHEDULES)),
    ("schedule-delete", Gone(SCHEDULES)),
    ("schedule-list", Gone(SCHEDULES)),
    ("schedule-show", Gone(SCHEDULES)),
    ("secgroup-add-rule", Gone(SECURITY_GROUPS)),
    ("secgroup-delete-rule", Gone(SECURITY_GROUPS)),
    ("secgroup-list", Gone(SECURITY_GROUPS)),
    ("secgroup-list-rules", Gone(SECURITY_GROUPS)),
    ("secgroup-show", Gone(SECURITY_GROUPS)),
    ("show", Is("instance show")),
    ("update", Is("instance update")),
    ("upgrade", Is("instance upgrade")),
    ("user-create", Is("user create")),
    ("user-delete", Is("user delete")),
    ("user-grant-access", Is("user grant access")),
    ("user-list", Is("user list")),
    ("user-revoke-access", Is("user revoke access")),
    ("user-show", Is("user show")),
    ("user-show-access", Is("user show access")),
    ("user-update-attributes", Is("user update attributes")),
    ("volume-type-list", Narrowed("volume type list", "--datastore", VOLUME_TYPES)),
    ("volume-type-show", Gone(VOLUME_TYPES)),
];

/// Returns the words of a command line before its arguments.
pub(super) fn path(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(' ').take_while(|word| word.starts_with(char::is_alphabetic))
}

/// Returns each old command with the words of its replacement, or `None` if it has no replacement.
pub(in crate::cli) fn table() -> impl Iterator<Item = (&'static str, Option<Vec<&'static str>>)> {
    LEGACY.iter().map(|(old, now)| match now {
        Is(words) | Becomes(words) | Narrowed(words, ..) => (*old, Some(path(words).collect())),
        Gone(..) => (*old, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_old_command_is_listed_once() {
        let names: std::collections::BTreeSet<_> = LEGACY.iter().map(|(old, _)| old).collect();
        assert_eq!((names.len(), LEGACY.len()), (105, 105));
    }
}
