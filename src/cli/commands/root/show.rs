//! `trove root show`

use crate::cli::commands::root::columns::ENABLED;
use crate::cli::commands::root::explain::explain;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::json::Object;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Instance or cluster name or ID
    instance_or_cluster: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&ENABLED)?;
        let name = &self.instance_or_cluster;
        let enabled = cx.client()?.find_root(name)?.is_enabled();
        let enabled = enabled.map_err(|error| explain(name, error))?;
        view.print(cx, Object::from_iter([("is_root_enabled".to_owned(), enabled.into())]))
    }
}
