//! `trove module reapply`

use crate::api;
use crate::cli::commands::module::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::report::aftermath::Thing;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Reapply {
    /// Module name or ID
    module: String,
    /// Only instances where the contents of the module have this MD5 digest
    #[arg(long)]
    md5: Option<String>,
    /// Include instances that belong to clusters
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    /// Number of instances in a batch
    #[arg(long, alias = "batch_size", value_name = "COUNT", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    batch_size: Option<u32>,
    /// Seconds to wait between batches
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = clap::value_parser!(u32))]
    delay: Option<u32>,
    /// Include instances that already have the current contents
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Reapply {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
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
        let Some(waiting) = waiting else { return Ok(()) };
        waiting.run(cx, &Thing::new::<api::Module>(&self.module, &id), |wait| {
            modules.wait_reapplied_named(&id, &self.module, &how, wait)?;
            modules.find_counted(&id).map(Some)
        })
    }
}
