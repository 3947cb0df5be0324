//! Where `trove` is meant to differ from the recorded runs, and what it cannot run yet.

/// How a run differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// One succeeds, the other does not.
    Outcome,
    /// The requests that change something.
    Changes,
    /// Standard output, where both succeed.
    Output,
}
use Difference::{Changes, Outcome};

/// Runs that are meant to differ, in just this way, and why.
///
/// `Wnn` is a defect of the reference client; `PITFALLS nn` one of the service that a client can meet.
pub(super) const DEVIATIONS: &[(&str, &[Difference], &str)] = &[
    (
        "inst list",
        &[Outcome],
        "an abbreviation means another command with the next version; it is answered with a suggestion",
    ),
    (
        "backup delete bk1 00000302-0000-4000-8000-000000000302",
        &[Changes],
        "the second is made from the first, and goes with it: asked for again, it would not be found",
    ),
    (
        "backup execution delete e1",
        &[Outcome, Changes],
        "CLIENT_GAPS 2: executions are Mistral's; it says so",
    ),
    ("backup strategy create", &[Outcome, Changes], "W68: the service wants a container"),
    ("configuration default db1 [emptycfg]", &[Outcome], "W24: nothing to show is no failure"),
    (
        "instance create n --flavor 00000701-0000-4000-8000-000000000701 --size 5 --volume-type ssd --databases a b \
         --users u:p v:q:r --backup bk1 --availability-zone az --datastore mysql --datastore-version 8.0 \
         --datastore-version-number 8.0.32 --nic net-id=N1,subnet-id=S1,ip-address=1.2.3.4 --configuration cfg1 \
         --module mod1 --module 00000502-0000-4000-8000-000000000502 --locality affinity --region R --is-public \
         --allowed-cidr 10.0.0.0/8 --allowed-cidr 1.1.1.1/32 --replica-count 2",
        &[Changes],
        "W03: a password may have colons; W73: the name of a configuration becomes its ID",
    ),
    (
        "instance create n --flavor small --nic net-id=a --nic net-id=b",
        &[Outcome, Changes],
        "W66: the second network is refused, not the first one dropped",
    ),
    (
        "instance create n --flavor small --volume-type ssd",
        &[Outcome, Changes],
        "W67: a type without a size is refused, not dropped",
    ),
    ("instance reboot db1", &[Outcome, Changes], "W14: a name works"),
    ("instance rebuild db1 img", &[Outcome, Changes], "W14: a name works"),
    ("instance show db2 [page1]", &[Outcome], "W59: a name is looked for on all pages"),
    (
        "instance update 00000101-0000-4000-8000-000000000101",
        &[Outcome, Changes],
        "W02, PITFALLS 2: an empty update would detach the configuration",
    ),
    (
        "instance update 00000101-0000-4000-8000-000000000101 --name nn \
         --configuration 00000401-0000-4000-8000-000000000401 --is-public --allowed-cidr 1.1.1.1/32",
        &[Outcome, Changes],
        "PITFALLS 21: what comes with a new name is not checked by the service",
    ),
    (
        "instance update 00000102-0000-4000-8000-000000000102 --detach_replica_source --remove_configuration",
        &[Outcome, Changes],
        "PITFALLS 21: one change at once",
    ),
    (
        "instance update db1 --is-private",
        &[Changes],
        "PITFALLS 4: access is replaced as a whole, so what it keeps is sent along",
    ),
    (
        "log save db1 general --file out2.log [swift404]",
        &[Outcome],
        "W21, W22: an error is no success",
    ),
    (
        "log set 00000101-0000-4000-8000-000000000101 general --enable --disable --publish --discard",
        &[Outcome, Changes],
        "W76: it is one or the other",
    ),
    (
        "log tail db1 general [nometa]",
        &[Outcome],
        "W23: parts that do not tell their number of lines can still be read",
    ),
    ("log tail db1 general [swift404]", &[Outcome], "W21, W22: an error is no success"),
];

/// Commands that are still to come.
pub(super) const NOT_YET: &[&str] = &[
    "cluster",
    "configuration",
    "database",
    "datastore delete",
    "datastore version create",
    "datastore version delete",
    "datastore version set",
    "db",
    "limit",
    "quota",
    "root",
    "user",
];
