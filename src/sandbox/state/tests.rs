//! Tests of state in files.

use crate::Hint;
use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use crate::sandbox::{Options, Sandbox, State};
use rusqlite::Connection;
use serde_json::json;
use std::fs;
use std::fs::File;
use std::path::{Path, PathBuf};

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
    assert_eq!(error.hint(), Some(&Hint::ResetSandbox));
    Sandbox::recreate(&state).unwrap();
    drop(on(&state));
}

/// Breaks the database at a path.
type Damage = fn(&Path);

const DAMAGES: &[(&str, Damage)] = &[
    ("garbage", |path| fs::write(path, "precious text, and no database ".repeat(99)).unwrap()),
    ("truncated", |path| File::options().write(true).open(path).unwrap().set_len(5000).unwrap()),
    ("truncated in its head", |path| {
        File::options().write(true).open(path).unwrap().set_len(50).unwrap();
    }),
    ("overwritten", |path| {
        let size = usize::try_from(path.metadata().unwrap().len()).unwrap();
        let mut bytes = fs::read(path).unwrap();
        bytes[100..size].fill(0xAA);
        fs::write(path, bytes).unwrap();
    }),
    ("a directory", |path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
    }),
    ("a directory with contents", |path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
        fs::write(path.join("precious"), "text").unwrap();
    }),
    ("a directory beside it", |path| {
        fs::create_dir(path.with_file_name("sandbox.db-wal")).unwrap();
    }),
    ("a directory as the lock", |path| {
        fs::remove_file(path.with_file_name("sandbox.db-lock")).unwrap();
        fs::create_dir(path.with_file_name("sandbox.db-lock")).unwrap();
    }),
    ("a link to nowhere", |path| {
        fs::remove_file(path).unwrap();
        std::os::unix::fs::symlink(path.with_file_name("gone/x"), path).unwrap();
    }),
    ("a pipe", |path| {
        fs::remove_file(path).unwrap();
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    }),
    ("of a newer version", |path| {
        let db = Connection::open(path).unwrap();
        db.execute_batch(
            "PRAGMA user_version = 99; CREATE TABLE new (x); CREATE VIEW v AS SELECT 1",
        )
        .unwrap();
    }),
    ("without a table", |path| {
        Connection::open(path).unwrap().execute_batch("DROP TABLE transitions").unwrap();
    }),
];

/// Makes a state with an instance in it, and breaks it.
fn damaged(damage: Damage) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sandbox.db");
    on(&State::File(path.clone())).create("db1");
    damage(&path);
    (directory, path)
}

/// Returns why the sandbox at a path cannot be used: the error, or the message of its answer.
fn complaint(path: &Path) -> Option<(String, bool)> {
    let state = State::File(path.to_owned());
    let sandbox = match Sandbox::open(Options { state, ..Options::default() }) {
        Ok(sandbox) => sandbox,
        Err(error) => {
            return Some((error.to_string(), error.hint() == Some(&Hint::ResetSandbox)));
        }
    };
    let login = json!({"auth": {"identity": {"methods": ["password"], "password": {"user": {
        "id": seed::DEMO.user_id, "password": seed::DEMO.password}}}}});
    let request = http::Request::post("http://sandbox/identity/v3/auth/tokens")
        .header("content-type", "application/json")
        .body(login.to_string().into_bytes());
    let answer = sandbox.handle(request.unwrap());
    let text = String::from_utf8(answer.body().clone()).unwrap();
    let needs_reset = text.contains("the sandbox needs a reset: ");
    (answer.status() != 201).then_some((text, needs_reset))
}

#[cfg(unix)]
#[test]
fn every_damage_is_reported_and_repaired_by_a_reset() {
    for (name, damage) in DAMAGES {
        let (directory, path) = damaged(*damage);
        let (text, needs_reset) = complaint(&path).unwrap_or_else(|| panic!("{name} is no error"));
        assert!(needs_reset && text.contains("sandbox.db"), "{name}: {text}");
        let state = State::File(path);
        assert!(state.exists(), "{name}");
        Sandbox::recreate(&state).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let bench = on(&state);
        assert_eq!(bench.sandbox.counts().unwrap().instances, 0, "{name}");
        bench.create("db2");
        let precious: Vec<_> = fs::read_dir(directory.path())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path().join("precious").exists())
            .collect();
        assert_eq!(precious.len(), usize::from(*name == "a directory with contents"));
    }
}

#[cfg(unix)]
#[test]
fn a_state_that_may_not_be_written_is_reported_and_replaced() {
    use std::os::unix::fs::PermissionsExt;

    let read_only: Damage = |path| {
        for (path, mode) in [(path, 0o400), (path.parent().unwrap(), 0o500)] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    let (_directory, path) = damaged(read_only);
    // Root may write everything.
    if !rustix::process::geteuid().is_root() {
        let (text, needs_reset) = complaint(&path).unwrap();
        assert!(needs_reset, "{text}");
    }
    let state = State::File(path);
    Sandbox::recreate(&state).unwrap();
    on(&state).create("db2");
}

#[test]
fn a_reset_replaces_a_database_that_is_locked() {
    let (_directory, path) = damaged(|_| {});
    let state = State::File(path.clone());
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    Sandbox::recreate(&state).unwrap();
    assert_eq!(on(&state).sandbox.counts().unwrap().instances, 0);
    let lock = File::open(path.with_file_name("sandbox.db-lock")).unwrap();
    lock.lock().unwrap();
    Sandbox::recreate(&state).unwrap();
    on(&state).create("db2");
}

#[test]
fn a_reset_of_a_sound_state_reaches_those_who_use_it() {
    let directory = tempfile::tempdir().unwrap();
    let state = file(&directory);
    assert!(!state.exists());
    let bench = on(&state);
    bench.create("db1");
    Sandbox::recreate(&state).unwrap();
    assert_eq!(bench.sandbox.counts().unwrap().instances, 0);
}

#[test]
fn a_full_disk_needs_no_reset() {
    let error = |code: i32| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
    let state = State::File("x".into());
    assert!(!state.needs_reset(&error(rusqlite::ffi::SQLITE_FULL)));
    assert!(state.needs_reset(&error(rusqlite::ffi::SQLITE_CORRUPT)));
    assert!(!State::Memory.needs_reset(&error(rusqlite::ffi::SQLITE_CORRUPT)));
}
