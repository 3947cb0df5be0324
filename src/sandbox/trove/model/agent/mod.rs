//! Guest agents: the programs on the servers of instances that run the databases.

pub(crate) mod contact;
pub(crate) mod contents;
