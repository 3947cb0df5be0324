//! The named types of the real server (trove/common/apischema.py).

use crate::sandbox::http::schema::rule::{Pattern, Rule};

const fn text(min: usize, max: usize, pattern: Pattern) -> Rule {
    Rule::Text { min, max, pattern: Some(pattern) }
}

pub(crate) const NON_EMPTY: Rule = text(1, 255, Pattern::Word);
const TAG: Rule = text(1, 20, Pattern::Word);
pub(crate) const IMAGE_TAGS: Rule = Rule::Array { max: 5, unique: true, items: &TAG };
pub(crate) const PACKAGES: Rule = Rule::set(&NON_EMPTY);
pub(crate) const NAME: Rule = text(1, usize::MAX, Pattern::Word);
pub(crate) const UUID: Rule = text(1, 64, Pattern::Uuid);
pub(crate) const HOST: Rule = text(1, usize::MAX, Pattern::Host);
pub(crate) const IPV4: Rule = text(7, 15, Pattern::Ipv4);
pub(crate) const CIDR: Rule = text(0, usize::MAX, Pattern::Cidr);
pub(crate) const CONTENTS: Rule = text(1, 4_294_967_295, Pattern::Line);
pub(crate) const POSITIVE: Rule = text(1, 40, Pattern::Positive);
const INTEGER: Rule = Rule::Integer { min: None, max: None };
pub(crate) const NATURAL: Rule = Rule::Integer { min: Some(1), max: None };
pub(crate) const ZERO_OR_ONE: Rule = Rule::Integer { min: Some(0), max: Some(1) };
pub(crate) const FLAVOR: Rule = Rule::OneOf(&[&NON_EMPTY, &INTEGER]);
pub(crate) const VOLUME_SIZE: Rule = Rule::OneOf(&[&NATURAL, &POSITIVE]);
pub(crate) const OPTIONAL_TEXT: Rule = Rule::OneOf(&[&NON_EMPTY, &Rule::Null]);
pub(crate) const OPTIONAL_UUID: Rule = Rule::OneOf(&[&UUID, &Rule::Null]);
pub(crate) const OBJECT: Rule = Rule::Object { required: &[], closed: false, fields: &[] };
