//! Logins against a Keystone that is a closure.
