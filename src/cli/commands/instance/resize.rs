//! `trove instance resize`: the flavor, the volume, or both.

use crate::Error;
use crate::api::{Goal, Instance};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::resize_flavor::ResizeFlavor;
use crate::cli::commands::instance::resize_volume::ResizeVolume;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::report::aftermath::Thing;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Resize {
    #[command(subcommand)]
    part: Option<Part>,
    /// Instance name or ID
    #[arg(required = true)]
    instance: Option<String>,
    /// Name or ID of the new flavor
    #[arg(long, required_unless_present = "volume")]
    flavor: Option<String>,
    /// New size of the volume in GB
    #[arg(long, value_name = "GB", alias = "size", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    volume: Option<u64>,
    #[command(flatten)]
    wait: WaitArg,
}

commands! {
    pub(crate) enum Part {
        /// Change the flavor of an instance
        Flavor(ResizeFlavor),
        /// Grow the volume of an instance
        Volume(ResizeVolume),
    }
}

impl Run for Resize {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let (instance, wait) = (self.instance.unwrap_or_default(), self.wait);
        match (self.part, self.flavor, self.volume) {
            (Some(part), ..) => part.run(cx),
            (None, Some(flavor), Some(volume)) => both(cx, &instance, &flavor, volume, &wait),
            (None, Some(flavor), None) => ResizeFlavor { instance, flavor, wait }.run(cx),
            // clap requires at least one of the two options.
            (None, None, size) => {
                ResizeVolume { instance, size: size.unwrap_or_default(), wait }.run(cx)
            }
        }
    }
}

/// Resizes the volume, waits, and then resizes the flavor: the service accepts one change at a time.
fn both(cx: &mut Cx<'_>, name: &str, flavor: &str, volume: u64, wait: &WaitArg) -> Result<()> {
    let Some(waiting) = wait.with_view(cx, &SHOW)? else {
        let error =
            Error::invalid("the service cannot resize the flavor and the volume at the same time");
        return Err(error.with_hint("add --wait to resize the volume and then the flavor").into());
    };
    let client = cx.client()?;
    let instances = client.instances();
    let id = instances.find_id(name)?;
    let flavor = client.flavors().find(flavor)?.id;
    instances.resize_volume(&id, volume)?;
    let thing = Thing::new::<Instance>(name, &id);
    let goal = Goal::Volume(volume);
    waiting.step(cx, &thing, |wait| instances.wait_named(&id, name, &goal, wait))?;
    instances.resize_flavor(&id, &flavor)?;
    finish(cx, name, &id, &Goal::Flavor(flavor), Some(waiting))
}
