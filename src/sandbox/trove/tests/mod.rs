//! Tests of the nouns that are single files.

mod contents;
mod offers;
