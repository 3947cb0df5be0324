//! The cache of tokens on disk.

use crate::support::home::Home;
use crate::support::site::{Site, is_login, sandbox};
use crate::testing::server::bytes;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use troveclient::ManualClock;
use troveclient::http::Request;
use troveclient::sandbox::Options;

const LIST: &str = "instance list -f json";

fn kept_files(home: &Home) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.tokens()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_none()).collect()
}

/// The file of the only cached token.
fn kept(home: &Home) -> PathBuf {
    let files = kept_files(home);
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn the_second_command_sends_nothing_to_keystone() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let before = site.asked().len();
    home.run(LIST).worked_silently();
    assert_eq!((site.logins(), site.asked().len() - before), (1, 1));
}

#[test]
fn without_the_cache_each_command_logs_in_and_writes_no_file() {
    let site = Site::cloud();
    let home = Home::at(&site);
    for logins in 1..=2 {
        home.run(&format!("--no-cache {LIST}")).worked_silently();
        assert_eq!(site.logins(), logins);
    }
    assert!(!home.path().join(".cache").exists());
}

#[test]
fn only_the_user_can_read_a_token_file_and_it_is_encrypted() {
    let site = Site::cloud();
    let home = Home::at(&site);
    let mut shell = home.program("/bin/bash");
    shell.arg("-c").arg(format!("umask 000; exec {} {LIST}", crate::support::home::TROVE));
    crate::support::home::Outcome::of(shell).worked_silently();
    let file = kept(&home);
    assert_eq!((mode(&file), mode(&home.tokens())), (0o600, 0o700));
    let content = fs::read(&file).unwrap();
    let token = site.token();
    assert!(!content.windows(token.len()).any(|part| part == token.as_bytes()));
    assert!(!String::from_utf8_lossy(&content).contains("RegionOne"));
}

#[test]
fn a_directory_open_to_others_is_closed() {
    let site = Site::cloud();
    let home = Home::at(&site);
    fs::create_dir_all(home.tokens()).unwrap();
    fs::set_permissions(home.tokens(), fs::Permissions::from_mode(0o777)).unwrap();
    home.run(LIST).worked_silently();
    assert_eq!(mode(&home.tokens()), 0o700);
}

#[test]
fn a_revoked_token_is_replaced_in_the_same_command() {
    let cloud = Arc::new(sandbox(Options::default()));
    let site = Site::of(cloud.clone());
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let token = site.token();
    let revocation = http::Request::delete(format!("{}/auth/tokens", site.auth_url()))
        .header("x-auth-token", &token)
        .header("x-subject-token", &token);
    let answer = cloud.handle(revocation.body(Vec::new()).unwrap());
    assert_eq!(answer.status(), 204);
    home.run(LIST).worked_silently();
    assert_eq!(site.logins(), 2);
    assert_ne!(site.token(), token);
    home.run(LIST).worked_silently();
    assert_eq!(site.logins(), 2);
}

#[test]
fn an_expired_token_is_replaced_by_client_or_server() {
    let clock = Arc::new(ManualClock::new(SystemTime::now()));
    let cloud = sandbox(Options { clock: clock.clone(), ..Options::default() });
    let site = Site::of(Arc::new(cloud));
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    clock.advance(Duration::from_secs(7200));
    home.run(LIST).worked_silently();
    assert_eq!(site.logins(), 2);
    // Tokens with less than two minutes left are not used.
    let cloud = sandbox(Options { token_life: Duration::from_secs(90), ..Options::default() });
    let site = Site::of(Arc::new(cloud));
    let home = Home::at(&site);
    for logins in 1..=2 {
        home.run(LIST).worked_silently();
        // Three requests: the versions of Keystone, the login, and the list.
        assert_eq!((site.logins(), site.asked().len()), (logins, logins * 3));
    }
}

#[test]
fn another_password_does_not_get_the_cached_token() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let home = home.with("OS_PASSWORD", "guess");
    home.run(LIST).failed(4);
    assert_eq!(site.logins(), 2);
    let home = home.with("OS_PASSWORD", "demo");
    home.run(LIST).worked_silently();
    assert_eq!(site.logins(), 2);
}

/// Starts this many commands at once.
fn start(home: &Home, count: usize) -> Vec<Child> {
    let start = |_| {
        let mut command = home.command(LIST);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    (0..count).map(start).collect()
}

#[test]
fn commands_that_start_at_once_share_a_login() {
    let site = Site::cloud();
    let home = Home::at(&site);
    for child in start(&home, 50) {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!((output.stdout.as_slice(), output.stderr.as_slice()), (&b"[]\n"[..], &b""[..]));
    }
    assert!(site.logins() <= 2, "{}", site.logins());
    kept(&home);
}

#[test]
fn a_file_that_is_not_a_token_is_replaced() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let file = kept(&home);
    let good = fs::read(&file).unwrap();
    let mut foreign = good.clone();
    foreign[b"trove-token ".len()] = b'9';
    let mut longer = good.clone();
    longer[b"trove-token 1 ".len()] = b'9';
    let mut changed = good.clone();
    *changed.last_mut().unwrap() ^= 1;
    let mut logins = 1;
    for bad in [
        &good[..good.len() / 2],
        &good[..5],
        b"",
        b"garbage\xff\xfe\n\n",
        &foreign,
        &longer,
        &changed,
        &vec![b'x'; 1 << 20],
    ] {
        fs::write(&file, bad).unwrap();
        logins += 1;
        for _ in 0..2 {
            home.run(LIST).worked_silently();
            assert_eq!(site.logins(), logins);
        }
    }
}

#[test]
fn a_link_or_a_directory_instead_of_the_file_is_not_used() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let file = kept(&home);
    let good = fs::read(&file).unwrap();
    let elsewhere = home.write("elsewhere", &good);
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o600)).unwrap();
    fs::remove_file(&file).unwrap();
    symlink(&elsewhere, &file).unwrap();
    home.run(LIST).worked_silently();
    assert_eq!(site.logins(), 2);
    assert!(fs::symlink_metadata(&file).unwrap().is_file());
    assert_eq!(fs::read(&elsewhere).unwrap(), good);
    // A link instead of the lock file is not followed either.
    let lock = file.with_extension("lock");
    let precious = home.write("precious", "precious");
    fs::remove_file(&lock).unwrap();
    symlink(&precious, &lock).unwrap();
    fs::remove_file(&file).unwrap();
    home.run(LIST).worked();
    assert_eq!(fs::read(&precious).unwrap(), b"precious");
    // A directory cannot be replaced, so there is a warning.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    home.run(LIST).worked().saying("warning: the token is not cached");
}

#[test]
fn a_token_file_that_others_may_read_is_not_used() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let file = kept(&home);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    home.run(LIST).worked_silently();
    assert_eq!((site.logins(), mode(&file)), (2, 0o600));
}

#[test]
fn a_pipe_instead_of_the_file_or_the_lock_does_not_block() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    let file = kept(&home);
    for path in [file.clone(), file.with_extension("lock")] {
        fs::remove_file(&file).unwrap();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        home.run(LIST).worked_silently();
        assert!(fs::symlink_metadata(&file).unwrap().is_file());
    }
    assert_eq!(site.logins(), 3);
}

#[test]
fn a_file_of_another_user_is_not_used() {
    const NOBODY: Option<u32> = Some(65_534);
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run(LIST).worked_silently();
    // Only root can give a file to another user; for others nothing has changed.
    let given = usize::from(chown(kept(&home), NOBODY, None).is_ok());
    home.run(LIST).worked_silently();
    assert_eq!(site.logins(), 1 + given);
    let given = usize::from(chown(home.tokens(), NOBODY, None).is_ok());
    fs::remove_file(kept(&home)).unwrap();
    let ended = home.run(LIST).worked();
    assert_eq!(ended.err.contains("the directory belongs to somebody else"), given == 1);
    assert_eq!(kept_files(&home).len(), 1 - given);
}

/// A cloud that reports the first request of a kind, and does not answer it before it is told to.
struct Slow {
    site: Site,
    arrived: Receiver<()>,
    release: Sender<()>,
}

impl Slow {
    fn at(is_meant: fn(&Request) -> bool) -> Self {
        let cloud = sandbox(Options::default());
        let (arriving, arrived) = channel();
        let (release, released) = channel::<()>();
        let released = Mutex::new(Some(released));
        let site = Site::answering(move |request| {
            let first = is_meant(request).then(|| released.lock().unwrap().take()).flatten();
            if let Some(released) = first {
                arriving.send(()).unwrap();
                let _ = released.recv_timeout(Duration::from_secs(20));
            }
            bytes(&cloud.handle(request.clone()))
        });
        Self { site, arrived, release }
    }

    /// Starts this many commands, and kills all of them while one waits for its answer.
    fn kill_midway(&self, home: &Home, count: usize) {
        let mut children = start(home, count);
        self.arrived.recv_timeout(Duration::from_secs(20)).unwrap();
        children.iter_mut().for_each(|child| child.kill().unwrap());
        children.iter_mut().for_each(|child| assert!(!child.wait().unwrap().success()));
        self.release.send(()).unwrap();
    }
}

#[test]
fn processes_killed_during_a_login_leave_no_lock() {
    let slow = Slow::at(is_login);
    let home = Home::at(&slow.site);
    slow.kill_midway(&home, 8);
    for _ in 0..2 {
        home.run(LIST).worked_silently();
        assert_eq!(slow.site.logins(), 2);
    }
    assert_eq!(mode(&kept(&home)), 0o600);
}

#[test]
fn a_process_killed_after_its_login_leaves_a_token() {
    let slow = Slow::at(|request| request.uri().path().ends_with("/instances"));
    let home = Home::at(&slow.site);
    slow.kill_midway(&home, 1);
    home.run(LIST).worked_silently();
    assert_eq!(slow.site.logins(), 1);
}
