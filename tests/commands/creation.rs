//! Creating something and waiting for it: how the command ends if that fails.

use crate::commands::instance::id;
use crate::support::cloud::{Cloud, MEMBERS, Ran};

const INSTANCE: &str = "instance create x --flavor 2 --size 1 --datastore mysql --wait=3m";

/// Asserts that the line failed with this status, printed the ID, and says this.
#[track_caller]
fn gave_up(ran: &Ran, code: u8, says: &str) -> String {
    assert_eq!((ran.code, ran.out.trim().len()), (code, 36), "{ran:?}");
    assert!(ran.err.ends_with(&says.replace("ID", ran.out.trim())), "no '{says}' in {}", ran.err);
    ran.out.trim().to_owned()
}

#[test]
fn what_was_created_is_printed_and_named_if_the_wait_fails() {
    let failed = "error: instance 'x' went to ERROR: Failed to create server for instance ID.\n\
                  hint: 'trove instance delete x --wait' deletes it\n";
    let timed_out = "error: instance 'x' is still BUILD after 3m\n\
                     hint: it is still being created: 'trove instance wait x' continues to wait, \
                     'trove instance delete x --wait' deletes it; if it is stuck, an administrator \
                     can run 'trove instance reset status x'\n";
    for (faults, says) in [("status=ERROR:x", failed), ("status=BUILD:x", timed_out)] {
        let cloud = Cloud::with_faults(faults);
        gave_up(&cloud.run(&format!("{INSTANCE} -f value -c id")), 5, says);
        // Without a format there is nothing on standard output.
        assert_eq!(cloud.run(INSTANCE).out, "");
    }
    let interrupted = "\ninterrupted; instance 'x' (ID) is still being created: \
                       'trove instance delete x --wait' deletes it\n";
    let cloud = Cloud::new();
    gave_up(&cloud.interrupted(4, &format!("{INSTANCE} -f value -c id")), 130, interrupted);
}

#[test]
fn clusters_and_backups_are_printed_and_named_too() {
    let cloud = Cloud::with_faults("status=BUILD:x*,status=ERROR:bad*").with_instances(&["db1"]);
    let backup = "backup create x --instance db1 --wait=3m -f value -c id";
    let says = "hint: it is still being created: 'trove backup show x' shows how far it is, \
                'trove backup delete x --wait' deletes it\n";
    gave_up(&cloud.run(backup), 5, says);
    let bad = "backup create bad --instance db1 --wait -f value -c id";
    cloud.wait(10_000);
    let cloud = Cloud::with_faults("status=ERROR:bad*").with_instances(&["db1"]);
    gave_up(
        &cloud.run(bad),
        5,
        "went to FAILED\nhint: 'trove backup delete bad --wait' deletes it\n",
    );
    let cluster = format!("cluster create x mariadb 11.4.8 {MEMBERS} --wait -f value -c id");
    let says = "\ninterrupted; cluster 'x' (ID) is still being created: \
                'trove cluster delete x --wait' deletes it\n";
    gave_up(&Cloud::new().interrupted(10, &cluster), 130, says);
}

#[test]
fn what_failed_is_deleted_again_if_that_is_asked_for() {
    for (faults, after, code, says) in [
        ("status=ERROR:x", 999, 5, "hint: instance 'x' (ID) was deleted (--delete-on-failure)\n"),
        ("", 4, 130, "\ninterrupted; instance 'x' (ID) was deleted\n"),
    ] {
        let cloud = Cloud::with_faults(faults);
        let line = format!("{INSTANCE} --delete-on-failure -f value -c id");
        let ran = cloud.interrupted(after, &line);
        let id = gave_up(&ran, code, says);
        assert!(ran.err.contains(&format!("; deleting instance 'x' ({id})")), "{}", ran.err);
        assert!(ran.err.contains(&format!("\nDeleted instance 'x' ({id})\n")), "{}", ran.err);
        assert_eq!(cloud.ok("instance list -f value"), "");
    }
    // The time is up while it is built: it is deleted as soon as that may be.
    let cloud = Cloud::new();
    let line = INSTANCE.replace("3m", "2s");
    let ran = cloud.run(&format!("{line} --delete-on-failure -f value -c id"));
    gave_up(&ran, 5, "hint: instance 'x' (ID) was deleted (--delete-on-failure)\n");
    assert_eq!(cloud.ok("instance list -f value"), "");
    let cluster =
        format!("cluster create c mariadb 11.4.8 {MEMBERS} --wait=1s --delete-on-failure");
    assert_eq!(cloud.run(&cluster).code, 5);
    assert_eq!(cloud.ok("cluster list -f value"), "");
    cloud
        .run("instance create y --flavor 2 --delete-on-failure")
        .failed(2, "--wait")
        .sent_nothing();
}

#[test]
fn several_replicas_are_checked_named_and_deleted_like_one_instance() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let line = "instance create r --replica-of db1 --replica-count 3";
    cloud.run(&format!("{line} --wait -f shell")).failed(2, "shell").sent_nothing();
    cloud.run(&format!("{line} --wait -c nonsense")).failed(2, "nonsense").sent_nothing();
    let ran = cloud.run(&format!("{line} --wait=1s --delete-on-failure -f value -c Name"));
    assert_eq!((ran.code, ran.out.lines().count()), (5, 3), "{ran:?}");
    assert_eq!(ran.err.matches("\nDeleted instance 'r-").count(), 3, "{}", ran.err);
    assert_eq!(cloud.ok("instance list -f value -c Name"), "db1\n");
    let ran = cloud.interrupted(5, &format!("{line} --wait"));
    assert_eq!(ran.code, 130);
    assert_eq!(
        ran.err.matches("is still being created: 'trove instance delete r-").count(),
        3,
        "{}",
        ran.err
    );
}

#[test]
fn a_change_that_is_interrupted_or_fails_prints_the_object_too() {
    let cloud = Cloud::new().with_instances(&["db1", "db2"]);
    let db1 = id(&cloud, "db1");
    let ran = cloud.interrupted(3, "instance resize volume db1 2 --wait -f value -c id");
    let says = "\ninterrupted; instance 'db1' (ID) is still RESIZE: 'trove instance wait db1' waits until it is ready\n";
    assert_eq!(gave_up(&ran, 130, says), db1);
    cloud.wait(600);
    // Also if the first of two changes does not end.
    let ran = cloud.run("instance resize db1 --volume 3 --flavor 3 --wait=0s -f value -c id");
    assert_eq!((ran.code, ran.out.trim(), ran.changes().len()), (5, &*db1, 1), "{}", ran.err);
    cloud.wait(600);
    let ran = cloud.run("instance restart db1 db2 --wait=0s -f value -c Name -c Status");
    assert_eq!((ran.code, ran.out.as_str()), (5, "db1 REBOOT\ndb2 REBOOT\n"), "{}", ran.err);
    let hint = "hint: the operation is still running: 'trove instance wait db2' continues to wait; if it is stuck";
    assert!(ran.err.contains(hint), "{}", ran.err);
}

#[test]
fn a_second_thing_of_one_name_is_noticed() {
    let cloud = Cloud::new().with_instances(&["x"]);
    let first = id(&cloud, "x");
    cloud.ok("backup create x --instance x --wait");
    cloud.ok("configuration create x {}");
    cloud.ok(&format!("cluster create x mariadb 11.4.8 {MEMBERS}"));
    for line in [
        format!("cluster create x mariadb 11.4.8 {MEMBERS} -f value -c id"),
        "configuration create x {} -f value -c id".to_owned(),
        format!("backup create x --instance {first} -f value -c id"),
        INSTANCE.replace(" --wait=3m", " -f value -c id"),
    ] {
        let ran = cloud.run(&line);
        let noun = line.split(' ').next().unwrap();
        let says = format!("warning: another {noun} is called 'x' too: ");
        assert!(ran.err.starts_with(&says), "{}", ran.err);
        assert!(ran.err.ends_with(&format!("by its ID, {}", ran.out)), "{}", ran.err);
        assert!(noun != "instance" || ran.err.contains(&format!("too: {first} (")), "{}", ran.err);
        cloud.wait(60);
        assert_eq!(cloud.run(&format!("{line} -q")).err, "");
        cloud.wait(60);
    }
    // Commands that are suggested name it by its ID.
    let ran = cloud.interrupted(5, &format!("{INSTANCE} -f value -c id"));
    gave_up(&ran, 130, "'trove instance delete ID --wait' deletes it\n");
    assert_eq!(cloud.run(&INSTANCE.replace(" x ", " y ")).err.matches("warning").count(), 0);
}
