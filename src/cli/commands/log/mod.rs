//! `trove log`: the logs of instances.

mod save;
mod tail;

use crate::api::{Collection, Log, LogChange, LogReader, Query};
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

commands! {
    pub(crate) enum Command {
        /// List the logs of an instance
        List(List),
        /// Show a log of an instance
        Show(Show),
        /// Enable, disable, publish or discard a log
        Set(Set),
        /// Print the last lines of what is published of a log
        Tail(tail::Tail),
        /// Save what is published of a log in a file
        Save(save::Save),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Name or ID
    instance: String,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.list(client.logs(&client.instances().find_id(&self.instance)?).objects(Query::new()))
    }
}

// Which log. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
struct Which {
    /// Name or ID
    instance: String,
    /// Name of the log, such as general or slow_query
    #[arg(value_name = "LOG", value_parser = NonEmptyStringValueParser::new())]
    log_name: String,
}

impl Which {
    /// A reader of the log, after publishing it if asked to; none if there is nothing to publish.
    fn open<'c>(
        &self,
        logs: &Collection<'c, Log>,
        publish: bool,
        read: impl FnOnce(&Log) -> crate::Result<LogReader<'c>>,
    ) -> crate::Result<Option<LogReader<'c>>> {
        let change = LogChange { publish, ..LogChange::default() };
        let log = logs.change(&self.log_name, change)?;
        if publish && !log.is_published() {
            return Ok(None);
        }
        read(&log).map(Some)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    which: Which,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Log>(|| {
            let id = client.instances().find_id(&self.which.instance)?;
            client.logs(&id).show_object(&self.which.log_name)
        })
    }
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are switches of the command line")]
pub(crate) struct Set {
    #[command(flatten)]
    which: Which,
    /// Start to write the log
    #[arg(long)]
    enable: bool,
    /// Stop to write the log
    #[arg(long, conflicts_with = "enable")]
    disable: bool,
    /// Publish what is pending in the object store; this enables the log, but for --disable
    #[arg(long)]
    publish: bool,
    /// Delete what is published, before anything is published anew
    #[arg(long)]
    discard: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Set {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_change::<Log>()?;
        let client = cx.client()?;
        let Which { instance, log_name } = &self.which;
        let id = client.instances().find_id(instance)?;
        let change = LogChange {
            enable: (self.enable || self.disable).then_some(self.enable),
            publish: self.publish,
            discard: self.discard,
        };
        cx.change::<Log>(|| client.logs(&id).change_object(log_name, change))?;
        restart_required::wait_until_settled(cx, instance, &id, self.wait.wait)
    }
}
