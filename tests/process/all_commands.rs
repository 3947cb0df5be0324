//! Every command with `--debug -v --timing` shows no secret.

use crate::support::every_command::LINES;
use crate::support::home::{Home, Outcome};
use crate::support::site::Site;
use crate::testing::server::bytes;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use troveclient::http::{Request, Response};
use troveclient::sandbox::{Options, Sandbox, seed};

const PASSWORD: &str = "pw-Corr3ct-horse";
/// A part of every secret in a command line or a file.
const MARK: &str = "B4ttery";

/// Commands that print a secret, because it is their purpose.
const TELLING: &[&str] = &["root enable", "auth token"];

/// The secrets that were sent and received.
#[derive(Default)]
struct Vault(BTreeSet<String>);

impl Vault {
    fn keep(&mut self, request: &Request, response: &Response) {
        for headers in [request.headers(), response.headers()] {
            for name in ["x-auth-token", "x-subject-token"] {
                let token = headers.get(name).map(|token| token.to_str().unwrap().to_owned());
                self.0.extend(token);
            }
        }
        for body in [request.body(), response.body()] {
            if let Ok(value) = serde_json::from_slice(body) {
                self.passwords(&value);
            }
        }
    }

    fn passwords(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        Value::String(text)
                            if ["password", "contents"].contains(&name.as_str()) =>
                        {
                            self.0.insert(text.clone());
                        }
                        other => self.passwords(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.passwords(item)),
            _ => {}
        }
    }
}

/// A cloud whose administrator has a password that occurs nowhere else.
fn cloud(vault: Arc<Mutex<Vault>>) -> Site {
    // So fast that no operation is ever running.
    let cloud = Sandbox::open(Options { speed: 1e9, ..Options::default() }).unwrap();
    Site::answering(move |request| {
        let body = String::from_utf8(request.body().clone()).unwrap();
        let mut known: Request = request.clone();
        *known.body_mut() = body.replace(PASSWORD, seed::ADMIN.password).into_bytes();
        let response = cloud.handle(known);
        vault.lock().unwrap().keep(request, &response);
        bytes(&response)
    })
}

/// All files below `directory`, and their contents.
fn files(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![(path.clone(), fs::read(&path).unwrap())],
        })
        .collect()
}

#[test]
fn no_command_shows_a_secret_even_with_debug_and_verbose() {
    let vault: Arc<Mutex<Vault>> = Arc::default();
    let site = cloud(Arc::clone(&vault));
    let home = Home::of(&site, &seed::ADMIN).with("OS_PASSWORD", PASSWORD);
    home.write("module", format!("message=hello\nkey={MARK}\n"));
    let mut wrong = Vec::new();
    for (line, status) in LINES {
        let mut command = home.command(line);
        command.args(["--debug", "-v", "--timing"]);
        let ended = Outcome::of(command);
        if ended.status != Some(*status) {
            let talk =
                ended.err.lines().filter(|l| l.starts_with("error") || l.starts_with("hint"));
            wrong.push(format!("{line}: {:?} {:?}", ended.status, talk.collect::<Vec<_>>()));
        }
        let tells = TELLING.iter().any(|path| line.starts_with(path));
        let shown = if tells { ended.err } else { ended.out + &ended.err };
        let mut secrets = vault.lock().unwrap().0.clone();
        secrets.insert(MARK.to_owned());
        for secret in secrets.into_iter().filter(|secret| shown.contains(secret)) {
            wrong.push(format!("{line}: shows '{secret}'"));
        }
    }
    let secrets = &vault.lock().unwrap().0;
    for number in 1..=5 {
        assert!(secrets.contains(&format!("{MARK}-{number}")), "{number} was never sent");
    }
    for (file, content) in files(home.path()) {
        let content = String::from_utf8_lossy(&content);
        let secret = secrets.iter().find(|secret| content.contains(secret.as_str()));
        wrong.extend(secret.map(|secret| format!("{}: has '{secret}'", file.display())));
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn help_and_wrong_command_lines_show_no_secret() {
    let home = Home::bare().with("OS_PASSWORD", PASSWORD).with("OS_TOKEN", PASSWORD);
    for (words, status) in [
        ("--help", 0),
        ("user create --help", 0),
        ("user create a u B4ttery more", 2),
        ("user-create a u B4ttery more and more", 2),
        ("--os-pasword=B4ttery instance list", 2),
        ("root enable a --root-pasword B4ttery", 2),
        ("instance create a --flavor 2 --size x --users app:B4ttery", 2),
        ("instance create a --flavor 2 --size 1 --databases d --users :B4ttery", 2),
        ("user set-passwords a :B4ttery", 2),
        ("user create a u B4ttery --password-stdin", 2),
        ("--os-auth-url http://me:B4ttery@h:port/ instance list", 2),
    ] {
        let ended = home.run(words).hiding(PASSWORD).hiding(MARK);
        assert_eq!(ended.status, Some(status), "{words}: {ended:?}");
    }
}
