//! Logging in: a token and an endpoint from Keystone.
