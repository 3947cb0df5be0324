//! `trove db create`

use crate::api::NewDatabase;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Instance name or ID
    instance: String,
    /// Names of the databases
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Character set of the databases
    #[arg(long, alias = "character_set")]
    character_set: Option<String>,
    /// Collation of the databases
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
            cx.note(&format!("warning: '{name}' cannot be deleted through this service"));
        }
        let Some(limit) = self.wait.wait else { return Ok(()) };
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Ok(cx.waiting(limit, |wait| databases.wait_listed(&names, true, wait))?)
    }
}
