//! Settings: from options, the environment and clouds.yaml, each knowing where it came from.
