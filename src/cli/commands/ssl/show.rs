//! `trove ssl show`

use crate::cli::commands::ssl::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Instance name or ID
    instance: String,
    /// Include the certificate itself, as PEM
    #[arg(long, alias = "include_certificate")]
    include_certificate: bool,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.print(cx, client.ssl_object(&id, self.include_certificate)?)
    }
}
