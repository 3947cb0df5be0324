//! The Trove API.
