//! No secret is shown with `--debug`, `-v` and `--timing`.

use crate::support::home::{Home, Outcome};
use crate::support::site::{Site, is_login, sandbox};
use crate::testing::server::bytes;
use crate::testing::server::closed_address;
use serde_json::{Value, json};
use troveclient::http::Request;
use troveclient::sandbox::{Options, seed};

const PASSWORD: &str = "pw-Corr3ct-horse";
const DATABASE_PASSWORD: &str = "db-B4ttery:staple";
const CREDENTIAL_SECRET: &str = "ac-S3cret-of-app";

/// A cloud in which `demo` has a password that occurs nowhere else.
fn cloud() -> Site {
    let cloud = sandbox(Options::default());
    Site::answering(move |request| bytes(&cloud.handle(with_known_secrets(request))))
}

/// The request with the secrets that the sandbox knows.
fn with_known_secrets(request: &Request) -> Request {
    let body = String::from_utf8(request.body().clone()).unwrap();
    let body = body.replace(PASSWORD, seed::DEMO.password);
    let body = body.replace(CREDENTIAL_SECRET, seed::APPLICATION_CREDENTIAL_SECRET);
    let mut known: Request = request.clone();
    *known.body_mut() = body.into_bytes();
    known
}

fn home(site: &Site) -> Home {
    Home::at(site).with("OS_PASSWORD", PASSWORD)
}

#[track_caller]
fn assert_hidden(ended: Outcome, site: &Site) -> Outcome {
    let asked = site.asked();
    let tokens = asked.iter().filter_map(|request| request.headers().get("x-auth-token"));
    let tokens = tokens.map(|token| token.to_str().unwrap().to_owned());
    let parts = ["Corr3ct", "B4ttery", "staple", "S3cret"].map(str::to_owned);
    parts.into_iter().chain(tokens).fold(ended, |ended, secret| ended.hiding(&secret))
}

#[test]
fn no_output_has_a_secret() {
    let site = cloud();
    let home = home(&site);
    let user = format!("app:{DATABASE_PASSWORD}");
    for (words, status) in [
        (
            format!("-v instance create a --flavor 2 --size 1 --databases d --users {user} --wait"),
            0,
        ),
        (
            format!(
                "--debug --no-cache instance create b --flavor 2 --size 1 --databases d --users {user}"
            ),
            0,
        ),
        ("--debug --timing -v instance list --no-cache".into(), 0),
        ("--debug --timing instance show a -f json".into(), 0),
        (
            format!(
                "--debug instance create c --flavor 2 --size 999999 --databases d --users {user}"
            ),
            1,
        ),
        (
            format!(
                "--debug instance create d --flavor nosuch --size 1 --databases d --users {user}"
            ),
            3,
        ),
        (format!("--debug instance create '' --flavor 2 --users {user} --frob"), 2),
        ("--debug instance show nosuch".into(), 3),
        ("--debug -v auth status -f json".into(), 0),
        ("--debug -v config list".into(), 0),
        ("--debug -v config show -f json".into(), 0),
        ("--debug -v config doctor -f json".into(), 0),
        ("--debug -v auth logout --revoke".into(), 0),
    ] {
        let ended = assert_hidden(home.run(&words), &site);
        assert_eq!(ended.status, Some(status), "{ended:?}");
    }
    // The secrets were sent.
    let sent = |text: &str| {
        site.asked().iter().any(|request| String::from_utf8_lossy(request.body()).contains(text))
    };
    assert!(sent(PASSWORD) && sent(DATABASE_PASSWORD));
}

/// A service that answers a change with what it was sent.
#[test]
fn a_request_that_comes_back_shows_no_secret() {
    /// The media type and the text of the answer.
    type Mirror = fn(&Request) -> (&'static str, String);
    let mirrors: [Mirror; 3] = [
        |request| ("application/json", String::from_utf8_lossy(request.body()).into_owned()),
        |request| {
            let message = format!("Invalid: {}", String::from_utf8_lossy(request.body()));
            ("application/json", json!({"badRequest": {"message": message}}).to_string())
        },
        |request| {
            let headers = format!("{:?}", request.headers());
            ("text/plain", format!("{headers} {}", String::from_utf8_lossy(request.body())))
        },
    ];
    for mirror in mirrors {
        let cloud = sandbox(Options::default());
        let site = Site::answering(move |request| {
            if request.method() == "GET" || is_login(request) {
                return bytes(&cloud.handle(with_known_secrets(request)));
            }
            let (kind, text) = mirror(request);
            let answer = http::Response::builder().status(400).header("content-type", kind);
            bytes(&answer.body(text.into_bytes()).unwrap())
        });
        let home = home(&site);
        let user = format!("app:{DATABASE_PASSWORD}");
        for options in ["", "--debug -v --timing"] {
            let words = format!(
                "{options} instance create a --flavor 2 --size 1 --databases d --users {user}"
            );
            assert_hidden(home.run(&words), &site).saying("***");
        }
    }
}

#[test]
fn variables_of_other_programs_are_no_secrets() {
    let home = Home::bare()
        .with("PWD", "/home/somebody/project")
        .with("SSH_ASKPASS", "/usr/bin/askpass")
        .with("OS_PASSWORD", PASSWORD);
    let words = format!(
        "instance create /home/somebody/project --flavor /usr/bin/askpass --frob{PASSWORD}"
    );
    let ended = home.run(&words);
    let ended = ended.saying("--frob***");
    assert_eq!(ended.status, Some(2), "{ended:?}");
    let cloud = home.with("OS_CLOUD", "/home/somebody/project-/usr/bin/askpass");
    cloud
        .run("instance list")
        .saying("cloud '/home/somebody/project-/usr/bin/askpass' was not found");
}

#[test]
fn failed_logins_show_no_secret() {
    let site = cloud();
    let home = home(&site).with("OS_PROJECT_NAME", "nosuch");
    assert_hidden(home.run("--debug -v --timing instance list").saying("curl"), &site)
        .failed_login();
    // A password in an option is hidden too.
    let words = format!("--os-password {PASSWORD}-not --debug instance list");
    assert_hidden(home.run(&words), &site).failed_login();
}

impl Outcome {
    fn failed_login(self) {
        assert_eq!((self.status, self.out.as_str()), (Some(4), ""), "{self:?}");
    }
}

#[test]
fn the_secret_of_an_application_credential_is_hidden() {
    let site = cloud();
    let home = Home::bare()
        .with("OS_AUTH_TYPE", "v3applicationcredential")
        .with("OS_AUTH_URL", site.auth_url())
        .with("OS_APPLICATION_CREDENTIAL_ID", seed::APPLICATION_CREDENTIAL_ID)
        .with("OS_APPLICATION_CREDENTIAL_SECRET", CREDENTIAL_SECRET)
        .with("OS_REGION_NAME", seed::REGION);
    assert_hidden(home.run("--debug -v --timing instance list -f json"), &site).worked();
    let wrong = home.with("OS_APPLICATION_CREDENTIAL_SECRET", format!("{CREDENTIAL_SECRET}-not"));
    assert_hidden(wrong.run("--debug -v --timing instance list"), &site).failed_login();
}

#[test]
fn a_secret_of_a_cloud_that_no_login_takes_is_hidden_too() {
    let site = cloud();
    let keys = [
        "api_key",
        "passwd",
        "passphrase",
        "privateKey",
        "client-secret",
        "otp",
        "access_key",
        "credential",
        "pin",
    ];
    let top: String =
        keys.iter().map(|key| format!("{key}: Corr3ct, {key}_2: {{x: [Corr3ct]}}, ")).collect();
    let text = format!(
        "clouds: {{one: {{{top} region_name: RegionOne, auth: {{auth_url: '{}', username: demo, \
         project_name: demo, user_domain_name: Default, project_domain_name: Default}}}}}}",
        site.auth_url()
    );
    let home = Home::bare().with("OS_CLOUD", "one").with("OS_PASSWORD", PASSWORD);
    home.write("clouds.yaml", text);
    for words in [
        "config list",
        "config show",
        "config show -f json",
        "config doctor",
        "config doctor -f json",
        "auth status -f json",
        "instance list",
    ] {
        assert_hidden(home.run(&format!("--debug -vv --timing {words}")), &site).worked();
    }
    // What a login does not take is refused, by its name.
    let home = home.with("OS_TOKEN", "Corr3ct").with("OS_PASSCODE", "Corr3ct");
    let ended = assert_hidden(home.run("--debug -vv config show"), &site).failed(2);
    ended.saying("does not take 'passcode'");
}

#[test]
fn a_secret_in_a_url_is_hidden() {
    let site = cloud();
    let url = site.auth_url().replace("http://", "http://user:Corr3ct@");
    let home = home(&site).with("OS_AUTH_URL", url);
    assert_hidden(home.run("--debug -v --timing instance list"), &site);
    let nobody = closed_address();
    let home = Home::facing(&format!("http://user:Corr3ct@{nobody}/v1.0/p"));
    assert_hidden(home.run("--debug -v --timing instance list"), &site).saying("cannot connect");
}

/// The words into which a shell splits a line.
fn words(home: &Home, line: &str) -> Vec<String> {
    let mut shell = home.program("/bin/bash");
    let script = "curl() { printf '%s\\0' \"$@\"; }\n";
    shell.arg("-c").arg(format!("set -u\n{script}{line}"));
    shell.env("OS_TOKEN", "the-token").env("OS_PASSWORD", "the-password");
    let ended = Outcome::of(shell).worked_silently();
    ended.out.split_terminator('\0').map(str::to_owned).collect()
}

#[test]
fn a_request_that_is_shown_can_be_pasted_into_a_shell() {
    let site = cloud();
    let home = home(&site);
    let mut command =
        home.command("--debug instance create --flavor 2 --size 1 --databases d --users");
    command.arg(format!("it's:{DATABASE_PASSWORD}")).arg("--");
    command.arg("a'b \"$HOME\" `id` \\ $(id) é");
    let ended = assert_hidden(Outcome::of(command), &site);
    let lines: Vec<_> = ended.err.lines().filter(|line| line.starts_with("curl ")).collect();
    let requests = site.asked();
    assert_eq!(lines.len(), requests.len(), "{ended:?}");
    for (line, request) in lines.into_iter().zip(requests) {
        let words = words(&home, line);
        let after = |flag: &str| {
            let at = words.iter().position(|word| word == flag);
            at.map(|at| words[at + 1].as_str())
        };
        assert_eq!(after("-X"), Some(request.method().as_str()));
        assert!(words.last().unwrap().ends_with(&request.uri().to_string()), "{words:?}");
        if request.headers().contains_key("x-auth-token") {
            assert!(words.contains(&"x-auth-token: the-token".to_owned()), "{words:?}");
        }
        if let Some(data) = after("--data-raw") {
            let shown: Value = serde_json::from_str(data).unwrap();
            let sent = String::from_utf8(request.body().clone()).unwrap();
            let sent = sent.replace(PASSWORD, "the-password");
            let sent = sent.replace(DATABASE_PASSWORD, "the-password");
            assert_eq!(shown, serde_json::from_str::<Value>(&sent).unwrap());
        }
    }
}

#[test]
fn timings_go_to_standard_error() {
    let site = cloud();
    let ended = home(&site).run("--timing instance list -f json").worked();
    assert_eq!(ended.out, "[]\n");
    let lines: Vec<_> = ended.err.lines().collect();
    assert_eq!(lines.len(), 4, "{ended:?}");
    assert!(lines[0].ends_with("/v3") && lines[0].contains("s 200 GET http://"), "{ended:?}");
    assert!(lines[1].contains("s 201 POST http://") && lines[2].contains("s 200 GET http://"));
    assert!(lines[3].ends_with("s in 3 requests"), "{ended:?}");
    // So it is if the command fails.
    let ended = home(&site).run("--timing instance show nosuch").failed(3);
    assert!(ended.err.trim_end().ends_with("requests"), "{ended:?}");
}

#[test]
fn verbose_shows_the_source_of_a_password_and_not_its_value() {
    let site = cloud();
    let home = home(&site);
    let ended = assert_hidden(home.run("-v instance list -f json"), &site).worked();
    let ended = ended.saying("auth.password from OS_PASSWORD");
    assert_eq!(serde_json::from_str::<Value>(&ended.out).unwrap(), json!([]));
}
