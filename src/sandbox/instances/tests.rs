//! Instances, through the front door.
