//! A global option, and functions to read its value.

use clap::{Arg, ArgMatches};
use std::any::Any;

/// A global option. It is passed to clap only if a command line contains it, because clap copies each
/// global option into every command of the tree.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct GlobalOption {
    /// The long spelling, which is also the ID of the option in clap.
    long: &'static str,
    short: Option<char>,
    /// Other long spellings, which the help does not show.
    aliases: &'static [&'static str],
    /// The options that conflict with this option. They list this option too.
    conflicts: &'static [&'static str],
    /// Whether the option is accepted only before the command, as in the legacy client.
    first_only: bool,
    /// Everything else that clap needs.
    build: fn(Arg) -> Arg,
}

impl GlobalOption {
    pub(in crate::cli) const fn new(long: &'static str, build: fn(Arg) -> Arg) -> Self {
        Self { long, short: None, aliases: &[], conflicts: &[], first_only: false, build }
    }

    pub(in crate::cli) const fn short(mut self, short: char) -> Self {
        self.short = Some(short);
        self
    }

    pub(in crate::cli) const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    pub(in crate::cli) const fn conflicts(mut self, conflicts: &'static [&'static str]) -> Self {
        self.conflicts = conflicts;
        self
    }

    pub(in crate::cli) const fn first_only(mut self) -> Self {
        self.first_only = true;
        self
    }

    pub(in crate::cli) fn has_short(&self) -> bool {
        self.short.is_some()
    }

    /// Returns all names of this option, and of the options that exclude it.
    pub(in crate::cli) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.long).chain(self.aliases.iter().chain(self.conflicts).copied())
    }

    pub(in crate::cli) fn arg(&self) -> Arg {
        let arg = named(self.long, self.aliases)
            .short(self.short)
            .global(!self.first_only)
            .hide(self.first_only);
        (self.build)(arg.conflicts_with_all(self.conflicts))
    }
}

/// Makes a global option with this name.
pub(in crate::cli) fn named(long: &'static str, aliases: &'static [&'static str]) -> Arg {
    Arg::new(long).long(long).aliases(aliases).global(true)
}

/// Returns the value of an option, if it is given.
pub(in crate::cli) fn value<T: Any + Clone + Send + Sync>(
    matches: &ArgMatches,
    long: &str,
) -> Option<T> {
    matches.try_get_one(long).ok().flatten().cloned()
}

/// Returns all values of an option.
pub(in crate::cli) fn values(matches: &ArgMatches, long: &str) -> Vec<String> {
    let values = matches.try_get_many::<String>(long).ok().flatten();
    values.into_iter().flatten().cloned().collect()
}

/// Returns whether a switch is given.
pub(in crate::cli) fn switch(matches: &ArgMatches, long: &str) -> bool {
    value(matches, long).unwrap_or(false)
}
