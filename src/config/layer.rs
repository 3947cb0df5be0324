//! The settings of one source, before they are merged with those of others.

use crate::config::key::Key;
use crate::config::setting::Setting;
use std::collections::BTreeMap;

/// The keys of one source, with their values.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Layer {
    pub(super) top: BTreeMap<String, Setting>,
    pub(super) auth: BTreeMap<String, Setting>,
}

impl Layer {
    /// Returns a setting outside of `auth`.
    pub(super) fn get(&self, key: Key) -> Option<&Setting> {
        self.top.get(key.name())
    }

    /// Returns a setting outside of `auth` as text.
    pub(super) fn text(&self, key: Key) -> Option<String> {
        self.get(key).and_then(Setting::text)
    }

    /// Sets a setting outside of `auth`.
    pub(super) fn set(&mut self, key: Key, setting: Setting) {
        self.top.insert(key.name().to_owned(), setting);
    }

    /// Overlays these settings with others. A null does not override a value, nor does an empty auth
    /// type.
    pub(super) fn overlay(&mut self, over: Self) {
        for (key, setting) in over.top {
            let is_empty = setting.value == "" && key == Key::AuthType.name();
            if !setting.value.is_null() && !is_empty {
                self.top.insert(key, setting);
            }
        }
        self.auth.extend(over.auth.into_iter().filter(|(_, setting)| !setting.value.is_null()));
    }
}
