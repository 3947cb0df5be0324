//! The real binary: what only a process has, in good worlds and bad ones.
#![cfg(unix)]

mod all_commands;
mod bad_input;
mod bad_world;
mod crate_rules;
mod doctor;
mod help;
mod home;
mod observed;
mod pipe;
mod proxy;
mod sandbox;
mod secrets;
mod signals;
mod site;
mod terminal;
mod tls;
mod token_cache;
mod tty;
