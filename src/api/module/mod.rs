//! Modules: files that the guest agent applies to instances.

mod applied;
mod contents;
mod count;
mod create;
mod model;
mod reapply;
#[cfg(test)]
mod tests;
mod update;

pub use applied::AppliedModule;
pub use contents::Contents;
pub use count::ModuleCount;
pub use create::NewModule;
pub use model::Module;
pub use reapply::Reapply;
pub use update::ModuleUpdate;
