//! Mistakes of the user: a clear error before anything is sent.

use crate::support::home::{Home, Outcome};
use crate::support::site::Site;
use troveclient::sandbox::seed::AUTH_PATH;

#[test]
fn without_any_settings_the_error_names_them_all() {
    let ended = Home::bare().run("instance list").failed(2).saying("auth_url").saying("username");
    ended.hinting("OS_AUTH_URL").hinting("clouds.yaml");
}

#[test]
fn an_unknown_cloud_is_an_error_that_names_the_known_ones() {
    let home = Home::bare();
    home.run("--os-cloud nope instance list").failed(2).saying("'nope'").hinting("clouds.yaml");
    home.write("clouds.yaml", "clouds: {mine: {}, yours: {}}");
    home.run("--os-cloud nope instance list").failed(2).hinting("mine").hinting("yours");
}

#[test]
fn an_invalid_yaml_file_is_named_with_the_error_in_it() {
    for broken in
        ["clouds: [", "clouds: {here: {auth: 'x}}", "\tclouds:", "\u{0}", "- a", "clouds: x"]
    {
        let home = Home::bare();
        home.write("clouds.yaml", broken);
        let path = home.path().join("clouds.yaml");
        let ended = home.run("--os-cloud here instance list").saying("error: ");
        assert_eq!((ended.status, ended.out.as_str()), (Some(2), ""), "{ended:?}");
        ended.saying(&format!("'{}'", path.display()));
    }
}

#[test]
fn the_error_of_an_invalid_yaml_file_shows_none_of_its_text() {
    let home = Home::bare();
    home.write("clouds.yaml", "clouds:\n  here:\n    auth:\n      password: s3cret-in-file: x\n");
    let ended = home.run("--os-cloud here instance list").hiding("s3cret-in-file");
    assert_eq!(ended.status, Some(2));
}

#[test]
fn a_missing_password_is_an_error_without_a_terminal() {
    let site = Site::cloud();
    let ended = Home::at(&site).without("OS_PASSWORD").run("instance list").failed(2);
    ended.saying("password").hinting("OS_PASSWORD").hiding("Password:");
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn wrong_options_are_refused_before_anything_is_sent() {
    let site = Site::cloud();
    let home = Home::at(&site);
    for (words, said) in [
        ("instance list -c nothere", "'nothere'"),
        ("instance list -f shell", "shell"),
        ("instance list -f nosuch", "'nosuch'"),
        ("instance show x -f csv", "csv"),
        ("instance list --limit 0", "--limit"),
        ("instance list --limit 5 --all", "--all"),
        ("instance list --frob", "--frob"),
        ("instance frob", "'frob'"),
        ("instance list --insecure --verify", "--verify"),
        ("instance create x --flavor 2 --size 0", "--size"),
        ("instance create x --flavor 2 --size abc", "'abc'"),
        ("instance create x --flavor 2 --size -1", "-1"),
        ("instance create x --size 1", "flavor"),
        ("instance create x --flavor 2 --size 1 --wait=soon", "'soon'"),
        ("instance create x --flavor 2 --nic port=1", "'port'"),
        ("instance create x --flavor 2 -c nothere", "'nothere'"),
        ("instance wait x --timeout soon", "'soon'"),
        ("instance update x", "nothing"),
        ("sandbox serve --speed 0", "'0'"),
        ("sandbox serve --faults nonsense", "nonsense"),
        ("sandbox serve --port 65536", "65536"),
    ] {
        home.run(words).failed(2).saying(said);
    }
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn an_argument_that_may_be_a_password_is_not_repeated() {
    let site = Site::cloud();
    let home = Home::at(&site);
    for users in ["hunter2", ":hunter2", "hunter2:"] {
        let words = format!("instance create x --flavor 2 --size 1 --users {users}");
        home.run(&words).failed(2).saying("USER:PASSWORD").saying("--users").hiding("hunter2");
    }
    assert_eq!(site.asked().len(), 0);
}

#[test]
fn arguments_that_are_not_utf_8_are_refused_without_a_panic() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::bare();
    let mut command = home.command("instance show");
    command.arg(std::ffi::OsStr::from_bytes(b"\xff\xfe"));
    Outcome::of(command).failed(2);
}

#[test]
fn variables_that_are_not_utf_8_matter_only_if_needed() {
    use std::os::unix::ffi::OsStrExt;
    let site = Site::cloud();
    let home = Home::at(&site);
    let mut command = home.command("instance list");
    command.env("SOMETHING", std::ffi::OsStr::from_bytes(b"\xff\xfe"));
    Outcome::of(command).worked_silently();
}

#[test]
fn a_name_is_never_sent_as_a_path_or_a_query() {
    let site = Site::cloud();
    let home = Home::at(&site);
    for name in ["", ".", "..", "../flavors", "a/b", "%2e%2e", "x?y#z", "a\nb", "\u{202e}é", "-"] {
        let mut command = home.command("instance show");
        command.arg(name);
        Outcome::of(command).failed(3);
    }
    let asked = site.asked();
    let strange = asked
        .iter()
        .map(|request| request.uri().path())
        .find(|path| !path.starts_with(AUTH_PATH) && path.split('/').nth(3) != Some("instances"));
    assert_eq!(strange, None);
}

#[test]
fn unknown_names_are_not_found_and_ambiguous_names_list_their_ids() {
    let site = Site::cloud();
    let home = Home::at(&site);
    home.run("instance show nosuch").failed(3).saying("'nosuch'");
    home.run("instance delete nosuch").failed(3).saying("'nosuch'");
    home.run("instance create x --flavor nosuch --size 1").failed(3).saying("'nosuch'");
    assert_eq!(site.changes(), 0);
    for _ in 0..2 {
        home.run("instance create twin --flavor 2 --size 1").worked();
    }
    let ended = home.run("instance delete twin").failed(3).hinting("ID");
    assert_eq!(ended.err.matches('-').count(), 8, "two UUIDs: {ended:?}");
    assert_eq!(site.changes(), 2);
}
