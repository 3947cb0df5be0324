//! Command lines, run in this process against the sandbox: their output and their requests.

mod auth;
mod backup;
mod cluster;
mod config;
mod configuration;
mod confirm;
mod datastore;
mod db;
mod debug;
mod flavor;
mod generate;
mod health;
mod instance;
mod instance_create;
mod legacy;
mod limit;
mod log;
mod mgmt;
mod mgmt_parameter;
mod module;
mod quota;
mod root;
mod ssl;
mod user;
mod volume;
