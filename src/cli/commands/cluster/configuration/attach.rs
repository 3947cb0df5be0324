//! `trove cluster configuration attach`

use crate::Error;
use crate::cli::commands::cluster::columns::SHOW;
use crate::cli::commands::cluster::start::finish;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use crate::json::text;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Attach {
    /// Cluster name or ID
    cluster: String,
    /// Configuration group name or ID
    configuration: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Attach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let cluster = client.clusters().find_object(&self.cluster)?;
        let id = text(&cluster, "id").unwrap_or_default();
        let configuration = client.configurations().find_id(&self.configuration)?;
        // The service would record the new group and leave the old one attached to the members
        // (trove/cluster/models.py, `rolling_configuration_update`).
        if let Some(other) = text(&cluster, "configuration").filter(|other| *other != configuration)
        {
            let name = &self.cluster;
            let message = format!("cluster '{name}' has another configuration group: {other}");
            let hint = format!("detach it first: 'trove cluster configuration detach {name}'");
            return Err(Error::invalid(message).with_hint(hint).into());
        }
        client.clusters().attach_configuration(id, &configuration)?;
        finish(cx, &self.cluster, id, waiting)
    }
}
