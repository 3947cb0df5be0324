//! `trove cluster list instances`: the name that the official client has for `trove cluster instance list`.

pub(super) use crate::cli::commands::cluster::instance::list::List as ListInstances;
