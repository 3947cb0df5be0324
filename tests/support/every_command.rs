//! A command line for every command, and the tree of commands.

use serde_json::Value;

/// Commands that are not run: they would serve until a signal, or delete the sandbox.
pub(crate) const LEFT_OUT: &[&str] = &["sandbox serve", "sandbox reset"];

/// Command lines of an administrator and their exit code, in an order in which most of them work.
pub(crate) const LINES: &[(&str, i32)] = &[
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
    ("datastore delete mysql", 1),
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
    ("instance resize a --volume 2", 0),
    ("instance resize volume a 3", 0),
    ("instance resize flavor a 3", 0),
    ("instance reset status a", 0),
    ("instance wait a", 0),
    ("db create a d", 0),
    ("db list a", 0),
    ("db delete a d", 0),
    ("user create a u B4ttery-2 --databases app", 0),
    ("user list a", 0),
    ("user show a u", 0),
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
    (
        "cluster create c mariadb 10.11.14 --instance flavor=2,volume=1 --instance flavor=2,volume=1 --instance flavor=2,volume=1",
        0,
    ),
    ("cluster show c", 0),
    ("cluster grow c --instance flavor=2,volume=1,name=four", 0),
    ("cluster list instances c", 0),
    ("cluster instance list c", 0),
    ("cluster instance show c four", 0),
    ("cluster modules c", 0),
    ("cluster restart c", 0),
    ("cluster shrink c four", 0),
    ("cluster upgrade c 11.4.8", 0),
    (
        r#"configuration create cg {"connect_timeout":10} --datastore mariadb --datastore-version 11.4.8"#,
        0,
    ),
    ("cluster configuration attach c cg", 0),
    ("cluster configuration detach c", 0),
    ("mgmt cluster list", 0),
    ("mgmt cluster show c", 0),
    ("mgmt cluster reset-task c", 0),
    ("mgmt cluster reset task c", 0),
    ("cluster reset status c", 0),
    ("cluster delete c", 0),
    (
        "cluster create c mariadb 10.11.14 --instance flavor=2,volume=1 --instance flavor=2,volume=1 --instance flavor=2,volume=1",
        0,
    ),
    ("cluster force delete c", 0),
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
    ("auth status", 0),
    ("auth token", 0),
    ("auth logout", 0),
    ("config list", 0),
    ("config show", 0),
    ("config trust --list", 0),
    ("config doctor", 0),
    ("sandbox env", 0),
    ("sandbox status", 0),
    ("generate tree", 0),
    ("generate legacy", 0),
];

/// A command that can be run.
pub(crate) struct Command {
    /// Its words, as in `instance list`.
    pub(crate) path: String,
    /// Its options, without the dashes.
    pub(crate) options: Vec<String>,
    /// Whether the help leaves it out.
    pub(crate) hidden: bool,
}

/// The commands of a tree that can be run, in its order.
pub(crate) fn commands(tree: &Value) -> Vec<Command> {
    let mut found = Vec::new();
    for noun in tree["subcommands"].as_array().unwrap() {
        collect(noun, "", false, &mut found);
    }
    assert!(found.len() > 100, "{}", found.len());
    found
}

fn collect(command: &Value, above: &str, hidden: bool, into: &mut Vec<Command>) {
    let path = format!("{above} {}", command["name"].as_str().unwrap()).trim_start().to_owned();
    let hidden = hidden || command["hidden"] == true;
    let options = command["args"].as_array().unwrap().iter();
    let options: Vec<String> =
        options.map(|arg| arg["long"][0].as_str().unwrap_or_default().to_owned()).collect();
    let below = command["subcommands"].as_array().unwrap();
    // `user show` is a command, and `user show access` is one too.
    if below.is_empty() || options.iter().any(|option| option != "help") {
        into.push(Command { path: path.clone(), options, hidden });
    }
    for command in below {
        collect(command, &path, hidden, into);
    }
}

/// The command that a command line runs, if it is one. Options may stand before it.
pub(crate) fn command_of(tree: &Value, line: &str) -> Option<String> {
    let is_before = |word: &str| word.starts_with('-') || word.contains('=');
    let mut words = line.split_whitespace().skip_while(|word| is_before(word)).peekable();
    let (mut path, mut command) = (String::new(), tree);
    while let Some(word) = words.peek() {
        let below = command["subcommands"].as_array().unwrap();
        let named = |below: &&Value| {
            below["name"] == *word
                || below["aliases"].as_array().unwrap().iter().any(|alias| alias == *word)
        };
        let Some(next) = below.iter().find(named) else { break };
        command = next;
        path = format!("{path} {}", command["name"].as_str().unwrap()).trim_start().to_owned();
        words.next();
    }
    (!path.is_empty()).then_some(path)
}
