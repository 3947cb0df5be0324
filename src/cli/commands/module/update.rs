//! `trove module update`

use crate::Error;
use crate::api::{Contents, ModuleUpdate};
use crate::cli::commands::module::columns::SHOW;
use crate::cli::commands::module::contents;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Update {
    /// Module name or ID
    module: String,
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// New type
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// File with the new contents; '-' reads standard input
    #[arg(long)]
    file: Option<String>,
    /// New description
    #[arg(long)]
    description: Option<String>,
    /// Datastore that the module is for (name or ID)
    #[arg(long)]
    datastore: Option<String>,
    /// Make the module available for all datastores
    #[arg(long, alias = "all_datastores", conflicts_with_all = ["datastore", "datastore_version"])]
    all_datastores: bool,
    /// Datastore version that the module is for (name or ID)
    #[arg(long, alias = "datastore_version")]
    datastore_version: Option<String>,
    /// Make the module available for all versions of the datastore
    #[arg(long, alias = "all_datastore_versions", conflicts_with = "datastore_version")]
    all_datastore_versions: bool,
    /// Apply the module to every new instance (administrators only)
    #[arg(long, alias = "auto_apply")]
    auto_apply: bool,
    /// Do not apply the module to every new instance
    #[arg(long, alias = "no_auto_apply", conflicts_with = "auto_apply")]
    no_auto_apply: bool,
    /// Make the module available to all projects (administrators only)
    #[arg(long, alias = "all_tenants", visible_alias = "all-projects")]
    all_tenants: bool,
    /// Make the module available to this project only
    #[arg(
        long,
        alias = "no_all_tenants",
        visible_alias = "no-all-projects",
        conflicts_with = "all_tenants"
    )]
    no_all_tenants: bool,
    /// Hide the module from other users (administrators only)
    #[arg(long)]
    hidden: bool,
    /// Show the module to users who are not administrators
    #[arg(long, alias = "no_hidden", conflicts_with = "hidden")]
    no_hidden: bool,
    /// Allow changes to the module while instances have it
    #[arg(long, alias = "live_update")]
    live_update: bool,
    /// Do not allow changes to the module while instances have it
    #[arg(long, alias = "no_live_update", conflicts_with = "live_update")]
    no_live_update: bool,
    /// Apply the module before modules without priority (administrators only)
    #[arg(long, alias = "priority_apply")]
    priority_apply: bool,
    /// Apply the module after modules with priority
    #[arg(long, alias = "no_priority_apply", conflicts_with = "priority_apply")]
    no_priority_apply: bool,
    /// Position among the modules of the same priority, 0 to 9
    #[arg(long, alias = "apply_order", value_name = "ORDER", allow_negative_numbers = true, value_parser = clap::value_parser!(u8).range(0..=9))]
    apply_order: Option<u8>,
    /// Allow other users to change the module (administrators only)
    #[arg(long, alias = "full_access")]
    full_access: bool,
    /// Allow only administrators to change the module (administrators only)
    #[arg(long, alias = "no_full_access", conflicts_with = "full_access")]
    no_full_access: bool,
}

/// Returns the value that a switch or its opposite sets, if either is given.
fn either(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

impl Update {
    fn changes(self, contents: Option<Contents>) -> ModuleUpdate {
        ModuleUpdate {
            name: self.name,
            module_type: self.kind,
            contents,
            description: self.description,
            datastore: self.datastore,
            datastore_version: self.datastore_version,
            all_datastores: self.all_datastores,
            all_datastore_versions: self.all_datastore_versions,
            auto_apply: either(self.auto_apply, self.no_auto_apply),
            all_tenants: either(self.all_tenants, self.no_all_tenants),
            hidden: either(self.hidden, self.no_hidden),
            live_update: either(self.live_update, self.no_live_update),
            priority_apply: either(self.priority_apply, self.no_priority_apply),
            apply_order: self.apply_order,
            full_access: either(self.full_access, self.no_full_access),
        }
    }
}

impl Run for Update {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let contents = self.file.as_ref().map(|file| contents::read(cx, file)).transpose()?;
        let name = self.module.clone();
        let update = self.changes(contents);
        if update.is_empty() {
            let error = Error::invalid(format!("nothing to change in '{name}'"));
            return Err(error
                .with_hint("add an option such as --name, --file or --description: see --help")
                .into());
        }
        let client = cx.client()?;
        let id = client.modules().find_id(&name)?;
        view.print(cx, client.modules().update_object(&id, &update)?)
    }
}
