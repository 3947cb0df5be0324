//! Replays what openstacksdk and openstackclient were observed to do.
