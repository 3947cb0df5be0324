//! The users of the databases of an instance, and their access to databases.

mod actions;
mod model;
mod name;
mod password;
mod update;

pub use model::User;
pub use name::UserName;
pub use update::UserUpdate;
