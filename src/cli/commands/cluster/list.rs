//! `trove cluster list`, `show`, `instance` and `modules`

use crate::api::{Cluster, Instance as FullInstance, Member, is_uuid};
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::{Run, commands};
use crate::json::{Object, text};
use crate::output::{Column, Tabular, key};
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct List {
    #[command(subcommand)]
    what: Option<Listed>,
    #[command(flatten)]
    page: PageArgs,
}

commands! {
    pub(crate) enum Listed {
        /// List the instances of a cluster
        Instances(Instances),
    }
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(what) = self.what {
            return what.run(cx);
        }
        let client = cx.client()?;
        cx.list(self.page.extent(client.clusters().objects(self.page.query())))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    cluster: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Cluster>(|| client.clusters().find_object(&self.cluster))
    }
}

commands! {
    pub(crate) enum Instance {
        /// List the instances of a cluster
        List(Instances),
        /// Show an instance of a cluster
        Show(InstanceShow),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Instances {
    /// Name or ID
    cluster: String,
}

impl Run for Instances {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<Member>()?;
        let cluster = cx.client()?.clusters().find_object(&self.cluster)?;
        cx.rows::<Member>(Cluster::members(&cluster))
    }
}

#[derive(Debug, Args)]
pub(crate) struct InstanceShow {
    /// Name or ID
    cluster: String,
    /// Name or ID of the instance
    instance: String,
}

impl Run for InstanceShow {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let clusters = client.clusters();
        cx.show::<FullInstance>(|| {
            if is_uuid(&self.instance) {
                let id = clusters.find_id(&self.cluster)?;
                return clusters.instance_object(&id, &self.instance);
            }
            let cluster = clusters.find_object(&self.cluster)?;
            let id = text(&cluster, "id").unwrap_or_default();
            let found = clusters.find_members(&cluster, std::slice::from_ref(&self.instance))?;
            clusters.instance_object(id, found.first().unwrap_or(&self.instance))
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Modules {
    /// Name or ID
    cluster: String,
}

/// A module on one of the instances.
struct MemberModule;

impl Tabular for MemberModule {
    const COLUMNS: &'static [Column] = &[
        key("instance_name", &["instance_name"]),
        key("Module Name", &["name"]),
        key("Module Type", &["type"]),
        key("md5", &["md5"]),
        key("created", &["created"]),
        key("updated", &["updated"]),
    ];
}

impl Run for Modules {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<MemberModule>()?;
        let client = cx.client()?;
        let cluster = client.clusters().find_object(&self.cluster)?;
        let mut rows: Vec<Object> = Vec::new();
        for member in Cluster::members(&cluster) {
            let id = text(&member, "id").unwrap_or_default();
            let name = member.get("name").cloned().unwrap_or_default();
            for mut module in client.instances().modules(id)? {
                module.insert("instance_name".into(), name.clone());
                rows.push(module);
            }
        }
        cx.rows::<MemberModule>(rows)
    }
}
