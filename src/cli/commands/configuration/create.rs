//! `trove configuration create`

use crate::api::{Configuration, NewConfiguration, NewDatastore};
use crate::cli::commands::configuration::columns::SHOW;
use crate::cli::commands::configuration::values;
use crate::cli::context::Cx;
use crate::cli::creation;
use crate::cli::report::aftermath::Thing;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Name of the configuration group
    name: String,
    /// Values as a JSON object, @FILE, or - for standard input
    values: String,
    /// Datastore name or ID [default: the service's default]
    #[arg(long)]
    datastore: Option<String>,
    /// Datastore version name or ID [default: the datastore's default]
    #[arg(long)]
    datastore_version: Option<String>,
    /// Version number, if several versions have the same name
    #[arg(long)]
    datastore_version_number: Option<String>,
    /// Description of the configuration group
    #[arg(long)]
    description: Option<String>,
}

impl Run for Create {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let values = values::read(&self.values, cx.environment())?;
        let client = cx.client()?;
        let new = NewConfiguration {
            name: self.name,
            values,
            datastore: NewDatastore {
                name: self.datastore,
                version: self.datastore_version,
                version_number: self.datastore_version_number,
            },
            description: self.description,
        };
        let groups = client.configurations();
        let created = groups.create_object(&new)?;
        let mut group = Thing::of::<Configuration>(&created);
        view.print(cx, created)?;
        creation::note_namesakes(cx, &groups, &mut group);
        Ok(())
    }
}
