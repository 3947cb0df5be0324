//! Database instances.

mod actions;
pub(super) mod condition;
mod create;
mod goal;
mod model;
#[cfg(test)]
mod tests;
mod update;

pub use create::{NewDatabase, NewDatastore, NewInstance, NewUser, NewVolume, Nic};
pub use goal::Goal;
pub use model::{
    Access, Address, ConfigurationRef, DatastoreRef, Fault, Instance, Reference, Volume,
};
pub use update::{AccessUpdate, InstanceUpdate};
