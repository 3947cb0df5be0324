//! `trove cluster modules`

use crate::api::{Client, Cluster};
use crate::cli::commands::cluster::columns::MODULES;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::json::{Object, text};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Modules {
    /// Cluster name or ID
    cluster: String,
}

impl Run for Modules {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(MODULES)?;
        let client = cx.client()?;
        let cluster = client.clusters().find_object(&self.cluster)?;
        view.rows(cx, modules_of_members(&client, &cluster)?)
    }
}

/// Lists the modules of all members; each module has the name of its member.
fn modules_of_members(client: &Client, cluster: &Object) -> crate::Result<Vec<Object>> {
    let mut rows = Vec::new();
    for member in Cluster::members(cluster) {
        let id = text(&member, "id").unwrap_or_default();
        let name = member.get("name").cloned().unwrap_or_default();
        for mut module in client.instances().modules(id)? {
            module.insert("instance_name".into(), name.clone());
            rows.push(module);
        }
    }
    Ok(rows)
}
