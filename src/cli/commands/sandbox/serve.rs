//! `trove sandbox serve`

use crate::cli::builtin_cloud::state_file;
use crate::cli::context::Cx;
use crate::cli::interrupt;
use crate::cli::run::Run;
use crate::cli::wait_option::duration;
use crate::sandbox::{Faults, Options, Sandbox, Server, State};
use anyhow::Result;
use clap::Args;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// The port on which the sandbox is served by default.
pub(super) const PORT: u16 = 8889;

#[derive(Debug, Args)]
#[command(after_help = faults())]
pub(crate) struct Serve {
    /// Port on 127.0.0.1; 0 for any free port
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Keep nothing on disk
    #[arg(long)]
    memory: bool,
    /// Speed, as a multiple of the speed of a real cloud
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// Imitate the defects of the real service
    #[arg(long)]
    faithful: bool,
    /// Faults to inject, separated by commas; see below
    #[arg(long, value_name = "FAULTS", default_value = "", hide_default_value = true)]
    faults: Faults,
    /// Lifetime of tokens
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = duration)]
    token_life: Duration,
}

/// The kinds of faults, as a section of the help.
fn faults() -> String {
    let lines = Faults::KINDS.iter().map(|(example, meaning)| format!("  {example:17}  {meaning}"));
    format!("Faults:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn speed(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|speed| speed.is_finite() && *speed > 0.0);
    number.ok_or_else(|| format!("'{text}' is not a number above 0"))
}

impl Run for Serve {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let environment = cx.environment();
        let state = if self.memory {
            State::Memory
        } else {
            State::File(state_file(&environment.variables)?)
        };
        let options = Options {
            state,
            clock: environment.clock.clone(),
            faithful: self.faithful,
            speed: self.speed,
            faults: self.faults,
            token_life: self.token_life,
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let server = Server::start(Arc::new(Sandbox::open(options)?), address)?;
        cx.note(&format!(
            "serving on {}; log in as 'trove sandbox env --port {}' says; Ctrl-C ends it",
            server.url(),
            server.address().port()
        ));
        interrupt::wait();
        Ok(())
    }
}
