//! Reads DER, the encoding of certificates.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The tags of the types that certificates consist of.
pub(super) mod tag {
    pub(in crate::http::tls) const BOOLEAN: u8 = 0x01;
    pub(in crate::http::tls) const BIT_STRING: u8 = 0x03;
    pub(in crate::http::tls) const OCTET_STRING: u8 = 0x04;
    pub(in crate::http::tls) const OBJECT_ID: u8 = 0x06;
    pub(in crate::http::tls) const SEQUENCE: u8 = 0x30;
    pub(in crate::http::tls) const SET: u8 = 0x31;
    /// The version of a certificate, which has a number of its own.
    pub(in crate::http::tls) const VERSION: u8 = 0xa0;
    /// The extensions of a certificate.
    pub(in crate::http::tls) const EXTENSIONS: u8 = 0xa3;
}

/// A value: its tag, its content, and all its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    pub(super) whole: &'a [u8],
}

/// The values in a text, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Values<'a>(&'a [u8]);

impl<'a> Values<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Returns the next value if it has this tag.
    pub(super) fn typed(&mut self, tag: u8) -> Option<Value<'a>> {
        self.next().filter(|value| value.tag == tag)
    }

    /// Returns the next value if it has this tag, and leaves it otherwise.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Value<'a>> {
        let mut ahead = self.clone();
        let found = ahead.typed(tag)?;
        *self = ahead;
        Some(found)
    }

    /// Returns the values in the next value, if it has this tag.
    pub(super) fn open(&mut self, tag: u8) -> Option<Self> {
        self.typed(tag).map(|value| Self::of(value.content))
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let (tag, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        // In the long form the first byte is the number of the length's bytes.
        let (length, rest) = match usize::from(*first) {
            short @ 0..=0x7f => (short, rest),
            long @ 0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(long - 0x80)?;
                (bytes.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len() - rest.len())?;
        self.0 = rest;
        Some(Value { tag: *tag, content, whole })
    }
}

impl<'a> Value<'a> {
    /// Returns the bits of a BIT STRING that has whole bytes, and how many of the last are unused.
    pub(super) fn bits(self) -> Option<&'a [u8]> {
        (self.tag == tag::BIT_STRING).then_some(self.content)?.get(1..)
    }

    /// Reads a time, in seconds.
    pub(super) fn seconds(self) -> Option<i64> {
        let text = std::str::from_utf8(self.content).ok()?.strip_suffix('Z')?;
        let text = match self.tag {
            // Years with two digits are those from 1950 to 2049.
            0x17 if text.get(..2)? >= "50" => format!("19{text}"),
            0x17 => format!("20{text}"),
            0x18 => text.to_owned(),
            _ => return None,
        };
        let time = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
        Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_two_forms() {
        let long = [&[0x04, 0x81, 0x80][..], &[7; 128]].concat();
        let bytes = [&[0x02, 1, 5][..], &long, &[0x05, 0]].concat();
        let read: Vec<_> =
            Values::of(&bytes).map(|value| (value.tag, value.content.len())).collect();
        assert_eq!(read, [(2, 1), (4, 128), (5, 0)]);
        for broken in [&[0x04][..], &[4, 5, 1], &[4, 0x80, 0, 0], &[4, 0x85, 0, 0, 0, 0, 1, 1]] {
            assert!(Values::of(broken).next().is_none(), "{broken:?}");
        }
    }

    #[test]
    fn times_have_two_forms() {
        let read = |tag, text: &str| Value { tag, content: text.as_bytes(), whole: &[] }.seconds();
        assert_eq!(read(0x17, "700101000001Z"), Some(1));
        assert_eq!(read(0x17, "490101000000Z"), Some(2_493_072_000));
        assert_eq!(read(0x18, "19700101000002Z"), Some(2));
        assert_eq!(read(0x18, "19700101000002"), None);
        assert_eq!(read(0x17, "7001010000Z"), None);
    }
}
