//! The `trove` program as a process: streams, terminals, signals, files, TLS.

mod all_commands;
mod bad_input;
mod bad_world;
mod doctor;
mod endpoint;
mod help;
mod odd_answers;
mod pages;
mod pipe;
mod proxy;
mod sandbox;
mod secrets;
mod signals;
mod terminal;
mod tls;
mod token_cache;
