//! `trove module apply`, `remove`, `query`, `reapply` and `list instance`

use crate::api::{AppliedModule, Module};
use crate::cli::context::Cx;
use crate::cli::report::exit_code;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use crate::json::{Object, text};
use crate::output::{Column, Tabular, key};
use crate::{Kind, api};
use anyhow::Result;
use clap::Args;

/// What an instance has.
struct Held;

impl Tabular for Held {
    const COLUMNS: &'static [Column] = &[
        key("ID", &["id"]),
        key("Name", &["name"]),
        key("Type", &["type"]),
        key("Md5", &["md5"]),
        key("Created", &["created"]),
        key("Updated", &["updated"]),
    ];
}

/// What became of applying them.
struct Outcome;

impl Tabular for Outcome {
    const COLUMNS: &'static [Column] = &[
        key("Name", &["name"]),
        key("Type", &["type"]),
        key("Datastore", &["datastore"]),
        key("Version", &["datastore_version"]),
        key("Status", &["status"]),
        key("Message", &["message"]),
    ];
}

#[derive(Debug, Args)]
pub(crate) struct OfInstance {
    /// Name or ID
    instance: String,
}

impl Run for OfInstance {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<Held>()?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let modules = client.instances().modules(&id)?;
        cx.rows::<Held>(modules)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// Name or ID
    instance: String,
}

impl Run for Query {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<AppliedModule>()?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let modules = client.instances().query_modules(&id)?;
        cx.rows::<AppliedModule>(modules)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// Name or ID of the instance
    instance: String,
    /// Names or IDs of modules
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,
}

impl Run for Apply {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<Outcome>()?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let modules = client.modules().find_all_ids(&self.modules)?;
        let outcome = client.instances().apply_modules(&id, &modules)?;
        let failed = outcome.iter().filter(|module| failed(module)).count();
        cx.rows::<Outcome>(outcome)?;
        if failed > 0 {
            cx.note(&format!("error: {failed} of {} modules could not be applied", modules.len()));
            cx.raise_exit_code(exit_code::of_kind(Kind::Failed));
        }
        Ok(())
    }
}

/// Whether the guest agent says that it could not apply it.
fn failed(module: &Object) -> bool {
    text(module, "status") == Some("ERROR")
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Name or ID of the instance
    instance: String,
    /// Name or ID of the module
    module: String,
}

impl Run for Remove {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let module = client.modules().find_applied(&id, &self.module)?;
        Ok(client.instances().remove_module(&id, &module)?)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Reapply {
    /// Name or ID
    module: String,
    /// Only to instances that have the contents of this digest
    #[arg(long)]
    md5: Option<String>,
    /// To instances inside clusters too
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    /// How many instances at a time
    #[arg(long, alias = "batch_size", value_name = "COUNT", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    batch_size: Option<u32>,
    /// How many seconds from one batch to the next
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = clap::value_parser!(u32))]
    delay: Option<u32>,
    /// To instances that have the contents of now, too
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Reapply {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let modules = client.modules();
        let id = modules.find_id(&self.module)?;
        let how = api::Reapply {
            md5: self.md5,
            include_clustered: self.include_clustered,
            batch_size: self.batch_size,
            batch_delay: self.delay,
            force: self.force,
        };
        modules.reapply(&id, &how)?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        let name = &self.module;
        cx.waiting(limit, |wait| modules.wait_reapplied_named(&id, name, &how, wait))?;
        cx.show::<Module>(|| modules.find_counted(&id))
    }
}
