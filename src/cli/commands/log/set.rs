//! `trove log set`

use crate::api::LogChange;
use crate::cli::commands::log::columns::SHOW;
use crate::cli::commands::log::log_args::LogArgs;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Set {
    #[command(flatten)]
    log: LogArgs,
    /// Start writing the log
    #[arg(long)]
    enable: bool,
    /// Stop writing the log
    #[arg(long, conflicts_with = "enable")]
    disable: bool,
    /// Publish pending entries in the object store; this enables the log, except with --disable
    #[arg(long)]
    publish: bool,
    /// Delete the published entries from the object store
    #[arg(long)]
    discard: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let LogArgs { instance, log_name } = &self.log;
        let id = client.instances().find_id(instance)?;
        let change = LogChange {
            enable: (self.enable || self.disable).then_some(self.enable),
            publish: self.publish,
            discard: self.discard,
        };
        view.print(cx, client.logs(&id).change_object(log_name, change)?)?;
        restart_required::wait_until_settled(cx, instance, &id, self.wait.wait)
    }
}
