//! `trove quota`: how much of each resource a project may have.

use crate::Error;
use crate::api::Quota;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use crate::json::Object;
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// Show the quotas of a project, and how much of them is used
        Show(Show),
        /// Change quotas of a project (administrators)
        Update(Update),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID of the project; the own one if left out
    project: Option<String>,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.fetch::<Quota>(|| {
            let project = match &self.project {
                Some(project) => client.find_project(project)?,
                None => client.project_id()?,
            };
            client.quota_objects(&project)
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Name or ID of the project
    project: String,
    /// Resource: instances, ram, volumes or backups
    resource: String,
    /// Its new limit, -1 for any amount
    #[arg(allow_negative_numbers = true)]
    limit: String,
    /// More resources and limits, which are set in the same request
    #[arg(value_name = "RESOURCE LIMIT", allow_negative_numbers = true)]
    more: Vec<String>,
}

impl Run for Update {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let words: Vec<String> = [self.resource, self.limit].into_iter().chain(self.more).collect();
        let limits = pairs(&words)?;
        let client = cx.client()?;
        cx.show::<Object>(|| client.update_quotas(&client.find_project(&self.project)?, &limits))
    }
}

fn pairs(words: &[String]) -> crate::Result<Vec<(&str, i64)>> {
    words.chunks(2).map(pair).collect()
}

fn pair(words: &[String]) -> crate::Result<(&str, i64)> {
    let [name, limit] = words else {
        return Err(Error::invalid(format!("'{}' has no limit after it", words.join(" "))));
    };
    let number = limit.parse().ok().filter(|number| *number >= -1);
    let number = number.ok_or_else(|| {
        Error::invalid(format!("'{limit}' is no limit of {name}"))
            .with_hint("a limit is a whole number, or -1 for any amount")
    })?;
    Ok((name, number))
}
