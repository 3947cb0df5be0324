//! The body of an answer: the message of an error, the JSON of a success.

mod error;
mod html;
mod json;
#[cfg(test)]
mod tests;
mod text;

pub use error::api_error;
pub use json::decode_json;
