//! `trove cluster shrink`, `upgrade`, `restart`, `configuration` and `reset status`

use crate::Error;
use crate::api::{Cluster, ClusterGoal};
use crate::cli::batch;
use crate::cli::commands::cluster::finish;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use crate::json::text;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Shrink {
    /// Name or ID
    cluster: String,
    /// Names or IDs of instances of the cluster
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Shrink {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let clusters = client.clusters();
        let cluster = clusters.find_object(&self.cluster)?;
        let id = text(&cluster, "id").unwrap_or_default();
        clusters.shrink(id, &clusters.find_members(&cluster, &self.instances)?)?;
        finish(cx, &self.cluster, id, self.wait.wait)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Upgrade {
    /// Name or ID
    cluster: String,
    /// The new datastore version (name or ID)
    datastore_version: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Upgrade {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.clusters().find_id(&self.cluster)?;
        client.clusters().upgrade(&id, &self.datastore_version)?;
        finish(cx, &self.cluster, &id, self.wait.wait)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Restart {
    /// Names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Restart {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let clusters = client.clusters();
        let done = batch::run(cx, &clusters, &self.clusters, self.wait.wait, |target, wait| {
            clusters.restart(&target.id)?;
            match wait {
                Some(wait) => {
                    clusters.wait_named(&target.id, target.name, ClusterGoal::Ready, wait)
                }
                None => Ok(None),
            }
        })?;
        batch::print::<Cluster>(cx, &self.clusters, done)
    }
}

commands! {
    pub(crate) enum Configuration {
        /// Attach a configuration group to a cluster
        Attach(Attach),
        /// Detach the configuration group of a cluster
        Detach(Detach),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Attach {
    /// Name or ID
    cluster: String,
    /// Configuration group (name or ID)
    configuration: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Attach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let cluster = client.clusters().find_object(&self.cluster)?;
        let id = text(&cluster, "id").unwrap_or_default();
        let configuration = client.configurations().find_id(&self.configuration)?;
        // The service would note the new one, and leave its members with the old one
        // (trove/cluster/models.py, `rolling_configuration_update`).
        if let Some(other) = text(&cluster, "configuration").filter(|other| *other != configuration)
        {
            let name = &self.cluster;
            let says = format!("cluster '{name}' has another configuration group: {other}");
            let hint = format!("detach it first: 'trove cluster configuration detach {name}'");
            return Err(Error::invalid(says).with_hint(hint).into());
        }
        client.clusters().attach_configuration(id, &configuration)?;
        finish(cx, &self.cluster, id, self.wait.wait)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Detach {
    /// Name or ID
    cluster: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Detach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.clusters().find_id(&self.cluster)?;
        client.clusters().detach_configuration(&id)?;
        finish(cx, &self.cluster, &id, self.wait.wait)
    }
}

commands! {
    pub(crate) enum Reset {
        /// Clear what a cluster is stuck in (administrators)
        Status(ResetStatus),
    }
}

#[derive(Debug, Args)]
pub(crate) struct ResetStatus {
    /// Name or ID
    cluster: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ResetStatus {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.clusters().find_id(&self.cluster)?;
        client.clusters().reset_status(&id)?;
        finish(cx, &self.cluster, &id, self.wait.wait)
    }
}
