//! `trove log`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};
use std::fs;

const CREATE: &str = "instance create db1 --flavor 2 --size 1 --datastore mysql --wait";

fn id(cloud: &Cloud) -> String {
    cloud.ok("instance show db1 -f value -c id").trim_end().to_owned()
}

fn cloud() -> Cloud {
    Cloud::new().with_instances(&["db1"])
}

/// A cloud with a published log: three lines of the start, and one for every five of these seconds.
fn published(seconds: u64) -> Cloud {
    let cloud = cloud();
    cloud.ok("log set db1 general --publish");
    cloud.wait(seconds);
    cloud.ok("log set db1 general --publish");
    cloud
}

#[test]
fn list_and_show_print_what_the_reference_does() {
    let cloud = cloud();
    let ran = cloud.run("log list db1 -f csv");
    assert_eq!(
        ran.out.lines().nth(1),
        Some(r#""general","USER","Disabled",0,0,"None","None""#),
        "{ran:?}"
    );
    assert_eq!(
        ran.out.lines().next(),
        Some(r#""Name","Type","Status","Published","Pending","Container","Prefix""#)
    );
    let id = id(&cloud);
    let ran = cloud.run(&format!("log show {id} general -f json"));
    assert_eq!(ran.asked, [format!("POST /instances/{id}/log")]);
    assert_eq!(ran.bodies, [json!({"name": "general"})]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        shown,
        json!({"container": "None", "metafile": format!("{id}/mysql-general_metafile"), "name": "general",
            "pending": 0, "prefix": "None", "published": 0, "status": "Disabled", "type": "USER"})
    );
    cloud.run("log show db1 nope").failed(1, "Log 'nope' is not defined").failed(1, "(HTTP 400)");
    cloud.run("log list db2").failed(3, "no instance has the name or ID 'db2'");
    cloud.run("log show db1 ''").failed(2, "LOG").sent_nothing();
}

#[test]
fn set_sends_each_flag_as_the_number_1() {
    let cloud = cloud();
    for (flags, body) in [
        ("", json!({"name": "general"})),
        ("--enable --publish", json!({"name": "general", "enable": 1, "publish": 1})),
        ("--disable --discard", json!({"name": "general", "disable": 1, "discard": 1})),
    ] {
        let ran = cloud.run(&format!("log set db1 general {flags} -f value -c status"));
        assert_eq!((ran.code, &ran.bodies), (0, &vec![body]), "{ran:?}");
    }
    assert_eq!(cloud.ok("log set db1 general --publish -f value -c status"), "Published\n");
    cloud.run("log set db1 error --enable").failed(1, "Cannot enable a SYSTEM log");
    cloud.run("log set db1 general -c nope").failed(2, "nope").sent_nothing();
}

#[test] // docs/differences.md W76
fn contradictory_options_are_refused() {
    let ran = cloud().run("log set db1 general --enable --disable");
    ran.failed(2, "--disable").sent_nothing();
}

#[test] // docs/server-behaviour.md 10
fn set_with_wait_says_that_a_restart_is_needed() {
    let cloud = Cloud::new();
    cloud.ok("instance create pg --flavor 2 --size 1 --datastore postgresql --wait");
    let ran = cloud.run("log set pg general --enable --wait -f value -c status");
    assert_eq!((ran.code, ran.out.as_str()), (0, "Ready\n"), "{ran:?}");
    assert!(
        ran.err.ends_with("the change takes effect after a restart: 'trove instance restart pg'\n"),
        "{ran:?}"
    );
    cloud.ok("instance restart pg --wait");
    let ran = cloud.run("log set pg general --enable --wait -f value -c status");
    assert!(!ran.err.contains("restart"), "{ran:?}");
}

#[test] // docs/differences.md W21
fn an_unpublished_log_is_an_error_that_says_how_to_publish_it() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("x.log");
    fs::write(&file, "old").unwrap();
    let cloud = cloud();
    for line in ["tail db1 general", &*format!("save db1 general --file {}", file.display())] {
        let ran = cloud.run(&format!("log {line}"));
        ran.failed(
            3,
            "error: no part of the log 'general' is published yet\nhint: publish it: --publish",
        );
        assert!(!ran.err.contains("flavor"), "{ran:?}");
    }
    cloud.run("log tail db1 nope").failed(1, "Log 'nope' is not defined");
    // The old files are still there, and there are no new ones.
    assert_eq!(fs::read(&file).unwrap(), b"old");
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
}

#[test]
fn tail_prints_the_last_lines_of_all_objects() {
    let cloud = published(20);
    let all = cloud.ok("log tail db1 general --lines 0");
    let lines: Vec<_> = all.lines().collect();
    assert_eq!(lines.len(), 7, "{all}");
    assert!(
        lines[0].contains("started with:") && lines[6].contains("'Zoë', '東京', 00000004"),
        "{all}"
    );
    for count in [1, 4, 5, 7, 100] {
        let tail = cloud.ok(&format!("log tail db1 general --lines {count}"));
        assert_eq!(tail.lines().collect::<Vec<_>>(), lines[7 - count.min(7)..], "{count}");
    }
    assert_eq!(cloud.ok("log tail db1 general"), all);
    let ran = cloud.run("log tail db1 general");
    assert_eq!((ran.changes().len(), &ran.bodies[0]), (1, &json!({"name": "general"})));
    cloud.run("log tail db1 general --lines -1").failed(2, "-1").sent_nothing();
}

#[test]
fn tail_publishes_if_asked_to() {
    let cloud = cloud();
    let ran = cloud.run("log tail db1 general -n 1 --publish");
    assert_eq!(ran.out, "Time                 Id Command    Argument\n");
    assert_eq!(ran.bodies, [json!({"name": "general", "publish": 1})]);
}

#[test] // docs/server-behaviour.md 61
fn a_discarded_log_is_no_longer_published() {
    let cloud = published(20);
    let shown =
        cloud.ok("log set db1 general --disable --discard -f value -c container -c published");
    assert_eq!(shown, "None\n0\n");
    cloud.run("log tail db1 general").failed(3, "no part of the log 'general' is published yet");
}

#[test]
fn follow_prints_new_lines_and_survives_a_failed_request() {
    let before = Cloud::new().run(CREATE).asked.len();
    // One request finds the instance, and one publishes the log each time.
    let faults = format!("error=503@{},error=400@{}-", before + 4, before + 7);
    let cloud = Cloud::with_faults(&faults);
    cloud.ok(CREATE);
    let ran = cloud.run("log tail db1 general --lines 1 --follow --publish");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("(HTTP 400)"), "{ran:?}");
    let numbers: Vec<_> = ran.out.lines().map(|line| line.rsplit(", ").next().unwrap()).collect();
    assert_eq!(
        numbers,
        [
            "Time                 Id Command    Argument",
            "00000001",
            "00000002",
            "00000003",
            "00000004"
        ]
    );
}

#[test]
fn save_writes_the_whole_log_and_says_where() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("x.log");
    let cloud = published(20);
    let line = format!("log save db1 general --file {}", file.display());
    let said = format!("Log \"general\" written to {}\n", file.display());
    assert_eq!(cloud.ok(&line), said);
    assert_eq!(fs::read_to_string(&file).unwrap(), cloud.ok("log tail db1 general --lines 0"));
    cloud.wait(5);
    assert_eq!(cloud.ok(&format!("{line} --publish")), said);
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 8);
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        cloud.ok(&line);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
    let ran = cloud.run(&format!("log save db1 general --file {}", directory.path().display()));
    ran.failed(2, "is a directory").sent_nothing();
    let nowhere = directory.path().join("none/x.log");
    let ran = cloud.run(&format!("log save db1 general --file {}", nowhere.display()));
    ran.failed(1, "cannot write '").failed(1, "none/x.log'");
}

#[test] // docs/server-behaviour.md 37
fn without_object_storage_there_are_no_logs() {
    let cloud = Cloud::with_faults("swift=off").with_instances(&["db1"]);
    for verb in ["list db1", "show db1 general", "tail db1 general", "save db1 general"] {
        cloud.run(&format!("log {verb}")).failed(1, "Log actions are not supported. (HTTP 501)");
    }
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = cloud();
    for line in [
        "list db1 -c nonsense",
        "list db1 -f shell",
        "show db1 general -c nonsense",
        "show db1 general -f csv",
        "set db1 general --enable -c nonsense",
        "set db1 general --enable -f csv",
    ] {
        cloud.run(&format!("log {line}")).failed(2, "").sent_nothing();
    }
}
