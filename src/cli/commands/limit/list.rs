//! `trove limit list`

use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::output::{Column, key};
use anyhow::Result;
use clap::Args;

const LIST: &[Column] = &[
    key("Value", &["value"]),
    key("Verb", &["verb"]),
    key("Remaining", &["remaining"]),
    key("Unit", &["unit"]),
];

#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    /// The official client prints the absolute limits as a table before every format, which no
    /// program can read: here the formats for programs have the rates alone.
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let limits = cx.client()?.limits()?;
        view.rows_after(cx, limits.absolute, limits.rates)
    }
}
