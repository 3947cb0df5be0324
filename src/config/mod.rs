//! Settings from options, the environment and clouds.yaml, each with its source.

mod arguments;
mod auth_settings;
pub mod auth_type;
mod clouds;
mod credentials;
mod document;
pub mod env;
mod family;
mod files;
mod fixups;
pub mod key;
mod layer;
mod lookup;
mod networks;
mod open;
pub mod options;
mod owner;
mod password;
mod proxies;
mod region;
mod resolve;
mod scalar;
mod setting;
mod settings;
mod template;
#[cfg(test)]
mod tests;
mod trust;
mod vendor;
mod yaml;

pub use clouds::Clouds;
pub use env::Env;
pub use key::Key;
pub use lookup::Lookup;
pub use setting::{Setting, Source};
pub use settings::{Settings, Verify};
pub use trust::{TrustedFile, TrustedFiles};
