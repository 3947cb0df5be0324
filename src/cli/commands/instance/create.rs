//! `trove instance create`

use crate::api::{
    Access, Client, Goal, Instance, NewDatabase, NewDatastore, NewInstance, NewUser, NewVolume,
    Nic, Query, Resource,
};
use crate::cli::batch::{self, BatchWait};
use crate::cli::commands::instance::accounts::Accounts;
use crate::cli::commands::instance::columns::{LIST, SHOW};
use crate::cli::commands::instance::nic::nic;
use crate::cli::context::Cx;
use crate::cli::creation::{self, CreateWait};
use crate::cli::report::aftermath::Purpose;
use crate::cli::run::Run;
use crate::json::{Object, at, text};
use crate::{Error, Result};
use clap::Args;

// (A doc comment would take the brackets for links.)
const NIC_HELP: &str = "Network to connect to: net-id=ID[,subnet-id=ID][,ip-address=IP]";

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name of the instance
    name: String,
    /// Flavor name or ID (not for replicas, which use the flavor of their primary)
    #[arg(long)]
    flavor: Option<String>,
    /// Size of the data volume in GB
    #[arg(long, value_name = "GB", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    size: Option<u64>,
    /// Type of the data volume
    #[arg(long, requires = "size")]
    volume_type: Option<String>,
    #[command(flatten)]
    accounts: Accounts,
    /// Backup to restore (name or ID)
    #[arg(long)]
    backup: Option<String>,
    /// Availability zone
    #[arg(long)]
    availability_zone: Option<String>,
    /// Datastore name or ID [default: the service's default]
    #[arg(long)]
    datastore: Option<String>,
    /// Datastore version name or ID [default: the datastore's default]
    #[arg(long)]
    datastore_version: Option<String>,
    /// Version number, if several versions have the same name
    #[arg(long)]
    datastore_version_number: Option<String>,
    #[arg(long = "nic", value_name = "NIC", value_parser = nic, help = NIC_HELP)]
    nics: Vec<Nic>,
    /// Configuration group to attach (name or ID)
    #[arg(long)]
    configuration: Option<String>,
    /// Create a replica of this instance (name or ID)
    #[arg(long, value_name = "INSTANCE")]
    replica_of: Option<String>,
    /// Number of replicas to create, 1 to 3
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=3))]
    replica_count: Option<u32>,
    /// Module to apply (name or ID); can be repeated
    #[arg(long = "module", value_name = "MODULE")]
    modules: Vec<String>,
    /// Placement policy for the replicas
    #[arg(long, value_name = "POLICY", value_parser = ["affinity", "anti-affinity", "soft-affinity", "soft-anti-affinity"])]
    locality: Option<String>,
    /// Region
    #[arg(long, hide = true)]
    region: Option<String>,
    /// Give the instance a public address
    #[arg(long)]
    is_public: bool,
    /// Network that can connect to the instance, as an IPv4 CIDR; can be repeated
    #[arg(long = "allowed-cidr", value_name = "CIDR")]
    allowed_cidrs: Vec<String>,
    /// Send no access settings unless an option sets them, as the legacy client does
    #[arg(long, hide = true)]
    default_access: bool,
    #[command(flatten)]
    end: CreateWait,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.check()?;
        let view = cx.show_view(&SHOW)?;
        // Several replicas are printed as a list.
        let wait = match self.count() {
            1 => None,
            count => BatchWait::new(cx, &self.end.wait, count, LIST, &SHOW)?,
        };
        let accounts = self.accounts.read(cx)?;
        if self.replica_of.is_some() && self.flavor.is_some() {
            cx.note("warning: a replica uses the flavor of its primary; --flavor is ignored");
        }
        let client = cx.client()?;
        let new = self.resolve(&client, accounts)?;
        let instances = client.instances();
        let send = || instances.create_object(&new);
        if let Some(wait) = wait {
            return self.wait_for_replicas(cx, &client, wait, send);
        }
        creation::create(cx, &instances, &self.end, view, send, |thing, wait| {
            instances.wait_named(thing.id(), thing.name(), &Goal::Ready, wait)
        })
    }
}

impl Create {
    /// Refuses wrong combinations of options before anything is read or sent.
    fn check(&self) -> Result<()> {
        if self.nics.len() > 1 {
            return Err(Error::invalid("an instance can be in one network only: give --nic once"));
        }
        if self.flavor.is_none() && self.replica_of.is_none() {
            return Err(Error::invalid("an instance needs a flavor")
                .with_hint("add --flavor NAME; 'trove flavor list' shows the flavors"));
        }
        Ok(())
    }

    /// Replaces names with IDs.
    fn resolve(
        &self,
        client: &Client,
        (databases, users): (Vec<NewDatabase>, Vec<NewUser>),
    ) -> Result<NewInstance> {
        let replica_of = self.replica_of.as_ref().map(|name| client.instances().find_id(name));
        // Fetched even by ID, to find an unknown flavor before anything is created.
        let flavor = self.flavor.as_ref().filter(|_| replica_of.is_none());
        let flavor = flavor.map(|name| Ok::<_, Error>(client.flavors().find(name)?.id));
        let backup = self.backup.as_ref().map(|name| client.backups().find_id(name));
        // Fetched even by ID: the service finds an unknown group only after it has stored the instance.
        let configuration = self.configuration.as_ref();
        let configuration =
            configuration.map(|name| Ok::<_, Error>(client.configurations().find(name)?.id));
        let modules = self.modules.iter().map(|name| client.modules().find_id(name));
        let replica_count = self.replica_count.or_else(|| replica_of.is_some().then_some(1));
        Ok(NewInstance {
            name: self.name.clone(),
            users,
            databases,
            flavor: flavor.transpose()?,
            volume: self.size.map(|size| NewVolume { size, volume_type: self.volume_type.clone() }),
            backup: backup.transpose()?,
            availability_zone: self.availability_zone.clone(),
            datastore: NewDatastore {
                name: self.datastore.clone(),
                version: self.datastore_version.clone(),
                version_number: self.datastore_version_number.clone(),
            },
            nics: self.nics.iter().map(|nic| client.with_subnet(nic)).collect::<Result<_>>()?,
            configuration: configuration.transpose()?,
            replica_of: replica_of.transpose()?,
            replica_count,
            modules: modules.collect::<Result<_>>()?,
            locality: self.locality.clone(),
            region: self.region.clone(),
            access: self.access(),
        })
    }

    fn access(&self) -> Option<Access> {
        let Self { is_public, allowed_cidrs, default_access, .. } = self;
        let is_default = *default_access && !is_public && allowed_cidrs.is_empty();
        (!is_default)
            .then(|| Access { is_public: *is_public, allowed_cidrs: allowed_cidrs.clone() })
    }

    /// The number of instances to create.
    fn count(&self) -> usize {
        let count = self.replica_count.filter(|_| self.replica_of.is_some());
        count.and_then(|count| count.try_into().ok()).unwrap_or(1)
    }

    /// Creates several replicas, waits for all of them, and prints them.
    fn wait_for_replicas(
        &self,
        cx: &mut Cx<'_>,
        client: &Client,
        wait: BatchWait,
        send: impl FnOnce() -> Result<Object>,
    ) -> anyhow::Result<()> {
        cx.watch_for_interrupts();
        let replicas = self.replicas(client, &send()?)?;
        let found = replicas.iter().map(|(name, id)| (name.as_str(), Ok(id.clone()))).collect();
        let instances = client.instances();
        let ended = batch::start_found::<Instance>(
            cx,
            found,
            Some(wait),
            Purpose::Create,
            |_| Ok(()),
            |replica, wait| instances.wait_named(&replica.id, replica.name, &Goal::Ready, wait),
        )?;
        for failed in ended.done.iter().filter(|done| done.has_failed && self.end.delete_on_failure)
        {
            creation::clean_up(cx, &instances, &failed.thing)?;
        }
        ended.worked().map(drop)
    }

    /// Finds the names and IDs of several replicas created at once. The service numbers their names, and
    /// its reply has only the last replica (trove/instance/models.py, `create`).
    fn replicas(&self, client: &Client, created: &Object) -> Result<Vec<(String, String)>> {
        let names: Vec<String> = (1..=self.count()).map(|n| format!("{}-{n}", self.name)).collect();
        let primary = at(created, &["replica_of", "id"]);
        let mut replicas = Vec::new();
        for object in client.instances().objects(Query::new()) {
            let object = object?;
            let name = names.iter().find(|name| text(&object, "name") == Some(name));
            if at(&object, &["replica_of", "id"]) == primary
                && let Some((name, id)) = name.cloned().zip(Instance::id(&object))
            {
                replicas.push((name, id));
            }
        }
        Ok(replicas)
    }
}
