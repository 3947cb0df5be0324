//! `trove sandbox`: the sandbox for other programs, and what is in it.

use crate::cli::builtin_cloud::state_file;
use crate::cli::context::Cx;
use crate::cli::interrupt;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::duration;
use crate::json::Object;
use crate::output::{Column, Tabular};
use crate::sandbox::seed::{ADMIN, Account, DEMO};
use crate::sandbox::{Faults, Options, Sandbox, Server, State};
use anyhow::Result;
use clap::Args;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

commands! {
    pub(crate) enum Command {
        /// Serve the sandbox to other programs, until interrupted
        Serve(Serve),
        /// Print the variables by which other programs log in to a served sandbox
        Env(Variables),
        /// Show where the sandbox is kept, and how much is in it
        Status(Status),
        /// Forget everything in the sandbox
        Reset(Reset),
    }
}

/// Where `serve` listens unless told otherwise.
const PORT: u16 = 8889;

#[derive(Debug, Args)]
#[command(after_help = faults())]
pub(crate) struct Serve {
    /// Port on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = PORT)]
    port: u16,
    /// Keep nothing on disk
    #[arg(long)]
    memory: bool,
    /// How many times as fast as a real cloud
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    speed: f64,
    /// Answer with the defects of the real service too
    #[arg(long)]
    faithful: bool,
    /// What goes wrong, between commas: as below
    #[arg(long, value_name = "FAULTS", default_value = "", hide_default_value = true)]
    faults: Faults,
    /// How long a token lives
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
        let world = cx.world();
        let state = if self.memory { State::Memory } else { State::File(state_file(&world.env)?) };
        let options = Options {
            state,
            clock: world.clock.clone(),
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

#[derive(Debug, Args)]
pub(crate) struct Variables {
    /// Who to log in as
    #[arg(value_parser = ["demo", "admin"], default_value = "demo")]
    who: String,
    /// The port it is served on
    #[arg(long, default_value_t = PORT)]
    port: u16,
}

impl Run for Variables {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let account = if self.who == ADMIN.name { &ADMIN } else { &DEMO };
        let url = format!("http://127.0.0.1:{}", self.port);
        let cloud = Account::CLOUD.map(|(key, value)| (key, value.to_owned()));
        for (key, value) in cloud.into_iter().chain(account.login(&url)) {
            cx.say(&format!("export OS_{}={value}", key.to_ascii_uppercase()))?;
        }
        Ok(())
    }
}

/// What `status` shows.
struct Kept;

impl Tabular for Kept {
    const COLUMNS: &'static [Column] = &[];
}

#[derive(Debug, Args)]
pub(crate) struct Status {}

impl Run for Status {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let path = state_file(&cx.world().env)?;
        let mut fields = Object::new();
        fields.insert("file".into(), json!(path.display().to_string()));
        fields.insert("exists".into(), json!(path.exists()));
        if path.exists() {
            let counts = open(path)?.counts()?;
            fields.insert("instances".into(), json!(counts.instances));
            fields.insert("backups".into(), json!(counts.backups));
            fields.insert("configurations".into(), json!(counts.configurations));
        }
        cx.show::<Kept>(|| Ok(fields))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Reset {}

impl Run for Reset {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let path = state_file(&cx.world().env)?;
        if path.exists() {
            confirm::ask(cx, "delete all that is in the sandbox")?;
            Sandbox::renew(&State::File(path))?;
        }
        Ok(())
    }
}

fn open(path: PathBuf) -> crate::Result<Sandbox> {
    Sandbox::open(Options { state: State::File(path), ..Options::default() })
}
