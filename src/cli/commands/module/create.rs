//! `trove module create`

use crate::api::NewModule;
use crate::cli::commands::module::columns::SHOW;
use crate::cli::commands::module::contents;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Create {
    /// Name of the module
    name: String,
    /// Type of the module: one that the service supports, such as ping or new_relic_license
    #[arg(value_name = "TYPE")]
    kind: String,
    /// File with the contents; '-' reads standard input
    file: String,
    /// Description of the module
    #[arg(long)]
    description: Option<String>,
    /// Datastore that the module is for (name or ID) [default: all datastores]
    #[arg(long)]
    datastore: Option<String>,
    /// Datastore version that the module is for (name or ID) [default: all versions]
    #[arg(long, alias = "datastore_version", requires = "datastore")]
    datastore_version: Option<String>,
    /// Apply the module to every new instance (administrators only)
    #[arg(long, alias = "auto_apply")]
    auto_apply: bool,
    /// Make the module available to all projects (administrators only)
    #[arg(long, alias = "all_tenants", visible_alias = "all-projects")]
    all_tenants: bool,
    /// Hide the module from other users (administrators only)
    #[arg(long)]
    hidden: bool,
    /// Allow changes to the module while instances have it
    #[arg(long, alias = "live_update")]
    live_update: bool,
    /// Apply the module before modules without priority (administrators only)
    #[arg(long, alias = "priority_apply")]
    priority_apply: bool,
    /// Position among the modules of the same priority, 0 to 9
    #[arg(long, alias = "apply_order", value_name = "ORDER", default_value_t = 5, allow_negative_numbers = true, value_parser = clap::value_parser!(u8).range(0..=9))]
    apply_order: u8,
    /// Allow other users to change the module (administrators only)
    #[arg(long, alias = "full_access", conflicts_with_all = ["auto_apply", "all_tenants", "hidden", "priority_apply"])]
    full_access: bool,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
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
        view.print(cx, client.modules().create_object(&new)?)
    }
}
