//! `trove quota update`

use crate::Error;
use crate::cli::commands::quota::columns::LIMITS;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Project name or ID
    project: String,
    /// Resource: instances, ram, volumes or backups
    resource: String,
    /// New limit of the resource; -1 for no limit
    #[arg(allow_negative_numbers = true)]
    limit: String,
    /// More pairs of a resource and its limit, set in the same request
    #[arg(value_name = "RESOURCE LIMIT", allow_negative_numbers = true)]
    more: Vec<String>,
}

impl Run for Update {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let words: Vec<String> = [self.resource, self.limit].into_iter().chain(self.more).collect();
        let limits = pairs(&words)?;
        let view = cx.show_view(&LIMITS)?;
        let client = cx.client()?;
        let project = client.find_project(&self.project)?;
        view.print(cx, client.update_quotas(&project, &limits)?)
    }
}

fn pairs(words: &[String]) -> crate::Result<Vec<(&str, i64)>> {
    words.chunks(2).map(pair).collect()
}

fn pair(words: &[String]) -> crate::Result<(&str, i64)> {
    let [name, limit] = words else {
        return Err(Error::invalid(format!("no limit after '{}'", words.join(" "))));
    };
    let number = limit.parse().ok().filter(|number| *number >= -1);
    let number = number.ok_or_else(|| {
        Error::invalid(format!("'{limit}' is not a limit for {name}"))
            .with_hint("a limit is a whole number, or -1 for no limit")
    })?;
    Ok((name, number))
}
