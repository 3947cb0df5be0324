//! The cache on a real directory.

use super::*;
use crate::auth::cache::private;
use crate::auth::cache::seal::BELIEVED_FOR;
use crate::auth::cache::store::{LOCK_TIMEOUT, SECRET, STALE_AFTER};
use crate::auth::tests::fake::{Fake, clock, cloud_with, logins, reply, session, settings, start};
use crate::auth::{MARGIN, Session};
use crate::config::{Key, Settings, Source};
use crate::{Clock, SystemClock};
use http::Method;
use serde_json::json;
use std::fs;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Barrier};
use std::time::{Duration, SystemTime};

struct Home {
    _directory: tempfile::TempDir,
    cache: TokenCache,
}

fn home() -> Home {
    let directory = tempfile::tempdir().unwrap();
    let cache = TokenCache::new(directory.path().join("trove/tokens"));
    Home { _directory: directory, cache }
}

fn cloud() -> Arc<Fake> {
    cloud_with(3600, |_| reply(200, &json!({})))
}

fn get(session: &Session) {
    session.send("database", Method::GET, "instances", &[], None).unwrap();
}

fn entry(cache: &TokenCache) -> PathBuf {
    path(cache, &settings(&[]))
}

fn path(cache: &TokenCache, settings: &Settings) -> PathBuf {
    cache.path(&CacheKey::new(settings, None)).unwrap()
}

/// Whether the cached entry is used.
fn is_used(cache: &TokenCache) -> bool {
    let fake = cloud();
    get(&session(&settings(&[]), &fake, &clock(), Some(cache)));
    logins(&fake) == 0
}

#[test]
fn with_a_cached_token_nothing_is_sent_to_keystone() {
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    let fake = cloud();
    get(&session(&settings(&[]), &fake, &clock(), Some(&home.cache)));
    assert_eq!(fake.asked(), ["GET /v1.0/pid/instances"]);
}

#[test]
fn the_entry_depends_on_password_scope_and_user_but_not_on_the_region() {
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    for more in [("password", "other"), ("project_name", "p2"), ("username", "v")] {
        let fake = cloud();
        get(&session(&settings(&[more]), &fake, &clock(), Some(&home.cache)));
        assert_eq!(logins(&fake), 1, "{more:?}");
    }
    let mut other = settings(&[]);
    other.set(Key::RegionName, "RegionTwo", Source::Given);
    let fake = cloud();
    get(&session(&other, &fake, &clock(), Some(&home.cache)));
    assert_eq!(fake.asked(), ["GET /two/v1.0/pid/instances"]);
}

#[test]
fn a_token_that_expires_soon_is_not_used() {
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    let clock = clock();
    clock.advance(Duration::from_secs(3600) - MARGIN + Duration::from_secs(1));
    let fake = cloud();
    get(&session(&settings(&[]), &fake, &clock, Some(&home.cache)));
    assert_eq!(logins(&fake), 1);
}

#[test]
fn no_secret_is_on_disk_in_clear() {
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    let bytes = fs::read(entry(&home.cache)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for word in ["tok-1", "s3cret", "pid", "http"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn damaged_truncated_and_foreign_entries_are_ignored_and_replaced() {
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    let path = entry(&home.cache);
    let good = fs::read(&path).unwrap();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let mut longer_life = good.clone();
    longer_life[14] = b'9';
    let other = [b"trove-token 3", &good[13..]].concat();
    let cases = [
        Vec::new(),
        good[..20].to_vec(),
        good[..good.len() - 1].to_vec(),
        flipped,
        longer_life,
        other,
    ];
    for bytes in cases {
        fs::write(&path, &bytes).unwrap();
        assert!(!is_used(&home.cache), "{:?}", String::from_utf8_lossy(&bytes));
        assert!(is_used(&home.cache));
    }
}

#[test]
#[cfg(unix)]
fn files_that_others_can_read_and_links_are_ignored_and_never_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    let path = entry(&home.cache);
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(home.cache.directory())), (0o600, 0o700));

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(!is_used(&home.cache));
    assert_eq!(mode(&path), 0o600);

    let elsewhere = home.cache.directory().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    let before = fs::read(&elsewhere).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert!(!is_used(&home.cache));
    assert!(fs::symlink_metadata(&path).unwrap().is_file());
    assert_eq!(fs::read(&elsewhere).unwrap(), before);
}

#[test]
#[cfg(unix)]
fn a_file_of_another_user_is_not_private() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "").unwrap();
    let own = private::own_id();
    for (mode, user, is_private) in
        [(0o600, own, true), (0o600, own + 1, false), (0o604, own, false), (0o660, own, false)]
    {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let about = fs::metadata(&path).unwrap();
        assert_eq!(private::is_private(&about, user), is_private, "{mode:o} {user}");
    }
    assert!(!private::is_private(&fs::metadata(directory.path()).unwrap(), own));
}

#[test]
fn the_entry_of_another_login_cannot_be_read_under_this_name() {
    let home = home();
    let other = settings(&[("password", "other")]);
    get(&session(&other, &cloud(), &clock(), Some(&home.cache)));
    fs::rename(path(&home.cache, &other), entry(&home.cache)).unwrap();
    assert!(!is_used(&home.cache));
    assert!(is_used(&home.cache));
}

#[test]
fn an_endless_file_is_not_read_to_its_end() {
    let home = home();
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    let file = File::options().write(true).open(entry(&home.cache)).unwrap();
    // The file is sparse: it needs memory, but no disk space.
    file.set_len(1 << 33).unwrap();
    assert!(!is_used(&home.cache));
    assert!(is_used(&home.cache));
}

#[test]
fn a_lock_that_another_process_holds_is_waited_for_half_a_minute() {
    let home = home();
    home.cache.prepare().unwrap();
    let lock = home.cache.lock_path(&CacheKey::new(&settings(&[]), None)).unwrap();
    let mut held = fd_lock::RwLock::new(File::create(lock).unwrap());
    let _guard = held.write().unwrap();
    let (fake, clock) = (cloud(), clock());
    get(&session(&settings(&[]), &fake, &clock, Some(&home.cache)));
    assert_eq!(logins(&fake), 1);
    assert_eq!(clock.now(), start() + LOCK_TIMEOUT);
}

#[test]
fn files_that_a_killed_process_left_are_removed_later() {
    let home = home();
    home.cache.prepare().unwrap();
    let half = home.cache.directory().join(".tmpHALF");
    fs::write(&half, "trove-token 2 1").unwrap();
    let age = |seconds| {
        let time = start() - Duration::from_secs(seconds);
        File::options().write(true).open(&half).unwrap().set_modified(time).unwrap();
    };
    age(3600);
    get(&session(&settings(&[]), &cloud(), &clock(), Some(&home.cache)));
    assert!(half.exists());
    age(STALE_AFTER.as_secs() + 1);
    get(&session(&settings(&[("username", "v")]), &cloud(), &clock(), Some(&home.cache)));
    assert!(!half.exists());
}

#[test]
fn a_directory_that_cannot_be_written_prevents_no_login() {
    let home = home();
    fs::create_dir_all(home.cache.directory().parent().unwrap()).unwrap();
    fs::write(home.cache.directory(), "a file").unwrap();
    assert!(!is_used(&home.cache));
}

#[test]
fn a_rejected_token_leaves_the_cache_and_a_refused_login_leaves_none() {
    let home = home();
    let fake = cloud_with(3600, |request| {
        reply(if request.headers()["x-auth-token"] == "tok-1" { 401 } else { 200 }, &json!({}))
    });
    get(&session(&settings(&[]), &fake, &clock(), Some(&home.cache)));
    let kept = home.cache.read(&CacheKey::new(&settings(&[]), None), start()).unwrap();
    assert_eq!(kept.secret.expose(), "tok-2");

    let refusing = Fake::new(|_| reply(401, &json!({"error": {"message": "no"}})));
    let session = session(&settings(&[]), &refusing, &clock(), Some(&home.cache));
    assert!(session.send("database", Method::GET, "instances", &[], None).is_err());
    assert!(!entry(&home.cache).exists());
}

#[test]
fn forgetting_and_clearing_remove_the_files() {
    let home = home();
    let first = session(&settings(&[]), &cloud(), &clock(), Some(&home.cache));
    get(&first);
    first.forget();
    assert!(!entry(&home.cache).exists());
    get(&first);
    assert!(entry(&home.cache).exists());
    home.cache.clear().unwrap();
    assert_eq!(fs::read_dir(home.cache.directory()).unwrap().count(), 0);
}

#[test]
fn entries_that_expired_a_week_ago_are_removed_with_the_next_write() {
    let home = home();
    let other = settings(&[("username", "v")]);
    get(&session(&other, &cloud(), &clock(), Some(&home.cache)));
    let old = path(&home.cache, &other);
    let clock = clock();
    clock.advance(Duration::from_secs(3600) + STALE_AFTER);
    let long = cloud_with(3600 * 24 * 30, |_| reply(200, &json!({})));
    get(&session(&settings(&[("username", "w")]), &long, &clock, Some(&home.cache)));
    assert!(old.exists());
    clock.advance(Duration::from_secs(1));
    get(&session(&settings(&[("username", "x")]), &long, &clock, Some(&home.cache)));
    assert!(!old.exists());
}

#[test]
fn only_one_of_many_processes_logs_in() {
    let home = home();
    let ends = SystemTime::now().duration_since(start()).unwrap_or_default().as_secs() + 9999;
    let fake = cloud_with(ends, |_| reply(200, &json!({})));
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let clock = Arc::new(SystemClock);
                let cache = Some(home.cache.clone());
                let session = Session::new(&settings(&[]), fake.clone(), clock, cache).unwrap();
                barrier.wait();
                get(&session);
            });
        }
    });
    assert_eq!(logins(&fake), 1);
}

#[test]
fn an_entry_that_does_not_exist_is_none() {
    let home = home();
    assert!(home.cache.read(&CacheKey::new(&settings(&[]), None), start()).is_none());
    home.cache.clear().unwrap();
}

#[test]
fn a_token_is_believed_for_a_day_at_most() {
    let home = home();
    let month = cloud_with(3600 * 24 * 30, |_| reply(200, &json!({})));
    get(&session(&settings(&[]), &month, &clock(), Some(&home.cache)));
    for (later, is_used) in [(BELIEVED_FOR - MARGIN, true), (BELIEVED_FOR, false)] {
        let (fake, clock) = (cloud_with(3600 * 24 * 30, |_| reply(200, &json!({}))), clock());
        clock.advance(later);
        get(&session(&settings(&[]), &fake, &clock, Some(&home.cache)));
        assert_eq!(logins(&fake) == 0, is_used, "{later:?}");
    }
    // The entry was written a day later than this clock says.
    assert!(!is_used(&home.cache));
}

#[test]
fn an_unchecked_login_leaves_and_uses_no_token() {
    let (home, mut unchecked) = (home(), settings(&[]));
    unchecked.set(Key::Insecure, true, Source::Given);
    get(&session(&unchecked, &cloud(), &clock(), Some(&home.cache)));
    assert!(!home.cache.directory().exists());
    assert!(!is_used(&home.cache));
    let fake = cloud();
    get(&session(&unchecked, &fake, &clock(), Some(&home.cache)));
    assert_eq!(logins(&fake), 1);
}

#[test]
fn logins_with_other_cas_have_other_entries() {
    let home = home();
    let file = home.cache.directory().with_extension("pem");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "one").unwrap();
    let mut named = settings(&[]);
    named.set(Key::CaCert, file.to_str().unwrap(), Source::Given);
    let is_used = |settings: &Settings, cache: TokenCache| {
        let fake = cloud();
        get(&session(settings, &fake, &clock(), Some(&cache)));
        logins(&fake) == 0
    };
    assert!(!is_used(&settings(&[]), home.cache.clone()));
    assert!(!is_used(&named, home.cache.clone()));
    assert!(is_used(&named, home.cache.clone()));
    // As by a variable such as REQUESTS_CA_BUNDLE.
    assert!(is_used(&settings(&[]), home.cache.clone().with_cas(Some(file.clone()))));
    fs::write(&file, "other").unwrap();
    assert!(!is_used(&named, home.cache.clone()));
    assert!(is_used(&settings(&[]), home.cache.clone()));
}

#[test]
fn the_name_of_a_file_depends_on_a_secret_that_is_private() {
    let (home, other) = (home(), home());
    for home in [&home, &other] {
        assert!(!is_used(&home.cache));
    }
    assert_ne!(entry(&home.cache).file_name(), entry(&other.cache).file_name());
    let secret = home.cache.directory().join(SECRET);
    let before = fs::read(&secret).unwrap();
    assert_eq!(before.len(), 32);
    assert!(is_used(&home.cache));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(!is_used(&home.cache), "others may know the secret");
        assert!(is_used(&home.cache));
    }
    fs::write(&secret, "short").unwrap();
    assert!(!is_used(&home.cache));
    assert!(is_used(&home.cache));
    assert_ne!(fs::read(&secret).unwrap(), before);
}

#[test]
fn a_catalog_of_many_megabytes_is_cached() {
    let home = home();
    let fake = Fake::new(|request| {
        let services: Vec<_> = (0..2000)
            .map(|at| json!({"type": format!("s{at}"), "name": "n".repeat(4000), "endpoints": []}))
            .collect();
        let mut answer = cloud_answer(request);
        if answer.status() == 201 {
            let mut body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
            body["token"]["catalog"].as_array_mut().unwrap().extend(services);
            *answer.body_mut() = body.to_string().into_bytes();
        }
        answer
    });
    get(&session(&settings(&[]), &fake, &clock(), Some(&home.cache)));
    assert!(fs::metadata(entry(&home.cache)).unwrap().len() > 7 << 20);
    assert!(is_used(&home.cache));
}

fn cloud_answer(request: &crate::http::Request) -> crate::http::Response {
    use crate::http::Transport;
    cloud().send(request.clone()).unwrap()
}
