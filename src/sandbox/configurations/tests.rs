//! Configuration groups, through the front door.
