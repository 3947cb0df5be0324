//! A Keystone and a Trove of one's own, on loopback.
