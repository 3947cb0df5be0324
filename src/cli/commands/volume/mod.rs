//! `trove volume`: the types of data volumes on offer.

mod columns;
mod type_list;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List types of data volumes
        #[command(subcommand)]
        Type(Type),
    }
}

commands! {
    pub(crate) enum Type {
        /// List the volume types that fit a datastore version
        List(type_list::TypeList),
    }
}
