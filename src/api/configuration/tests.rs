//! What is sent for configuration groups and parameters, and what never is.
