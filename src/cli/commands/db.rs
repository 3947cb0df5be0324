//! `trove db`: the databases of an instance.

use crate::api::{Database, NewDatabase, Resource};
use crate::cli::context::Cx;
use crate::cli::paging::{PageArgs, whole};
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use anyhow::{Context, Result};
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List the databases of an instance
        List(List),
        /// Create databases in an instance
        Create(Create),
        /// Delete a database of an instance
        Delete(Delete),
    }
}

#[derive(Debug, Args)]
#[command(mut_arg("all", whole), mut_arg("marker", |arg| arg.value_name("NAME").help("Those after this name")))]
pub(crate) struct List {
    /// Name or ID of the instance
    instance: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        cx.check_list::<Database>()?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        cx.list(client.databases(&id).objects(self.page.query()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name or ID of the instance
    instance: String,
    /// Names of the databases
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Character set
    #[arg(long, alias = "character_set")]
    character_set: Option<String>,
    /// Collation
    #[arg(long)]
    collate: Option<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let databases = client.databases(&id);
        let new = |name: &String| NewDatabase {
            name: name.clone(),
            character_set: self.character_set.clone(),
            collate: self.collate.clone(),
        };
        databases.create(&self.names.iter().map(new).collect::<Vec<_>>())?;
        for name in self.names.iter().filter(|name| name.contains(['.', '/'])) {
            cx.note(&format!("warning: '{name}' cannot be deleted by this service again"));
        }
        let Some(limit) = self.wait.wait else { return Ok(()) };
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Ok(cx.waiting(limit, |wait| databases.wait_listed(&names, true, wait))?)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Name or ID of the instance
    instance: String,
    /// Name of the database
    database: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let name = self.database.as_str();
        Database::check_name(name)?;
        confirm::deletion(cx, Database::NOUN, &[name])?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let databases = client.databases(&id);
        databases.delete(name).with_context(|| format!("failed to delete database '{name}'"))?;
        let Some(limit) = self.wait.wait else { return Ok(()) };
        Ok(cx.waiting(limit, |wait| databases.wait_listed(&[name], false, wait))?)
    }
}
