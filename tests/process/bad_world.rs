//! Failures of clouds and disks: a short error, the right exit code, and no panic.

use crate::support::home::{Home, Outcome, TROVE};
use crate::support::site::{Site, json, page};
use crate::testing::keystone::{Keystone, service};
use crate::testing::server::{bytes, closed_address};
use serde_json::json;
use std::time::{Duration, Instant};
use troveclient::sandbox::seed::REGION;

#[test]
fn a_wrong_password_is_an_error_with_the_places_to_check() {
    let site = Site::cloud();
    let home = Home::at(&site).with("OS_PASSWORD", "hunter2");
    let ended = home.run("instance list").failed(4).saying("401").hiding("hunter2");
    ended.hinting("OS_PASSWORD").hinting("OS_USERNAME");
    assert_eq!(site.logins(), 1);
}

#[test]
fn a_missing_login_is_not_reported_as_a_missing_role() {
    let site = Site::cloud();
    let ended = Home::facing(&format!("{}/v1.0/p", site.url())).run("instance list").failed(4);
    ended.hinting("login").hiding("administrator");
}

#[test]
fn a_catalog_without_a_database_service_is_an_error_that_lists_its_services() {
    let site = Site::answering(|request| {
        let keystone = Keystone {
            url: "/identity/v3/".into(),
            token: "t".into(),
            expires: "2999-01-01T00:00:00Z".into(),
            user: ["u", "demo"],
            project: ["p", "demo"],
            catalog: json!([service("image", "glance", &[["public", REGION, "http://x"]])]),
        };
        let path = request.uri().path().strip_prefix("/identity/v3").unwrap();
        bytes(&keystone.answer(request.method().as_str(), path, &json!({})).unwrap())
    });
    let ended = Home::at(&site).run("instance list").failed(2);
    ended.saying("no public endpoint of a database service").hinting("image");
}

#[test]
fn a_region_without_a_database_service_is_an_error_that_lists_the_regions_with_one() {
    let site = Site::cloud();
    let home = Home::at(&site).with("OS_REGION_NAME", "Nowhere");
    home.run("instance list").failed(2).saying("'Nowhere'").hinting(REGION);
}

#[test]
fn a_host_that_does_not_answer_cannot_be_reached() {
    let nobody = closed_address();
    let home = Home::facing(&format!("http://{nobody}"));
    home.run("instance list").failed(6).saying(&nobody.to_string()).hinting("address");
    let home = Home::facing("http://no-such-host.invalid");
    home.run("instance list").failed(6).saying("no-such-host.invalid");
}

#[test]
fn a_connection_that_closes_at_once_leaves_the_outcome_unknown() {
    let site = Site::answering(|_| Vec::new());
    let home = Home::facing(&site.url());
    home.run("instance list")
        .failed(6)
        .saying("connection broken")
        .hinting("may have been carried out");
}

/// Malformed responses, with the exit code and the words of the error.
fn nonsense() -> Vec<(Vec<u8>, i32, &'static str)> {
    let html = "<html><head><title>Welcome</title></head><body>to <b>nginx</b></body></html>";
    vec![
        (page(200, "text/html", html), 1, "an HTML page 'Welcome"),
        (page(502, "text/html", html), 1, "Welcome"),
        (page(200, "application/json", r#"{"instances": [{"id": "#), 1, "ends in the middle"),
        (page(200, "application/json", b"{\"instances\": \"\xff\xfe\"}"), 1, "not UTF-8"),
        (page(500, "application/json", b"\xff\xfe\xfd"), 1, "500"),
        (page(200, "application/json", ""), 1, "instances"),
        (page(200, "application/json", "[]"), 1, "instances"),
        (page(200, "application/json", r#"{"instances": {}}"#), 1, "instances"),
        (page(200, "application/json", r#"{"instances": [1]}"#), 1, "'1'"),
        (page(401, "application/json", "{}"), 4, "401"),
        (page(403, "application/json", "{}"), 4, "403"),
        (page(404, "application/json", "{}"), 3, "404"),
        (page(500, "application/json", ""), 1, "Internal Server Error"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}".to_vec(), 6, "connection broken"),
        (b"HTTP/1.1 200 OK\r\n".to_vec(), 6, "connection broken"),
        (b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(), 6, "connection broken"),
        (b"HTTP/1.1 302 Found\r\nlocation: http://elsewhere.invalid/\r\ncontent-length: 0\r\n\r\n".to_vec(), 6, "redirect"),
    ]
}

#[test]
fn a_malformed_response_of_the_service_is_a_short_error() {
    for (answer, status, said) in nonsense() {
        let site = Site::answering(move |_| answer.clone());
        let ended = Home::facing(&site.url()).run("instance list").failed(status).saying(said);
        assert!(ended.err.len() < 1200, "{ended:?}");
    }
}

#[test]
fn a_malformed_response_of_keystone_is_a_short_error() {
    for (answer, ..) in nonsense() {
        let retried = answer.starts_with(b"HTTP/1.1 502");
        if retried {
            continue;
        }
        let site = Site::answering(move |_| answer.clone());
        let home = Home::at(&site).with("OS_DATABASE_CONNECT_RETRIES", "0");
        let ended = home.run("instance list");
        assert!(matches!(ended.status, Some(1 | 4 | 6)), "{ended:?}");
        // Before the login fails, a warning says that there was no list of versions.
        let told = ["error: ", "warning: "].iter().any(|word| ended.err.starts_with(word));
        assert!(ended.out.is_empty() && told && ended.err.contains("error: "), "{ended:?}");
        assert!(ended.err.len() < 1200, "{ended:?}");
    }
}

#[test]
fn a_huge_error_page_is_cut_quickly() {
    for kind in ["text/html", "text/plain", "application/json"] {
        let site = Site::answering(move |_| page(500, kind, "<p>oops ".repeat(10 << 17)));
        let start = Instant::now();
        let ended = Home::facing(&site.url()).run("instance list").failed(1).saying("500");
        assert!(ended.err.len() < 1200, "{ended:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}

#[test]
fn a_change_is_not_repeated_if_its_response_was_lost() {
    let site = Site::answering(|request| match request.method().as_str() {
        "GET" => {
            json(200, &json!({"flavor": {"id": 2, "str_id": "2", "name": "small", "ram": 512}}))
        }
        _ => Vec::new(),
    });
    let home = Home::bare().with("OS_CLOUD", "here");
    let url = site.url();
    home.write(
        "clouds.yaml",
        format!("clouds: {{here: {{auth_type: none, auth: {{endpoint: '{url}'}}}}}}"),
    );
    home.run("instance create x --flavor 2 --size 1")
        .failed(6)
        .hinting("check before you try again");
    assert_eq!(site.changes(), 1);
}

#[test]
fn an_error_names_the_request_and_its_id() {
    let site = Site::answering(|_| {
        let body = json!({"badRequest": {"code": 400, "message": "no such thing"}});
        let id = "req-0123";
        let response = http::Response::builder().status(400).header("x-openstack-request-id", id);
        bytes(&response.body(body.to_string().into_bytes()).unwrap())
    });
    let home = Home::facing(&site.url());
    let ended = home.run("instance list").failed(1).saying("no such thing").saying("req-0123");
    assert!(!ended.err.contains("request: "), "{}", ended.err);
    home.run("instance list -v").saying("  request: GET ").saying("/instances");
}

#[test]
fn a_cache_that_cannot_be_written_is_a_warning_at_most() {
    let site = Site::cloud();
    let home = || Home::at(&site);
    let in_file = home();
    in_file.write(".cache/trove", "a file");
    let not_writable = home().with("XDG_CACHE_HOME", "/proc/self");
    let no_directory = home().with("XDG_CACHE_HOME", "/dev/null/cache");
    let wrong_home = home().with("HOME", "/nonexistent/home");
    for home in [in_file, not_writable, no_directory, wrong_home] {
        let ended = home.run("instance list -f json").worked();
        assert_eq!(ended.out, "[]\n");
        let lines: Vec<_> = ended.err.lines().collect();
        assert!(
            lines.len() <= 1 && lines.iter().all(|line| line.starts_with("warning: ")),
            "{ended:?}"
        );
    }
    assert_eq!(site.logins(), 4);
}

#[test]
fn a_full_disk_is_a_warning_and_leaves_no_partial_token() {
    let site = Site::cloud();
    let home = Home::at(&site);
    let mut shell = home.program("/bin/bash");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f 0; exec {TROVE} instance list -f json"));
    let ended = Outcome::of(shell).worked().saying("warning: the token is not cached");
    assert_eq!(ended.out, "[]\n");
    let left = std::fs::read_dir(home.tokens()).unwrap().map(|entry| entry.unwrap());
    assert!(left.into_iter().all(|entry| entry.metadata().unwrap().len() == 0));
    home.run("instance list").worked_silently();
    home.run("instance list").worked_silently();
    assert_eq!(site.logins(), 2);
}

/// Makes a file somebody else's, which only root can do.
fn give_away(path: &std::path::Path) -> bool {
    std::os::unix::fs::chown(path, Some(12_345), None).is_ok()
}

#[test]
fn a_file_of_somebody_else_in_the_current_directory_is_refused_with_the_way_out() {
    let site = Site::cloud();
    let home = Home::facing(&format!("{}/v1.0/p", site.url()));
    let file = home.path().join("clouds.yaml");
    if !give_away(&file) {
        return;
    }
    let ended = home.run("instance list").failed(2).saying("belongs to another user (ID 12345)");
    let trust = format!("'trove config trust {}'", file.display());
    ended.hinting(&trust).hinting("OS_CLIENT_CONFIG_FILE");
    assert_eq!(site.asked().len(), 0);
    let home = home.with("SUDO_UID", "12345");
    home.run("instance list").failed(4);
    let home = home.without("SUDO_UID").with("OS_CLIENT_CONFIG_FILE", "clouds.yaml");
    home.run("instance list").failed(4);
    let home = home.without("OS_CLIENT_CONFIG_FILE");
    home.run("config trust").worked();
    home.run("instance list").failed(4);
    // Elsewhere a foreign owner is common.
    let directory = home.path().join(".config/openstack");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::rename(&file, directory.join("clouds.yaml")).unwrap();
    home.run("instance list").failed(4);
}

#[test]
fn a_foreign_link_to_an_own_file_is_refused_too() {
    let home = Home::bare().with("OS_CLOUD", "here");
    home.write("mine.yaml", "clouds: {here: {}}\n");
    let link = home.path().join("clouds.yaml");
    std::os::unix::fs::symlink("mine.yaml", &link).unwrap();
    home.run("config show").saying("needs auth_url");
    if std::os::unix::fs::lchown(&link, Some(12_345), None).is_ok() {
        home.run("config show").failed(2).saying("belongs to another user");
    }
}

#[test]
fn a_fifo_named_clouds_yaml_stops_no_command() {
    let home = Home::bare();
    let mode = rustix::fs::Mode::RUSR;
    let path = home.path().join("clouds.yaml");
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let ended = home.run("instance list").saying("needs auth_url").hinting("is not a regular file");
    assert_eq!(ended.status, Some(2), "{ended:?}");
    home.run("--os-cloud x instance list").failed(2).saying("is not a regular file");
    home.run("config list").worked().saying("is not a regular file");
}

#[test]
fn a_directory_or_file_that_may_not_be_read_is_named_if_something_is_missing() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let home = Home::bare();
    let file = home.write(".config/openstack/clouds.yaml", "clouds: {here: {}}\n");
    let directory = file.parent().unwrap().to_owned();
    let shut = |path: &std::path::Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    shut(home.path(), 0o755);
    // Root may read everything, and plays somebody else.
    let command = |words: &str| {
        let mut command = home.command(words);
        if rustix::process::geteuid().is_root() {
            command.uid(12_345).gid(12_345).current_dir("/");
        }
        command
    };
    if !command("--version").output().is_ok_and(|output| output.status.success()) {
        // The program is where nobody else may run it.
        return;
    }
    for (path, open) in [(&file, 0o644), (&directory, 0o755)] {
        shut(path, 0);
        for words in ["instance list", "--os-cloud here instance list", "config doctor"] {
            let ended = Outcome::of(command(words));
            let told = format!("'{}' cannot be read: Permission denied", path.display());
            assert!(format!("{}{}", ended.out, ended.err).contains(&told), "{ended:?}");
            assert_eq!(ended.status, Some(2), "{ended:?}");
        }
        shut(path, open);
    }
}
