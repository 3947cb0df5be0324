//! `trove instance create`

use crate::api::{
    Access, Client, Goal, Instance, NewDatabase, NewDatastore, NewInstance, NewUser, NewVolume,
    Nic, Query, Resource,
};
use crate::cli::batch::BatchWait;
use crate::cli::commands::instance::accounts::Accounts;
use crate::cli::commands::instance::columns::{LIST, SHOW};
use crate::cli::commands::instance::nic::nic;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use crate::cli::{batch, interrupt};
use crate::json::{Object, at, text};
use crate::{Error, Result};
use clap::Args;
use std::time::Duration;

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
    wait: WaitArg,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> anyhow::Result<()> {
        self.check()?;
        let view = cx.show_view(&SHOW)?;
        let accounts = self.accounts.read(cx)?;
        if self.replica_of.is_some() && self.flavor.is_some() {
            cx.note("warning: a replica uses the flavor of its primary; --flavor is ignored");
        }
        let client = cx.client()?;
        let created = client.instances().create_object(&self.resolve(&client, accounts)?)?;
        match self.wait.wait {
            Some(limit) => self.wait(cx, &client, created, limit),
            None => view.print(cx, created),
        }
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

    /// Waits for the new instance, and prints it with the root password, which is only in the first reply.
    fn wait(
        &self,
        cx: &mut Cx<'_>,
        client: &Client,
        created: Object,
        limit: Duration,
    ) -> anyhow::Result<()> {
        let instances = client.instances();
        let replicas = self.replicas(client, &created)?;
        if replicas.len() > 1 {
            let wait = BatchWait::new(cx, &self.wait, &replicas, LIST, &SHOW)?;
            return batch::start(
                cx,
                &instances,
                &replicas,
                wait,
                |_| Ok(()),
                |replica, wait| instances.wait(&replica.id, &Goal::Ready, wait),
            );
        }
        let view = cx.show_view(&SHOW)?;
        let field = |key: &str| text(&created, key).unwrap_or_default();
        interrupt::creating(Instance::NOUN, field("name"), field("id"));
        let end = cx.waiting(limit, |wait| {
            instances.wait_named(field("id"), field("name"), &Goal::Ready, wait)
        })?;
        let mut instance = end.unwrap_or_default();
        if let Some(password) = created.get("password") {
            instance.insert("password".into(), password.clone());
        }
        view.print(cx, instance)
    }

    /// Finds the IDs of several replicas created at once. The service numbers their names, and its reply
    /// has only the last replica (trove/instance/models.py, `create`).
    fn replicas(&self, client: &Client, created: &Object) -> Result<Vec<String>> {
        let count = self.replica_count.filter(|_| self.replica_of.is_some()).unwrap_or(1);
        if count < 2 {
            return Ok(Vec::new());
        }
        let names: Vec<String> = (1..=count).map(|n| format!("{}-{n}", self.name)).collect();
        let primary = at(created, &["replica_of", "id"]);
        let mut ids = Vec::new();
        for object in client.instances().objects(Query::new()) {
            let object = object?;
            let is_named = |name: &String| object.get("name").is_some_and(|found| found == name);
            if names.iter().any(is_named) && at(&object, &["replica_of", "id"]) == primary {
                ids.extend(Instance::id(&object));
            }
        }
        Ok(ids)
    }
}
