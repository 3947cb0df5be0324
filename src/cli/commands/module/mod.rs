//! `trove module`: files that the guest agent applies to instances.

mod applied;
mod change;
mod contents;
mod list;
mod retrieve;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List modules, or those of an instance
        List(list::List),
        /// Show a module
        Show(list::Show),
        /// Create a module from a file
        Create(Box<change::Create>),
        /// Change a module
        Update(Box<change::Update>),
        /// Delete modules
        Delete(change::Delete),
        /// List the instances that have a module
        Instances(list::Instances),
        /// Count the instances that have a module
        #[command(subcommand)]
        Instance(list::Instance),
        /// Apply a module anew to all instances that have it
        Reapply(applied::Reapply),
        /// Apply modules to an instance
        Apply(applied::Apply),
        /// Remove a module from an instance
        Remove(applied::Remove),
        /// Ask the guest agent of an instance for its modules and their status
        Query(applied::Query),
        /// Save the contents of the modules of an instance in files
        Retrieve(retrieve::Retrieve),
    }
}
