//! `trove quota show`

use crate::cli::commands::quota::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Project name or ID [default: the project of the login]
    project: Option<String>,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let project = match &self.project {
            Some(project) => client.find_project(project)?,
            None => client.project_id()?,
        };
        view.rows(cx, client.quota_objects(&project)?)
    }
}
