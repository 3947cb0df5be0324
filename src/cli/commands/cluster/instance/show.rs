//! `trove cluster instance show`

use crate::api::{Client, is_uuid};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::json::{Object, text};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Cluster name or ID
    cluster: String,
    /// Name or ID of an instance of the cluster
    instance: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let instance = self.find(&cx.client()?)?;
        view.print(cx, instance)
    }
}

impl Show {
    fn find(&self, client: &Client) -> crate::Result<Object> {
        let clusters = client.clusters();
        if is_uuid(&self.instance) {
            let id = clusters.find_id(&self.cluster)?;
            return clusters.instance_object(&id, &self.instance);
        }
        let cluster = clusters.find_object(&self.cluster)?;
        let id = text(&cluster, "id").unwrap_or_default();
        let found = clusters.find_members(&cluster, std::slice::from_ref(&self.instance))?;
        clusters.instance_object(id, found.first().unwrap_or(&self.instance))
    }
}
