//! Where `trove` is meant to differ from the recorded runs of the plugin.

/// How a run differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// One run succeeds, the other fails.
    Outcome,
    /// The requests that change something.
    Changes,
    /// Standard output, where both succeed.
    Output,
}
use Difference::{Changes, Outcome, Output};

/// A run by its name, how it differs, and why.
pub(super) type Deviation = (&'static str, &'static [Difference], &'static str);

/// Runs that are meant to differ, how, and why.
pub(super) const DEVIATIONS: &[Deviation] = &[
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
        "backup delete 00000301-0000-4000-8000-000000000301 99999999-0000-4000-8000-000000000000",
        &[Changes],
        "docs/differences.md W96: it is looked at first, and what is not there is not asked for",
    ),
    (
        "backup execution delete e1",
        &[Outcome, Changes],
        "docs/differences.md W85: executions are Mistral's; it says so",
    ),
    (
        "backup strategy create",
        &[Outcome, Changes],
        "docs/differences.md W68: the service wants a container",
    ),
    (
        "configuration default db1 [emptycfg]",
        &[Outcome],
        "docs/differences.md W24: nothing to show is no failure",
    ),
    (
        "instance create n --flavor 00000701-0000-4000-8000-000000000701 --size 5 --volume-type ssd --databases a b \
         --users u:p v:q:r --backup bk1 --availability-zone az --datastore mysql --datastore-version 8.0 \
         --datastore-version-number 8.0.32 --nic net-id=N1,subnet-id=S1,ip-address=192.0.2.4 --configuration cfg1 \
         --module mod1 --module 00000502-0000-4000-8000-000000000502 --locality affinity --region R --is-public \
         --allowed-cidr 10.0.0.0/8 --allowed-cidr 192.0.2.1/32 --replica-count 2",
        &[Changes],
        "docs/differences.md W03, W73: a password may have colons, and the name of a configuration becomes its ID",
    ),
    (
        "instance create n --flavor small --nic net-id=a --nic net-id=b",
        &[Outcome, Changes],
        "docs/differences.md W66: the second network is refused, not the first one dropped",
    ),
    (
        "instance create n --flavor small --volume-type ssd",
        &[Outcome, Changes],
        "docs/differences.md W67: a type without a size is refused, not dropped",
    ),
    ("instance reboot db1", &[Outcome, Changes], "docs/differences.md W14: a name works"),
    ("instance rebuild db1 img", &[Outcome, Changes], "docs/differences.md W14: a name works"),
    (
        "instance show db2 [page1]",
        &[Outcome],
        "docs/differences.md W59: a name is looked for on all pages",
    ),
    (
        "instance update 00000101-0000-4000-8000-000000000101",
        &[Outcome, Changes],
        "docs/differences.md W02, docs/server-behaviour.md 2: an empty update would detach the configuration",
    ),
    (
        "instance update 00000101-0000-4000-8000-000000000101 --name nn \
         --configuration 00000401-0000-4000-8000-000000000401 --is-public --allowed-cidr 192.0.2.1/32",
        &[Outcome, Changes],
        "docs/server-behaviour.md 21: what comes with a new name is not checked by the service",
    ),
    (
        "instance update 00000102-0000-4000-8000-000000000102 --detach_replica_source --remove_configuration",
        &[Outcome, Changes],
        "docs/server-behaviour.md 21: one change at once",
    ),
    (
        "instance update db1 --is-private",
        &[Changes],
        "docs/server-behaviour.md 4: access is replaced as a whole, so what it keeps is sent along",
    ),
    (
        "log save db1 general --file out2.log [swift404]",
        &[Outcome],
        "docs/differences.md W21, W22: an error is no success",
    ),
    (
        "log set 00000101-0000-4000-8000-000000000101 general --enable --disable --publish --discard",
        &[Outcome, Changes],
        "docs/differences.md W76: it is one or the other",
    ),
    (
        "log tail db1 general [nometa]",
        &[Outcome],
        "docs/differences.md W23: parts that do not tell their number of lines can still be read",
    ),
    (
        "log tail db1 general [swift404]",
        &[Outcome],
        "docs/differences.md W21, W22: an error is no success",
    ),
    (
        "cluster create cl mongodb 4.0 --instance flavor=2,volume=2,type=a,type=b,module=mod1,module=mod2",
        &[Changes],
        "docs/differences.md W70: repeated values keep their order",
    ),
    (
        "cluster create cl mongodb 4.0 --instance flavor=2",
        &[Outcome, Changes],
        "docs/differences.md W70: not every datastore has volumes",
    ),
    (
        "cluster create cl mongodb 4.0 --instance flavor=2,volume=1,availability_zone=munich",
        &[Outcome, Changes],
        "docs/differences.md W70: the reference finds 'nic' in 'munich'",
    ),
    (
        "cluster create cl mongodb 4.0 --instance flavor=2,volume=2,type=a,type=b,type=c,type=d",
        &[Changes],
        "docs/differences.md W70: repeated values keep their order",
    ),
    (
        "cluster force delete clu1",
        &[Changes],
        "docs/differences.md W77: owners may do it, if it is asked for by its name",
    ),
    (
        "cluster grow clu1 --instance flavor=small,volume=2,name=n1,type=member,related_to=x",
        &[Changes],
        "docs/differences.md W70: the service wants text for the type",
    ),
    (
        "cluster grow clu1 --instance flavor=small,volume=2,related_to=x",
        &[Changes],
        "docs/differences.md W70: what it is related to is sent without a type too",
    ),
    (
        "cluster shrink clu1 db1 00000102-0000-4000-8000-000000000102",
        &[Outcome, Changes],
        "a name is looked for among the members, and db1 is none of them",
    ),
    (
        "datastore version create 8.0 mysql mysql 00000603-0000-4000-8000-000000000603 [dvcreate_body]",
        &[Outcome],
        "docs/differences.md W31: a reply with a body is no failure",
    ),
    (
        "datastore version set 00000602-0000-4000-8000-000000000602",
        &[Outcome, Changes],
        "an update that changes nothing is refused",
    ),
    (
        "datastore version set 00000602-0000-4000-8000-000000000602 --datastore-manager m --image i --image-tags a,b \
         --registry-ext r --repl-strategy s --version-name v --enable --default",
        &[Changes],
        "the service stores a new name and then looks for the default by the old one: two requests",
    ),
    (
        "datastore version set 00000602-0000-4000-8000-000000000602 --image-tags  --disable --non-default",
        &[Changes],
        "docs/differences.md W71: no tags are no tags, not an empty one",
    ),
    (
        "db delete 00000101-0000-4000-8000-000000000101 a?b",
        &[Changes],
        "docs/differences.md W01: the name stays a name",
    ),
    (
        "db delete db1 my.db/x",
        &[Outcome, Changes],
        "docs/server-behaviour.md 1: the service would delete another database",
    ),
    (
        "instance delete --force db1 00000102-0000-4000-8000-000000000102",
        &[Changes],
        "docs/differences.md W77: owners may do it, if it is asked for by its name",
    ),
    ("instance force delete db1", &[Changes], "docs/differences.md W77: as above"),
    ("instance force delete db1 [err409]", &[Changes], "docs/differences.md W77: as above"),
    (
        "datastore show mysql -f shell",
        &[Output],
        "docs/differences.md W07: what is printed can be evaluated by a shell: `versions_id`, not `versions_(id)`",
    ),
    (
        "ssl show db1 --include-certificate -f shell",
        &[Output],
        "docs/differences.md W07: `certificate_subject`, as above",
    ),
    (
        "limit list -f json",
        &[Output],
        "docs/differences.md W48: what is printed is JSON and nothing else",
    ),
    ("limit list [nolimits]", &[Outcome], "docs/differences.md W30: no limits are no failure"),
    (
        "user delete 00000101-0000-4000-8000-000000000101 ..",
        &[Changes],
        "docs/differences.md W01: the name stays a name",
    ),
    (
        "user list db1 [page1]",
        &[Outcome],
        "docs/differences.md W25: the second page is asked for by ID",
    ),
];
