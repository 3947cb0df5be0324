//! `trove mgmt instance`: instances of all projects, and what is below them.

use crate::api::{Goal, Instance, MgmtInstanceState};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use crate::json::Object;
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List instances, with their servers
        List(List),
        /// Show an instance, with its server, volume and guest agent
        Show(Show),
        /// Stop the database of instances, not their servers
        Stop(Stop),
        /// Move the servers of instances to other hosts
        Migrate(Migrate),
        /// Take instances to be idle, whatever is being done to them, and their backups to have failed
        ResetTaskStatus(ResetTask),
        /// Ask guest agents whether they are there
        Ping(Ping),
        /// Show what the guest agent of an instance takes up
        Diagnostics(Diagnostics),
        /// Show the memory and processors of the server of an instance
        Hwinfo(Hwinfo),
        /// Show who enabled root, and when
        RootHistory(RootHistory),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    page: PageArgs,
    /// Those inside clusters too
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    /// Those of this project (name or ID)
    #[arg(long)]
    project: Option<String>,
    /// Deleted ones instead
    #[arg(long)]
    deleted: bool,
    /// Deleted ones too
    #[arg(long, alias = "with_deleted", conflicts_with = "deleted")]
    with_deleted: bool,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let mut query = self.page.query();
        if self.include_clustered {
            query = query.filter("include_clustered", "True");
        }
        if let Some(project) = &self.project {
            query = query.filter("project_id", client.find_project(project)?);
        }
        if !self.with_deleted {
            query = query.filter("deleted", if self.deleted { "True" } else { "False" });
        }
        let objects = client.mgmt_instances().objects(query);
        cx.list_as::<_, MgmtInstanceState>(self.page.extent(objects))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    instance: String,
    /// Even if it is deleted
    #[arg(long)]
    deleted: bool,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        cx.show::<MgmtInstanceState>(|| match self.deleted {
            true => instances.find_deleted(&self.instance),
            false => instances.find_object(&self.instance),
        })
    }
}

// Those that a verb is for, and how long to wait. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
struct Several {
    /// Names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Several {
    /// Begins something with each, and waits for it if that is asked for.
    fn each(
        &self,
        cx: &mut Cx<'_>,
        goal: &Goal,
        begin: impl Fn(&str) -> crate::Result<()> + Sync,
    ) -> Result<()> {
        let client = cx.client()?;
        let found = client.mgmt_instances();
        let done = batch::run(cx, &found, &self.instances, self.wait.wait, |target, wait| {
            begin(&target.id)?;
            match wait {
                Some(wait) => client.instances().wait_named(&target.id, target.name, goal, wait),
                None => Ok(None),
            }
        })?;
        batch::print::<Instance>(cx, &self.instances, done)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Stop {
    #[command(flatten)]
    several: Several,
}

impl Run for Stop {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let stopped = Goal::Status("SHUTDOWN".into());
        self.several.each(cx, &stopped, |id| client.mgmt_instances().stop(id))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    several: Several,
    /// The host to move to; the cloud chooses one if left out
    #[arg(long)]
    host: Option<String>,
}

impl Run for Migrate {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let host = self.host.as_deref();
        self.several.each(cx, &Goal::Ready, |id| client.mgmt_instances().migrate(id, host))
    }
}

#[derive(Debug, Args)]
pub(crate) struct ResetTask {
    #[command(flatten)]
    several: Several,
}

impl Run for ResetTask {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let reset = |id: &str| client.mgmt_instances().reset_task_status(id);
        self.several.each(cx, &Goal::Ready, reset)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Ping {
    /// Names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
}

impl Run for Ping {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let found = client.mgmt_instances();
        let there = batch::run(cx, &found, &self.instances, None, |target, _| {
            found.ping(&target.id).map(|()| None)
        })?;
        for instance in there {
            cx.say(&format!("The guest agent of instance {} answers.", instance.id))?;
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(crate) struct Diagnostics {
    /// Name or ID
    instance: String,
}

impl Run for Diagnostics {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        cx.show::<Object>(|| instances.diagnostics_object(&instances.find_id(&self.instance)?))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Hwinfo {
    /// Name or ID
    instance: String,
}

impl Run for Hwinfo {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        cx.show::<Object>(|| instances.hwinfo_object(&instances.find_id(&self.instance)?))
    }
}

#[derive(Debug, Args)]
pub(crate) struct RootHistory {
    /// Name or ID
    instance: String,
}

impl Run for RootHistory {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        cx.show::<Object>(|| instances.root_history_object(&instances.find_id(&self.instance)?))
    }
}
