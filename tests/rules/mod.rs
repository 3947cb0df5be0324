//! Rules that hold for the whole repository.

mod source;
mod tree;
