//! `trove module list`, `show`, `instances` and `instance count`

use crate::api::{Module, ModuleCount, Query};
use crate::cli::commands::instance::columns::LIST;
use crate::cli::commands::module::applied::OfInstance;
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

/// How many instances of a module the service knows to list.
const LISTED: u64 = 20;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct List {
    #[command(subcommand)]
    what: Option<Listed>,
    /// Only those for this datastore (name or ID), or with `all` those for every datastore
    #[arg(long)]
    datastore: Option<String>,
}

commands! {
    pub(crate) enum Listed {
        /// List the modules of an instance
        Instance(OfInstance),
    }
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(what) = self.what {
            return what.run(cx);
        }
        let client = cx.client()?;
        let query = match self.datastore {
            Some(datastore) if datastore.eq_ignore_ascii_case("all") => {
                Query::new().filter("datastore", "all")
            }
            Some(datastore) => Query::new().filter("datastore", datastore),
            None => Query::new(),
        };
        cx.list(client.modules().objects(query))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    module: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Module>(|| client.modules().find_counted(&self.module))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Instances {
    /// Name or ID
    module: String,
    /// Those inside clusters too
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for Instances {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let id = client.modules().find_id(&self.module)?;
        let mut query = self.page.query();
        if self.include_clustered {
            query = query.filter("include_clustered", "True");
        }
        let part = query != Query::new() && !self.include_clustered;
        view.print(cx, client.module_instances(&id).objects(query))?;
        if part {
            return Ok(());
        }
        let counts = client.module_counts(&id, self.include_clustered)?;
        let all: u64 = counts.iter().map(|count| count.instance_count).sum();
        if all > LISTED {
            cx.note(&format!(
                "warning: {all} instances have it; the service lists {LISTED} of them and no more"
            ));
        }
        Ok(())
    }
}

commands! {
    pub(crate) enum Instance {
        /// Count the instances that have a module, by its contents
        Count(Count),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Count {
    /// Name or ID
    module: String,
    /// Those inside clusters too
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
}

impl Run for Count {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<ModuleCount>()?;
        let client = cx.client()?;
        let id = client.modules().find_id(&self.module)?;
        let counts = client.module_count_objects(&id, self.include_clustered)?;
        cx.rows::<ModuleCount>(counts)
    }
}
