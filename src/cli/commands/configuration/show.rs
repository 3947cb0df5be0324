//! `trove configuration list`, `show`, `instances` and `default`

use crate::api::{Client, Configuration};
use crate::cli::context::Cx;
use crate::cli::paging::PageArgs;
use crate::cli::run::Run;
use crate::json::Object;
use crate::output::{Column, Tabular};
use anyhow::Result;
use clap::Args;
use serde_json::Value;
use std::collections::HashMap;

/// The column that lists do not have.
const NUMBER: &str = "Datastore Version Number";

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    page: PageArgs,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let groups = client.configurations();
        let groups = self.page.extent(groups.objects(self.page.query()));
        if !cx.prints::<Configuration>(NUMBER) {
            return cx.list(groups);
        }
        let mut numbers = Numbers { client: &client, known: HashMap::new() };
        cx.list_with(groups, |group| numbers.complete(group))
    }
}

/// The numbers of datastore versions. They are not in lists of groups (trove/configuration/views.py),
/// but groups have few versions among them: one request for each of these is enough.
struct Numbers<'c> {
    client: &'c Client,
    known: HashMap<String, Option<Value>>,
}

impl Numbers<'_> {
    fn complete(&mut self, mut group: Object) -> crate::Result<Object> {
        const KEY: &str = "datastore_version_number";
        let Some(Value::String(id)) = group.get("datastore_version_id") else { return Ok(group) };
        if group.contains_key(KEY) {
            return Ok(group);
        }
        let number = match self.known.get(id) {
            Some(number) => number.clone(),
            None => {
                let number = self.ask(id)?;
                self.known.insert(id.clone(), number.clone());
                number
            }
        };
        if let Some(number) = number {
            group.insert(KEY.into(), number);
        }
        Ok(group)
    }

    fn ask(&self, id: &str) -> crate::Result<Option<Value>> {
        match self.client.datastore_version(id) {
            Ok(version) => Ok(version.get("version").cloned()),
            Err(crate::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    #[arg(value_name = "CONFIGURATION")]
    configuration_group: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Configuration>(|| client.configurations().find_object(&self.configuration_group))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Instances {
    /// Name or ID
    #[arg(value_name = "CONFIGURATION")]
    configuration_group: String,
    #[command(flatten)]
    page: PageArgs,
}

impl Run for Instances {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.configurations().find_id(&self.configuration_group)?;
        let instances = client.configuration_instances(&id);
        cx.list(self.page.extent(instances.objects(self.page.query())))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Defaults {
    /// Name or ID
    instance: String,
}

/// Settings by their names, whatever they are.
struct Settings;

impl Tabular for Settings {
    const COLUMNS: &'static [Column] = &[];

    fn fields(settings: Object) -> Object {
        settings
    }
}

impl Run for Defaults {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Settings>(|| {
            let id = client.instances().find_id(&self.instance)?;
            client.instances().default_configuration(&id)
        })
    }
}
