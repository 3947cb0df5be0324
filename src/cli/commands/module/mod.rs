//! `trove module`: files that the guest agent applies to instances.

mod apply;
mod columns;
mod contents;
mod create;
mod delete;
mod file_name;
mod instance_count;
mod instances;
mod list;
mod list_instance;
mod query;
mod reapply;
mod remove;
mod retrieve;
mod show;
mod update;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List modules, or the modules of an instance
        List(list::List),
        /// Show a module
        Show(show::Show),
        /// Create a module from a file
        Create(Box<create::Create>),
        /// Change a module
        Update(Box<update::Update>),
        /// Delete modules
        Delete(delete::Delete),
        /// List the instances that have a module
        Instances(instances::Instances),
        /// Count the instances that have a module
        #[command(subcommand)]
        Instance(Instance),
        /// Apply a module again to all instances that have it
        Reapply(reapply::Reapply),
        /// Apply modules to an instance
        Apply(apply::Apply),
        /// Remove a module from an instance
        Remove(remove::Remove),
        /// Ask the guest agent of an instance for its modules and their status
        Query(query::Query),
        /// Save the contents of the modules of an instance to files
        Retrieve(retrieve::Retrieve),
    }
}

commands! {
    pub(crate) enum Instance {
        /// Count the instances that have a module, for each version of its contents
        Count(instance_count::InstanceCount),
    }
}
