//! Tests of state in files.

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use crate::sandbox::{Options, Sandbox, State};
use rusqlite::Connection;
use serde_json::json;

fn file(directory: &tempfile::TempDir) -> State {
    State::File(directory.path().join("deep/er/sandbox.db"))
}

fn on(state: &State) -> Bench {
    Bench::with(|options| options.state = state.clone())
}

#[test]
fn two_sandboxes_share_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let state = file(&directory);
    let (one, two) = (on(&state), on(&state));
    let id = one.create("db1");
    assert_eq!(two.state(&id), "BUILD/");
    two.wait(6);
    assert_eq!(two.state(&id), "ACTIVE/HEALTHY");
    assert_eq!(one.state(&id), "ACTIVE/HEALTHY");
    // A token of one sandbox is valid in the other.
    let path = format!("/v1.0/{}/flavors", seed::DEMO.project_id);
    assert_eq!(two.send("GET", &path, &[("x-auth-token", &one.demo)], None).status, 200);
}

#[test]
fn many_threads_create_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let state = file(&directory);
    let benches = [on(&state), on(&state), on(&state)];
    std::thread::scope(|scope| {
        for bench in &benches {
            scope.spawn(move || {
                (0..5).for_each(|number| drop(bench.create(&format!("db{number}"))))
            });
        }
    });
    assert_eq!(benches[0].sandbox.counts().unwrap().instances, 15);
}

#[test]
fn several_threads_can_create_one_file_at_once() {
    for _ in 0..5 {
        let directory = tempfile::tempdir().unwrap();
        let state = file(&directory);
        let open = || Sandbox::open(Options { state: state.clone(), ..Options::default() });
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            for thread in threads {
                assert!(thread.join().unwrap().is_ok());
            }
        });
    }
}

#[test]
fn state_survives_and_can_be_reset() {
    let directory = tempfile::tempdir().unwrap();
    let state = file(&directory);
    let first = on(&state);
    let (id, token) = (first.create("db1"), first.demo.clone());
    drop(first);
    let again = on(&state);
    assert_eq!(again.state(&id), "BUILD/");
    assert_eq!(again.sandbox.counts().unwrap().pending, 2);
    again.wait(6);
    let counts = again.sandbox.counts().unwrap();
    assert_eq!((counts.instances, counts.backups, counts.pending), (1, 0, 0));
    again.sandbox.reset().unwrap();
    assert_eq!(again.sandbox.counts().unwrap().instances, 0);
    let path = format!("/v1.0/{}/instances", seed::DEMO.project_id);
    assert_eq!(again.send("GET", &path, &[("x-auth-token", &token)], None).status, 401);
    let token = again.login(&seed::DEMO);
    assert_eq!(again.send("GET", &path, &[("x-auth-token", &token)], None).status, 200);
}

#[cfg(unix)]
#[test]
fn the_file_is_private_and_holds_no_secret() {
    use std::os::unix::fs::PermissionsExt;

    let directory = tempfile::tempdir().unwrap();
    let state = file(&directory);
    let bench = on(&state);
    let body = json!({"instance": {"name": "db1", "flavorRef": "1", "volume": {"size": 1},
        "users": [{"name": "u", "password": "hunter2hunter2"}]}});
    assert_eq!(bench.demo("POST", "/instances", body).status, 200);
    let State::File(path) = &state else { panic!() };
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(path), mode(path.parent().unwrap())), (0o600, 0o700));
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        for secret in ["hunter2hunter2", bench.demo.as_str()] {
            assert!(!text.contains(secret), "{}", path.display());
        }
    }
}

#[test]
fn a_file_of_another_version_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let state = file(&directory);
    drop(on(&state));
    let State::File(path) = &state else { panic!() };
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    let error =
        Sandbox::open(Options { state: state.clone(), ..Options::default() }).err().unwrap();
    assert!(error.to_string().contains("was made by a newer version"), "{error}");
    assert_eq!(error.kind(), crate::ErrorKind::Usage);
    assert_eq!(
        error.hint().map(crate::Hint::text),
        Some("'trove sandbox reset' replaces it with a new sandbox")
    );
    Sandbox::recreate(&state).unwrap();
    drop(on(&state));
}

#[test]
fn a_file_that_is_no_database_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("text");
    std::fs::write(&path, "this is not a database, and long enough to be seen as none").unwrap();
    let state = State::File(path);
    assert!(Sandbox::open(Options { state, ..Options::default() }).is_err());
}
