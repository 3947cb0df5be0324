//! `trove module create`, `update` and `delete`

use crate::Error;
use crate::api::{Contents, Module, ModuleUpdate, NewModule, Resource};
use crate::cli::batch;
use crate::cli::commands::module::contents;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Create {
    /// Name of the module
    name: String,
    /// Type, which the service has to know: ping, or new_relic_license
    #[arg(value_name = "TYPE")]
    kind: String,
    /// File with the contents; - is standard input
    file: String,
    /// What it is for
    #[arg(long)]
    description: Option<String>,
    /// Datastore that it is for (name or ID); all if not said
    #[arg(long)]
    datastore: Option<String>,
    /// Datastore version that it is for (name or ID); all if not said
    #[arg(long, alias = "datastore_version", requires = "datastore")]
    datastore_version: Option<String>,
    /// Apply it to new instances without asking (administrators)
    #[arg(long, alias = "auto_apply")]
    auto_apply: bool,
    /// Make it for all projects (administrators)
    #[arg(long, alias = "all_tenants", visible_alias = "all-projects")]
    all_tenants: bool,
    /// Hide it from others than administrators (administrators)
    #[arg(long)]
    hidden: bool,
    /// Let it be changed while instances have it
    #[arg(long, alias = "live_update")]
    live_update: bool,
    /// Apply it before those that are not of priority (administrators)
    #[arg(long, alias = "priority_apply")]
    priority_apply: bool,
    /// Place among those of the same priority, 0 to 9
    #[arg(long, alias = "apply_order", value_name = "ORDER", default_value_t = 5, allow_negative_numbers = true, value_parser = clap::value_parser!(u8).range(0..=9))]
    apply_order: u8,
    /// Let others than administrators change it, though an administrator makes it (administrators)
    #[arg(long, alias = "full_access", conflicts_with_all = ["auto_apply", "all_tenants", "hidden", "priority_apply"])]
    full_access: bool,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_change::<Module>()?;
        let new = NewModule {
            contents: contents::read(cx, &self.file)?,
            name: self.name,
            module_type: self.kind,
            description: self.description,
            datastore: self.datastore,
            datastore_version: self.datastore_version,
            auto_apply: self.auto_apply,
            all_tenants: self.all_tenants,
            hidden: self.hidden,
            live_update: self.live_update,
            priority_apply: self.priority_apply,
            apply_order: Some(self.apply_order),
            full_access: self.full_access.then_some(true),
        };
        let client = cx.client()?;
        cx.change::<Module>(|| client.modules().create_object(&new))
    }
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Update {
    /// Name or ID
    module: String,
    /// The new name
    #[arg(long)]
    name: Option<String>,
    /// The new type
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// File with the new contents; - is standard input
    #[arg(long)]
    file: Option<String>,
    /// What it is for
    #[arg(long)]
    description: Option<String>,
    /// Datastore that it is for (name or ID)
    #[arg(long)]
    datastore: Option<String>,
    /// Make it for all datastores
    #[arg(long, alias = "all_datastores", conflicts_with_all = ["datastore", "datastore_version"])]
    all_datastores: bool,
    /// Datastore version that it is for (name or ID)
    #[arg(long, alias = "datastore_version")]
    datastore_version: Option<String>,
    /// Make it for all versions of its datastore
    #[arg(long, alias = "all_datastore_versions", conflicts_with = "datastore_version")]
    all_datastore_versions: bool,
    /// Apply it to new instances without asking (administrators)
    #[arg(long, alias = "auto_apply")]
    auto_apply: bool,
    /// Do not apply it to new instances without asking
    #[arg(long, alias = "no_auto_apply", conflicts_with = "auto_apply")]
    no_auto_apply: bool,
    /// Make it for all projects (administrators)
    #[arg(long, alias = "all_tenants", visible_alias = "all-projects")]
    all_tenants: bool,
    /// Make it for this project only
    #[arg(
        long,
        alias = "no_all_tenants",
        visible_alias = "no-all-projects",
        conflicts_with = "all_tenants"
    )]
    no_all_tenants: bool,
    /// Hide it from others than administrators (administrators)
    #[arg(long)]
    hidden: bool,
    /// Show it to others than administrators
    #[arg(long, alias = "no_hidden", conflicts_with = "hidden")]
    no_hidden: bool,
    /// Let it be changed while instances have it
    #[arg(long, alias = "live_update")]
    live_update: bool,
    /// Do not let it be changed while instances have it
    #[arg(long, alias = "no_live_update", conflicts_with = "live_update")]
    no_live_update: bool,
    /// Apply it before those that are not of priority (administrators)
    #[arg(long, alias = "priority_apply")]
    priority_apply: bool,
    /// Apply it after those that are of priority
    #[arg(long, alias = "no_priority_apply", conflicts_with = "priority_apply")]
    no_priority_apply: bool,
    /// Place among those of the same priority, 0 to 9
    #[arg(long, alias = "apply_order", value_name = "ORDER", allow_negative_numbers = true, value_parser = clap::value_parser!(u8).range(0..=9))]
    apply_order: Option<u8>,
    /// Let others than administrators change it (administrators)
    #[arg(long, alias = "full_access")]
    full_access: bool,
    /// Let only administrators change it (administrators)
    #[arg(long, alias = "no_full_access", conflicts_with = "full_access")]
    no_full_access: bool,
}

/// What a switch and its opposite say.
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
        cx.check_change::<Module>()?;
        let contents = self.file.as_ref().map(|file| contents::read(cx, file)).transpose()?;
        let name = self.module.clone();
        let update = self.changes(contents);
        if update.is_empty() {
            let error = Error::invalid(format!("nothing to change in '{name}'"));
            return Err(error.with_hint("--name, --file, --description …: see --help").into());
        }
        let client = cx.client()?;
        let id = client.modules().find_id(&name)?;
        cx.change::<Module>(|| client.modules().update_object(&id, &update))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names or IDs
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::deletion(cx, Module::NOUN, &self.modules)?;
        let client = cx.client()?;
        let modules = client.modules();
        let deleted = batch::run(cx, &modules, &self.modules, None, |target, _| {
            modules.delete(&target.id).map(|()| None)
        });
        deleted.map(drop)
    }
}
