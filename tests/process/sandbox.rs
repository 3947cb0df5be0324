//! The built-in sandbox and `trove sandbox`.

use crate::support::home::Home;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

fn home() -> Home {
    Home::bare().with("OS_CLOUD", "sandbox")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn an_instance_of_one_process_is_found_by_another() {
    let home = home();
    let made = home.run("instance create first --flavor 2 --size 1 -f json").worked_silently();
    let shown = home.run("instance show first -f json").worked_silently();
    assert_eq!(json(&shown.out)["id"], json(&made.out)["id"]);
    // None of its tokens is cached, since its address is another one each time.
    assert!(!home.tokens().exists());
}

#[test]
fn several_processes_use_the_sandbox_at_once() {
    let home = home();
    let children: Vec<_> = (0..6)
        .map(|n| {
            let words = format!("instance create db{n} --flavor 1 --size 1 -f value -c id");
            let mut command = home.command(&words);
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let mut made: Vec<_> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{output:?}");
            assert!(output.stderr.is_empty(), "{output:?}");
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        })
        .collect();
    let listed = home.run("instance list -f value -c ID").worked_silently().out;
    let mut listed: Vec<_> = listed.lines().map(str::to_owned).collect();
    made.sort();
    listed.sort();
    assert_eq!(made, listed);
}

#[test]
fn a_killed_process_leaves_the_sandbox_intact() {
    let home = home();
    let mut command = home.command("instance create first --flavor 2 --size 1 --wait");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("BUILD"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
    home.run("instance create second --flavor 2 --size 1").worked_silently();
    let listed = home.run("instance list -f value -c Name --sort-column Name").worked_silently();
    assert_eq!(listed.out, "first\nsecond\n");
}

#[test]
fn the_two_users_have_different_roles() {
    let home = home();
    home.run("instance create mine --flavor 2 --size 1").worked_silently();
    home.run("instance list --all-projects").failed(4).hinting("role");
    let all = "--os-cloud sandbox-admin instance list --all-projects -f value -c Name";
    assert_eq!(home.run(all).worked_silently().out, "mine\n");
    let own = home.run("--os-cloud sandbox-admin instance list -f json").worked_silently();
    assert_eq!(own.out, "[]\n");
}

#[test]
fn a_cloud_named_sandbox_in_a_file_goes_first() {
    let home = home();
    home.write("clouds.yaml", "clouds: {sandbox: {auth: {auth_url: 'http://x.invalid'}}}");
    home.run("instance list").failed(2).saying("username");
    assert!(!home.path().join(".local").exists());
}

#[test]
fn status_shows_and_reset_deletes_the_state() {
    let home = home();
    let status = || json(&home.run("sandbox status -f json").worked_silently().out);
    let file = home.path().join(".local/share/trove/sandbox.db");
    assert_eq!((&status()["exists"], &status()["instances"]), (&Value::Bool(false), &Value::Null));
    assert!(!file.exists(), "looking made it");
    home.run("instance create one --flavor 2 --size 1").worked_silently();
    assert_eq!(status()["instances"], 1);
    assert_eq!(status()["file"], file.to_str().unwrap());
    assert_eq!(home.run("sandbox reset").worked_silently().out, "");
    assert_eq!(status()["instances"], 0);
    assert_eq!(home.run("instance list -f json").worked_silently().out, "[]\n");
    // A reset without a state is no error.
    Home::bare().run("sandbox reset").worked_silently();
}

#[test]
fn the_file_is_below_xdg_data_home() {
    let home = home();
    let elsewhere = home.path().join("data").to_str().unwrap().to_owned();
    let home = home.with("XDG_DATA_HOME", &elsewhere);
    home.run("instance list").worked_silently();
    assert!(home.path().join("data/trove/sandbox.db").exists());
    let home = home.with("XDG_DATA_HOME", "/dev/null/x");
    home.run("instance list").failed(1).saying("/dev/null/x");
}

#[test]
fn every_error_of_a_broken_sandbox_names_the_reset_that_repairs_it() {
    type Damage = fn(&Path);
    let damages: [(&str, Damage, i32); 4] = [
        ("garbage", |path| std::fs::write(path, "no database ".repeat(99)).unwrap(), 1),
        (
            "a lost table",
            |path| {
                let db = rusqlite::Connection::open(path).unwrap();
                db.execute_batch("DROP TABLE tokens").unwrap();
            },
            1,
        ),
        (
            "a directory",
            |path| {
                std::fs::remove_file(path).unwrap();
                std::fs::create_dir(path).unwrap();
            },
            1,
        ),
        (
            "a newer version",
            |path| {
                let db = rusqlite::Connection::open(path).unwrap();
                db.pragma_update(None, "user_version", 99).unwrap();
            },
            2,
        ),
    ];
    for (name, damage, code) in damages {
        let home = home();
        home.run("instance create first --flavor 2 --size 1").worked_silently();
        damage(&home.path().join(".local/share/trove/sandbox.db"));
        let ran = home.run("instance list");
        ran.failed(code).saying("sandbox.db").hinting("'trove sandbox reset'");
        home.run("sandbox reset").worked_silently();
        assert_eq!(home.run("instance list -f json").worked_silently().out, "[]\n", "{name}");
        assert_eq!(json(&home.run("sandbox status -f json").worked().out)["instances"], 0);
    }
}

#[test]
fn a_file_that_is_not_a_sandbox_is_not_touched() {
    let home = home();
    let file = home.write(".local/share/trove/sandbox.db", "precious text, and no database at all");
    home.run("instance list").failed(1).saying("sandbox.db");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "precious text, and no database at all");
}

#[test]
fn env_prints_variables_for_a_shell() {
    let home = Home::bare();
    let script = format!(
        "eval \"$({} sandbox env admin --port 1234)\"; printf '%s %s' \"$OS_USERNAME\" \"$OS_AUTH_URL\"",
        crate::support::home::TROVE
    );
    let mut shell = home.program("/bin/bash");
    shell.arg("-euc").arg(script);
    let ended = crate::support::home::Outcome::of(shell).worked_silently();
    assert_eq!(ended.out, "admin http://127.0.0.1:1234/identity/v3");
}

#[test]
fn debug_output_of_the_sandbox_has_no_secret() {
    let home = home();
    let words =
        "--debug --timing instance create x --flavor 2 --size 1 --databases d --users u:hunter2";
    home.run(words).worked().saying("curl").hiding("hunter2").hiding("\"demo\"}");
}
