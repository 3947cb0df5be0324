//! `trove instance resize`

use crate::Error;
use crate::api::{Client, Goal};
use crate::cli::commands::instance::finish;
use crate::cli::context::Cx;
use crate::cli::progress::WaitArg;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;
use std::time::Duration;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Resize {
    #[command(subcommand)]
    kind: Option<Kind>,
    /// Name or ID
    #[arg(required = true)]
    instance: Option<String>,
    /// The new flavor (name or ID)
    #[arg(long, required_unless_present = "volume")]
    flavor: Option<String>,
    /// The new size of the volume in GB
    #[arg(long, value_name = "GB", alias = "size", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    volume: Option<u64>,
    #[command(flatten)]
    wait: WaitArg,
}

commands! {
    pub(crate) enum Kind {
        /// Change the flavor of an instance
        Flavor(FlavorResize),
        /// Grow the volume of an instance
        Volume(VolumeResize),
    }
}

#[derive(Debug, Args)]
pub(crate) struct FlavorResize {
    /// Name or ID
    instance: String,
    /// The new flavor (name or ID)
    flavor: String,
    #[command(flatten)]
    wait: WaitArg,
}

#[derive(Debug, Args)]
pub(crate) struct VolumeResize {
    /// Name or ID
    instance: String,
    /// The new size in GB
    #[arg(value_name = "GB", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    size: u64,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Resize {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        if let Some(kind) = self.kind {
            return kind.run(cx);
        }
        let client = cx.client()?;
        let name = self.instance.unwrap_or_default();
        let Some(flavor) = self.flavor else {
            let volume = self.volume.unwrap_or_default();
            return resize_volume(cx, &client, &name, volume, self.wait.wait);
        };
        let Some(volume) = self.volume else {
            return resize_flavor(cx, &client, &name, &flavor, self.wait.wait);
        };
        let Some(limit) = self.wait.wait else {
            let error = Error::invalid("the flavor and the volume are resized one after the other");
            return Err(error.with_hint("do both with --wait").into());
        };
        let id = client.instances().find_id(&name)?;
        let flavor = client.flavors().find(&flavor)?.id;
        client.instances().resize_volume(&id, volume)?;
        cx.waiting(limit, |wait| {
            client.instances().wait_named(&id, &name, &Goal::Volume(volume), wait)
        })?;
        client.instances().resize_flavor(&id, &flavor)?;
        finish(cx, &name, &id, &Goal::Flavor(flavor), Some(limit))
    }
}

impl Run for FlavorResize {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        resize_flavor(cx, &client, &self.instance, &self.flavor, self.wait.wait)
    }
}

impl Run for VolumeResize {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        resize_volume(cx, &client, &self.instance, self.size, self.wait.wait)
    }
}

fn resize_flavor(
    cx: &mut Cx<'_>,
    client: &Client,
    name: &str,
    flavor: &str,
    limit: Option<Duration>,
) -> Result<()> {
    let id = client.instances().find_id(name)?;
    let flavor = client.flavors().find(flavor)?.id;
    client.instances().resize_flavor(&id, &flavor)?;
    finish(cx, name, &id, &Goal::Flavor(flavor), limit)
}

fn resize_volume(
    cx: &mut Cx<'_>,
    client: &Client,
    name: &str,
    size: u64,
    limit: Option<Duration>,
) -> Result<()> {
    let id = client.instances().find_id(name)?;
    client.instances().resize_volume(&id, size)?;
    finish(cx, name, &id, &Goal::Volume(size), limit)
}
