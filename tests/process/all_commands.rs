//! Every command of the tree, saying all that it can: no secret is among it.

use crate::support::home::{Home, Outcome};
use crate::support::site::Site;
use crate::testing::server::bytes;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use troveclient::http::{Request, Response};
use troveclient::is_secret;
use troveclient::sandbox::{Options, Sandbox, seed};

const PASSWORD: &str = "pw-Corr3ct-horse";
/// Part of every secret that a command line or a file has.
const MARK: &str = "B4ttery";

/// Command lines, and how they end, in an order in which most of them work.
const LINES: &[(&str, i32)] = &[
    ("flavor list", 0),
    ("flavor show 2", 0),
    ("limit list", 0),
    ("limit show", 0),
    ("health", 0),
    ("volume type list --datastore-type mysql --datastore-version-id 8.0.32", 0),
    ("datastore list", 0),
    ("datastore show mysql", 0),
    ("datastore version list mysql", 0),
    ("datastore version show 8.0.32 --datastore mysql", 0),
    ("datastore version create 9.0 mysql mysql c00000c0-00c0-0c00-00c0-000c000000cc --active", 0),
    ("datastore version set 9.0 --datastore mysql --disable", 0),
    ("datastore version delete 9.0 --datastore mysql", 0),
    ("quota show", 0),
    ("quota update demo instances 9", 0),
    (
        "instance create a --flavor 2 --size 1 --datastore mysql --databases app --users app:B4ttery-1 --allowed-cidr 10.0.0.0/8",
        0,
    ),
    ("instance create b --replica-of a", 0),
    ("instance list --all-projects", 0),
    ("instance show a", 0),
    ("instance update a --name a", 0),
    ("instance restart a", 0),
    ("instance reboot a", 0),
    ("instance resize volume a 2", 0),
    ("instance resize flavor a 3", 0),
    ("instance reset status a", 0),
    ("instance wait a", 0),
    ("db create a d", 0),
    ("db list a", 0),
    ("db delete a d", 0),
    ("user create a u B4ttery-2 --databases app", 0),
    ("user list a", 0),
    ("user show access a u", 0),
    ("user grant access a u app", 0),
    ("user revoke access a u app", 0),
    ("user update attributes a u --new-password B4ttery-3", 0),
    ("user set-passwords a u:B4ttery-4", 0),
    ("user delete a u", 0),
    ("root enable a --root-password B4ttery-5", 0),
    ("root enable a", 0),
    ("root show a", 0),
    ("root disable a", 0),
    ("backup create full --instance a", 0),
    ("backup list", 0),
    ("backup list instance a", 0),
    ("backup show full", 0),
    ("backup strategy create --instance-id a --swift-container c", 0),
    ("backup strategy list", 0),
    ("backup strategy delete --instance-id a", 0),
    ("backup delete full", 0),
    ("backup execution delete x", 2),
    (r#"configuration create g {"connect_timeout":10}"#, 0),
    ("configuration list", 0),
    ("configuration show g", 0),
    ("configuration default a", 0),
    ("configuration parameter list 8.0.32 --datastore mysql", 0),
    ("configuration parameter show 8.0.32 connect_timeout --datastore mysql", 0),
    (r#"configuration parameter set g {"connect_timeout":20}"#, 0),
    (r#"configuration set g {"connect_timeout":30}"#, 0),
    ("configuration attach a g", 0),
    ("configuration instances g", 0),
    ("configuration detach a", 0),
    ("configuration delete g", 0),
    ("module create m ping module", 0),
    ("module list", 0),
    ("module show m", 0),
    ("module update m --description d", 0),
    ("module apply a m", 0),
    ("module list instance a", 0),
    ("module query a", 0),
    ("module retrieve a --directory modules", 0),
    ("module instances m", 0),
    ("module instance count m", 0),
    ("module reapply m", 0),
    ("module remove a m", 0),
    ("module delete m", 0),
    ("log list a", 0),
    ("log set a general --enable", 0),
    ("log show a general", 0),
    ("log set a general --publish", 0),
    ("log tail a general", 0),
    ("log save a general --file log", 0),
    ("log set a general --disable", 0),
    ("ssl enable a https://barbican/v1/secrets/11111111-0000-4000-8000-000000000001", 0),
    ("ssl show a", 0),
    ("ssl rollback a", 0),
    ("ssl disable a", 1),
    ("cluster list", 0),
    ("instance upgrade a 8.4.0", 0),
    ("mgmt instance list", 0),
    ("mgmt instance show a", 0),
    ("mgmt instance ping a", 0),
    ("mgmt instance diagnostics a", 0),
    ("mgmt instance hwinfo a", 0),
    ("mgmt instance root-history a", 0),
    ("mgmt instance reset-task-status a", 0),
    ("mgmt instance migrate a", 0),
    ("mgmt instance stop a", 0),
    ("mgmt cluster list", 0),
    ("mgmt datastore version list", 0),
    ("mgmt datastore version show 8.0.32 --datastore mysql", 0),
    ("mgmt configuration parameter list 8.0.32 --datastore mysql", 0),
    ("mgmt configuration parameter show 8.0.32 --datastore mysql connect_timeout", 0),
    (
        "mgmt configuration parameter create 8.0.32 --datastore mysql my_own --type integer --min 1 --max 2",
        0,
    ),
    ("mgmt configuration parameter update 8.0.32 --datastore mysql my_own --max 3", 0),
    ("mgmt configuration parameter delete 8.0.32 --datastore mysql my_own", 0),
    ("instance promote b", 0),
    ("instance detach a", 0),
    ("instance eject a", 1),
    ("instance rebuild a c00000c0-00c0-0c00-00c0-000c000000cc", 0),
    ("instance delete b", 0),
    ("instance force delete a", 0),
    ("sandbox env", 0),
    ("sandbox status", 0),
    ("generate tree", 0),
    ("generate legacy", 0),
];

/// Commands that are not run: they would serve until they are stopped, or forget the sandbox.
const LEFT_OUT: &[&str] = &["sandbox serve", "sandbox reset"];

/// Commands whose data is a secret, which is what they are for.
const TELLING: &[&str] = &["root enable", "auth token"];

/// All that went over the wire and must be seen nowhere.
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

/// A cloud with an administrator whose password is found wherever it shows up.
fn cloud(vault: Arc<Mutex<Vault>>) -> Site {
    // So fast that nothing is ever at work.
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

/// The paths of all commands without commands of their own, with their options and arguments.
fn leaves<'t>(command: &'t Value, path: &str, into: &mut Vec<(String, &'t Value)>) {
    let below = command["subcommands"].as_array().unwrap();
    if below.is_empty() {
        into.push((path.to_owned(), &command["args"]));
    }
    for command in below {
        let name = command["name"].as_str().unwrap();
        leaves(command, format!("{path} {name}").trim_start(), into);
    }
}

/// What a command that the table does not know is given: a word for each argument that it needs,
/// and each secret that it takes.
fn guessed(path: &str, args: &Value) -> String {
    let mut line = path.to_owned();
    for arg in args.as_array().unwrap() {
        let long = arg["long"].as_array().and_then(|names| names.first()?.as_str());
        let name = long.unwrap_or_default();
        let secret = arg["values"] != "none" && is_secret(name);
        if secret || arg["required"] == true {
            line.push_str(&long.map(|name| format!(" --{name}")).unwrap_or_default());
            line.push_str(if secret { " B4ttery-staple" } else { " a" });
        }
    }
    line
}

/// All files below `directory`, and what is in them.
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
fn no_command_tells_a_secret_however_much_it_says() {
    let vault: Arc<Mutex<Vault>> = Arc::default();
    let site = cloud(Arc::clone(&vault));
    let home = Home::of(&site, &seed::ADMIN).with("OS_PASSWORD", PASSWORD);
    home.write("module", format!("message=hello\nkey={MARK}\n"));
    let tree: Value = serde_json::from_str(&home.run("generate tree").worked().out).unwrap();
    let mut known = Vec::new();
    leaves(&tree, "", &mut known);
    let runs = |path: &String| LINES.iter().any(|(line, _)| line.starts_with(path.as_str()));
    let rest = known.iter().filter(|(path, _)| !runs(path) && !LEFT_OUT.contains(&path.as_str()));
    let rest = rest.map(|(path, args)| (guessed(path, args), None));
    let lines = LINES.iter().map(|(line, status)| ((*line).to_owned(), Some(*status)));
    let mut wrong = Vec::new();
    for (line, status) in lines.chain(rest) {
        let mut command = home.command(&line);
        command.args(["--debug", "-v", "--timing"]);
        let ended = Outcome::of(command);
        if status.is_some_and(|status| ended.status != Some(status)) {
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
