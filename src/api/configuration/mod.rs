//! Configuration groups: settings of databases, to be attached to instances.

mod check;
mod create;
mod mask;
mod model;
mod parameter;
#[cfg(test)]
mod tests;
mod update;

pub use create::NewConfiguration;
pub use model::{AttachedInstance, Configuration};
pub use parameter::{
    ConfigurationParameter, MgmtConfigurationParameter, NewConfigurationParameter,
};
pub use update::ConfigurationUpdate;
