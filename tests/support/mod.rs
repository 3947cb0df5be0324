//! Clouds, users and servers for the tests.

#[cfg(unix)]
pub(crate) mod ca;
pub(crate) mod cloud;
#[cfg(unix)]
pub(crate) mod home;
pub(crate) mod reply_rules;
#[cfg(unix)]
pub(crate) mod site;
#[cfg(unix)]
pub(crate) mod tty;
