//! Database instances.

mod actions;
mod columns;
mod create;
mod goal;
mod model;
#[cfg(test)]
mod tests;

pub use actions::{AccessUpdate, InstanceUpdate};
pub use columns::DetailedInstance;
pub use create::{NewDatabase, NewDatastore, NewInstance, NewUser, NewVolume, Nic};
pub use goal::Goal;
pub use model::{
    Access, Address, ConfigurationRef, DatastoreRef, Fault, Instance, Reference, Volume,
};
