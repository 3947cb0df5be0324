//! `trove cluster create`

use crate::Result;
use crate::api::{Client, ClusterGoal, NewCluster};
use crate::cli::commands::cluster::columns::SHOW;
use crate::cli::commands::cluster::member::{FORM, MemberArg, new_member, require_members};
use crate::cli::context::Cx;
use crate::cli::creation::{self, CreateWait};
use crate::cli::pairs::pairs;
use crate::cli::run::Run;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name of the cluster
    name: String,
    /// Datastore name or ID
    datastore: String,
    /// Datastore version name or ID
    datastore_version: String,
    /// Instance of the cluster; repeat for each instance: flavor=NAME, and optionally volume=GB,
    /// volume_type=TYPE, nic='net-id=ID,subnet-id=ID,ip-address=IP', availability_zone=ZONE,
    /// module=NAME, type=TYPE, region_name=REGION; module and type can be repeated
    #[arg(long = "instance", value_name = FORM, value_parser = new_member)]
    instances: Vec<MemberArg>,
    /// Placement policy for the instances
    #[arg(long, value_name = "POLICY", value_parser = ["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"])]
    locality: Option<String>,
    /// Properties specific to the datastore (MongoDB: num_configsvr, num_mongos,
    /// configsvr_volume_size, configsvr_volume_type, mongos_volume_size, mongos_volume_type)
    #[arg(long, alias = "extended_properties", value_name = FORM, value_parser = properties)]
    extended_properties: Option<Properties>,
    /// Configuration group to attach (name or ID)
    #[arg(long)]
    configuration: Option<String>,
    #[command(flatten)]
    end: CreateWait,
}

/// The pairs of `--extended-properties`. A plain list would let clap accept the option several times.
#[derive(Debug, Clone)]
struct Properties(Vec<(String, String)>);

fn properties(text: &str) -> Result<Properties, String> {
    pairs(text).map(Properties)
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        require_members(&self.instances)?;
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let (new, clusters) = (self.resolve(&client)?, client.clusters());
        let send = || clusters.create_object(&new);
        creation::create(cx, &clusters, &self.end, view, send, |thing, wait| {
            clusters.wait_named(thing.id(), thing.name(), ClusterGoal::Ready, wait)
        })
    }
}

impl Create {
    /// Replaces names with IDs, except for the datastore and its version: the service looks up both.
    fn resolve(&self, client: &Client) -> Result<NewCluster> {
        let configuration =
            self.configuration.as_ref().map(|name| client.configurations().find_id(name));
        Ok(NewCluster {
            name: self.name.clone(),
            datastore: self.datastore.clone(),
            datastore_version: self.datastore_version.clone(),
            members: self.instances.iter().map(|i| i.resolve(client)).collect::<Result<_>>()?,
            locality: self.locality.clone(),
            extended_properties: self.extended_properties.clone().map(|p| p.0).unwrap_or_default(),
            configuration: configuration.transpose()?,
        })
    }
}
