//! Where `trove` is meant to differ from the recorded runs of the legacy client.

use crate::replay::commands::plugin::Deviation;
use crate::replay::commands::plugin::Difference::{Changes, Outcome};

/// Runs that are meant to differ, how, and why. The output is not compared: it has Python's `b'…'` in its tables.
pub(super) const DEVIATIONS: &[Deviation] = &[
    (
        "backup-list --limit 1 --marker x",
        &[Outcome],
        "the service crashes on a marker of backups that is no number",
    ),
    (
        "cluster-create cl mongodb 4.0 --instance flavor=2,volume=2,volume_type=lvm,nic='net-id=N1,v4-fixed-ip=192.0.2.4',availability_zone=az1,module=mod1,type=member,region=R --locality affinity --extended_properties num_configsvr=1,num_mongos=2 --configuration 00000401-0000-4000-8000-000000000401",
        &[Outcome, Changes],
        "docs/differences.md W65: an address goes with its subnet, and no network service tells which that is",
    ),
    (
        "cluster-force-delete clu1",
        &[Changes],
        "docs/differences.md W77: owners may do it, if it is asked for by its name",
    ),
    (
        "cluster-grow clu1 --instance flavor=small,volume=2,name=n1,type=member,related_to=x",
        &[Changes],
        "docs/differences.md W70: the service wants text for the type",
    ),
    (
        "cluster-show 00000201-0000-4000-8000-000000000201 [dictip]",
        &[Outcome],
        "an address with its type is shown",
    ),
    (
        "cluster-shrink clu1 db1 db2",
        &[Outcome, Changes],
        "a name is looked for among the members, and db1 is none of them",
    ),
    (
        "configuration-detach db1",
        &[Changes],
        "docs/server-behaviour.md 2: what is left out is said",
    ),
    (
        "create n 00000701-0000-4000-8000-000000000701 --size 5 --volume_type ssd --databases a b --users u:p --backup bk1 --availability_zone az --datastore mysql --datastore_version 8.0 --nic net-id=N1,v4-fixed-ip=192.0.2.4 --nic port-id=P1 --configuration cfg1 --module mod1 --locality affinity --region R",
        &[Outcome, Changes],
        "docs/differences.md W65, W66: the service has no ports, and takes one network only",
    ),
    (
        "create n small --replica_of db1 --replica_count 2",
        &[Changes],
        "docs/differences.md W64: a replica has no flavor of its own",
    ),
    (
        "database-create clu1 newdb",
        &[Changes],
        "a cluster is no instance, and no reason to ask for one of its ID",
    ),
    ("detach-replica db2", &[Outcome, Changes], "docs/differences.md W12: it works"),
    ("update db1 --name n", &[Outcome, Changes], "docs/differences.md W12: it works"),
    ("force-delete db1", &[Changes], "docs/differences.md W77: as above"),
    ("log-disable db1 general", &[Outcome, Changes], "it works"),
    (
        "log-tail db1 general [swift404]",
        &[Outcome],
        "docs/differences.md W21, W22: an error is no success",
    ),
    (
        "log-tail 00000101-0000-4000-8000-000000000101 general [log400]",
        &[Outcome],
        "docs/differences.md W21, W22: as above",
    ),
    (
        "module-create m ping data.txt --description d --datastore mysql --datastore_version 8.0 --auto_apply --all_tenants --hidden --live_update --priority_apply --apply_order 3 --full_access",
        &[Outcome, Changes],
        "the service refuses full access to what only administrators may change",
    ),
    (
        "module-update mod1 --name n --type t --file data.txt --description d --datastore mysql --datastore_version 8.0 --no_auto_apply --no_all_tenants --no_hidden --no_live_update --no_priority_apply --apply_order 2 --no_full_access --all_datastores --all_datastore_versions",
        &[Outcome, Changes],
        "one datastore and all of them at once is a contradiction",
    ),
    ("module-update mod1", &[Outcome, Changes], "an update that changes nothing is refused"),
    ("module-instances mod1", &[Outcome], "an instance without a volume is shown"),
    ("module-instances mod1 --include_clustered [page1]", &[Outcome], "as above"),
    ("module-instances mod1 [nonadmin]", &[Outcome], "as above"),
    ("module-instances mod1 [volinst]", &[Outcome], "as above"),
    ("--json module-instances mod1", &[Outcome], "as above"),
    (
        "module-show 00000501-0000-4000-8000-000000000501 [protods]",
        &[Outcome],
        "a datastore of any name is shown",
    ),
    ("resize-instance db1 tiny", &[Changes], "an ID is text"),
    ("show db2 [page1]", &[Outcome], "docs/differences.md W59: a name is looked for on all pages"),
    ("list --json", &[Outcome], "options of every command may stand after it"),
    ("bash-completion", &[Outcome], "it completes old commands"),
];
