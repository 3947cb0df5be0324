//! `trove instance update`

use crate::Error;
use crate::api::{AccessUpdate, Client, Goal, InstanceUpdate};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Instance name or ID
    instance: String,
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// Configuration group to attach (name or ID)
    #[arg(long)]
    configuration: Option<String>,
    /// Detach the configuration group
    #[arg(long, alias = "remove_configuration", conflicts_with = "configuration")]
    remove_configuration: bool,
    /// Detach the replica from its primary
    #[arg(long, alias = "detach_replica_source")]
    detach_replica_source: bool,
    /// Give the instance a public address
    #[arg(long)]
    is_public: bool,
    /// Remove the public address of the instance
    #[arg(long, conflicts_with = "is_public")]
    is_private: bool,
    /// Network that can connect to the instance, as an IPv4 CIDR; can be repeated; replaces the
    /// existing networks
    #[arg(long = "allowed-cidr", value_name = "CIDR")]
    allowed_cidrs: Vec<String>,
    /// Allow connections from any address
    #[arg(long, conflicts_with = "allowed_cidrs")]
    any_cidr: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Update {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if !self.changes_something() {
            let error = Error::invalid(format!("nothing to change in '{}'", self.instance));
            return Err(error
                .with_hint("give an option, such as --name, --configuration or --is-public")
                .into());
        }
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let update = self.resolve(&client)?;
        client.instances().update(&id, &update)?;
        let goal = if self.detach_replica_source { Goal::Standalone } else { Goal::Settled };
        let name = self.name.as_ref().unwrap_or(&self.instance);
        finish(cx, name, &id, &goal, waiting)?;
        match &update.configuration {
            Some(Some(group)) => restart_required::remind_of_group(cx, group),
            Some(None) => restart_required::remind_of(cx, name, &id),
            None => Ok(()),
        }
    }
}

impl Update {
    fn changes_something(&self) -> bool {
        self.name.is_some()
            || self.configuration.is_some()
            || self.remove_configuration
            || self.detach_replica_source
            || self.access() != AccessUpdate::default()
    }

    fn resolve(&self, client: &Client) -> crate::Result<InstanceUpdate> {
        let configuration = match &self.configuration {
            Some(name) => Some(Some(client.configurations().find_id(name)?)),
            None => self.remove_configuration.then_some(None),
        };
        Ok(InstanceUpdate {
            name: self.name.clone(),
            configuration,
            detach_replica: self.detach_replica_source,
            access: self.access(),
        })
    }

    fn access(&self) -> AccessUpdate {
        let names_networks = self.any_cidr || !self.allowed_cidrs.is_empty();
        AccessUpdate {
            is_public: (self.is_public || self.is_private).then_some(self.is_public),
            allowed_cidrs: names_networks.then(|| self.allowed_cidrs.clone()),
        }
    }
}
