//! `trove limit show`

use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::output::Fields;
use anyhow::Result;
use clap::Args;

/// The limits by their names, which may be any.
const SHOW: Fields = Fields::new(&[]);

#[derive(Debug, Args)]
pub(crate) struct Show {}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let mut absolute = cx.client()?.limits()?.absolute;
        absolute.shift_remove("verb");
        view.print(cx, absolute)
    }
}
