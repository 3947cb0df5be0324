//! `trove generate tree`

use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::{Arg, ArgAction, Args, Command as Clap};
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub(crate) struct Tree {}

impl Run for Tree {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let mut root = cx.tree();
        // Subcommands are built only on demand.
        root.build();
        cx.say(&node(&root, true).to_string())
    }
}

/// Describes a command and its subcommands; the options of every command are described at the root only.
fn node(command: &Clap, root: bool) -> Value {
    let aliases: Vec<&str> = command.get_all_aliases().collect();
    let args = command.get_arguments().filter(|arg| root || !arg.is_global_set());
    let args: Vec<Value> = args.map(argument).collect();
    // clap's own `help` has the whole tree once more.
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    let below: Vec<Value> = below.map(|below| node(below, false)).collect();
    json!({
        "name": command.get_name(),
        "about": command.get_about().map(ToString::to_string),
        "hidden": command.is_hide_set(),
        "aliases": aliases,
        "args": args,
        "subcommands": below,
    })
}

fn argument(arg: &Arg) -> Value {
    let long: Vec<&str> =
        arg.get_long().into_iter().chain(arg.get_all_aliases().unwrap_or_default()).collect();
    let short: Vec<char> = arg
        .get_short()
        .into_iter()
        .chain(arg.get_all_short_aliases().unwrap_or_default())
        .collect();
    json!({
        "long": long,
        "short": short,
        "positional": arg.is_positional(),
        "required": arg.is_required_set(),
        "values": values(arg),
    })
}

fn values(arg: &Arg) -> &'static str {
    let most = arg.get_num_args().map_or(0, |range| range.max_values());
    match arg.get_action() {
        ArgAction::Append => "many",
        _ if most > 1 => "many",
        _ if most == 1 => "one",
        _ => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::Cli;

    fn find<'t>(list: &'t Value, key: &str, wanted: &str) -> &'t Value {
        let fits = |item: &&Value| {
            item[key] == wanted
                || item[key].as_array().is_some_and(|names| names.contains(&json!(wanted)))
        };
        list.as_array().unwrap().iter().find(fits).unwrap_or(&Value::Null)
    }

    #[test]
    fn the_tree_has_every_level_and_every_alias() {
        let mut root = Cli::command();
        root.build();
        let tree = node(&root, true);
        assert_eq!(find(&tree["args"], "long", "os-auth-plugin")["values"], "one");
        assert_eq!(find(&tree["args"], "short", "c")["values"], "many");
        let instance = find(&tree["subcommands"], "name", "instance");
        let list = find(&instance["subcommands"], "name", "list");
        assert_eq!(find(&list["args"], "long", "include_clustered")["values"], "none");
        assert!(find(&list["args"], "long", "os-cloud").is_null());
        let delete = find(&instance["subcommands"], "name", "delete");
        let targets = find(&delete["args"], "values", "many");
        assert_eq!((&targets["positional"], &targets["required"]), (&json!(true), &json!(true)));
    }
}
