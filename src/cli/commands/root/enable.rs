//! `trove root enable`

use crate::cli::commands::root::columns::LOGIN;
use crate::cli::commands::root::explain::explain;
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::cli::prompt::password::PasswordStdin;
use crate::cli::run::Run;
use crate::secret::Secret;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// Instance or cluster name or ID
    instance_or_cluster: String,
    /// Password; '-' reads it from standard input [default: a generated one]
    #[arg(long, alias = "root_password", value_name = "PASSWORD", value_parser = password::given)]
    root_password: Option<Secret>,
    #[command(flatten)]
    stdin: PasswordStdin,
}

impl Run for Enable {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        // The service shows the password only once: that it can be printed is checked first.
        let view = cx.show_view(&LOGIN)?;
        let client = cx.client()?;
        let given = self.root_password;
        let password = password::optional(cx, "root", given, self.stdin.password_stdin)?;
        let name = &self.instance_or_cluster;
        let login = client.find_root(name)?.enable(password.as_ref());
        view.print(cx, login.map_err(|error| explain(name, error))?)
    }
}
