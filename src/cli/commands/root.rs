//! `trove root`: the superuser of an instance or a cluster.

use crate::Error;
use crate::api::RootUser;
use crate::cli::context::Cx;
use crate::cli::prompt::password;
use crate::cli::prompt::password::PasswordStdin;
use crate::cli::run::{Run, commands};
use crate::json::Object;
use crate::secret::Secret;
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// Show whether there is a superuser
        Show(Show),
        /// Enable the superuser, or give it another password
        Enable(Enable),
        /// Disable the superuser
        Disable(Disable),
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID of the instance or cluster
    instance_or_cluster: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let enabled = || {
            let enabled = client.find_root(&self.instance_or_cluster)?.is_enabled();
            let enabled = enabled.map_err(|error| explained(&self.instance_or_cluster, error))?;
            Ok(Object::from_iter([("is_root_enabled".to_owned(), enabled.into())]))
        };
        cx.show::<RootUser>(enabled)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// Name or ID of the instance or cluster
    instance_or_cluster: String,
    /// The password, '-' to read it from standard input; made up if there is none
    #[arg(long, alias = "root_password", value_name = "PASSWORD", value_parser = password::given)]
    root_password: Option<Secret>,
    #[command(flatten)]
    stdin: PasswordStdin,
}

impl Run for Enable {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        // That the password can be printed is clear before it is made: it is told only once.
        cx.check_change::<RootUser>()?;
        let client = cx.client()?;
        let given = self.root_password;
        let password = password::optional(cx, "root", given, self.stdin.password_stdin)?;
        cx.change::<RootUser>(|| {
            let root = client.find_root(&self.instance_or_cluster)?;
            root.enable(password.as_ref())
                .map_err(|error| explained(&self.instance_or_cluster, error))
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Disable {
    /// Name or ID of the instance
    instance: String,
}

impl Run for Disable {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let disabled = client.instance_root(&id).disable();
        Ok(disabled.map_err(|error| explained(&self.instance, error))?)
    }
}

/// Says what is meant by the "cluster" that is not found: root is looked for in the token's own
/// project alone (trove/extensions/common/service.py:300). A deleted instance is found, and has no
/// datastore version.
fn explained(name: &str, error: Error) -> Error {
    match error {
        Error::Api(mut error) if error.status == 404 && error.message.contains("DBCluster") => {
            error.message = "root is reached from the instance's own project only, even by \
                             administrators: there is none such in this project"
                .into();
            Error::Api(error)
        }
        Error::Api(error) if error.message.contains("Datastore version 'None'") => {
            Error::NotFound { noun: "instance", name: name.to_owned() }
        }
        other => other,
    }
}
