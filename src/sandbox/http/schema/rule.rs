//! Rules for values in request bodies.

/// A rule for a value.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Anything.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// `true` or `false`, written as a list of the allowed values.
    Flag,
    /// A whole number from `min` to `max`.
    Integer { min: Option<i64>, max: Option<i64> },
    /// Any number.
    Number,
    /// Text that matches, of `min` to `max` characters.
    Text { min: usize, max: usize, pattern: Option<Pattern> },
    /// A list of at most `max` values that `items` describes.
    Array { max: usize, unique: bool, items: &'static Rule },
    /// An object. If it is closed, no other keys are allowed.
    Object { required: &'static [&'static str], closed: bool, fields: &'static [Field] },
    /// One of several rules.
    OneOf(&'static [&'static Rule]),
}

/// A key of an object, and the rule of its value.
pub(crate) type Field = (&'static str, &'static Rule);

impl Rule {
    /// An object in which no other keys are allowed.
    pub(crate) const fn closed(
        required: &'static [&'static str],
        fields: &'static [Field],
    ) -> Self {
        Self::Object { required, closed: true, fields }
    }

    /// A list of any length.
    pub(crate) const fn list(items: &'static Self) -> Self {
        Self::Array { max: usize::MAX, unique: false, items }
    }

    /// A list of any length without duplicates.
    pub(crate) const fn set(items: &'static Self) -> Self {
        Self::Array { max: usize::MAX, unique: true, items }
    }

    /// An object in which other keys are allowed, too.
    pub(crate) const fn open(required: &'static [&'static str], fields: &'static [Field]) -> Self {
        Self::Object { required, closed: false, fields }
    }
}

/// A regular expression of the server, and what it matches.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pattern {
    /// Contains a letter or digit.
    Word,
    /// Digits, not all zero.
    Positive,
    /// An identifier with hyphens.
    Uuid,
    /// Four numbers with dots.
    Ipv4,
    /// Four numbers with dots, with or without the length of a prefix.
    Cidr,
    /// Contains the name of a data type that a parameter can have.
    DataType,
    /// Contains a digit.
    Digits,
    /// A host name, which may begin and end with `%`.
    Host,
    /// One line.
    Line,
}

impl Pattern {
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::Word => "^.*[0-9a-zA-Z]+.*$",
            Self::Positive => "^0*[1-9]+[0-9]*$",
            Self::Uuid => {
                "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$"
            }
            Self::Ipv4 => r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$",
            Self::Cidr => r"^([0-9]{1,3}\.){3}[0-9]{1,3}(\/([0-9]|[1-2][0-9]|3[0-2]))?$",
            Self::DataType => "integer|string",
            Self::Digits => "[0-9]+",
            Self::Host => r"^[%]?[\w(-).]*[%]?$",
            Self::Line => "^.*.+.*$",
        }
    }

    pub(crate) fn matches(self, text: &str) -> bool {
        match self {
            Self::Word => text.bytes().any(|byte| byte.is_ascii_alphanumeric()),
            Self::Line => {
                let line = text.strip_suffix('\n').unwrap_or(text);
                !line.is_empty() && !line.contains('\n')
            }
            Self::Positive => is_digits(text) && text.bytes().any(|byte| byte != b'0'),
            Self::Uuid => is_uuid(text),
            Self::Ipv4 => is_ipv4(text),
            Self::Cidr => match text.split_once('/') {
                Some((address, length)) => is_ipv4(address) && is_prefix_length(length),
                None => is_ipv4(text),
            },
            Self::DataType => text.contains("integer") || text.contains("string"),
            Self::Digits => text.bytes().any(|byte| byte.is_ascii_digit()),
            Self::Host => {
                let text = text.strip_prefix('%').unwrap_or(text);
                let text = text.strip_suffix('%').unwrap_or(text);
                // In the character class, `(-)` is a range that consists of the two brackets.
                text.chars().all(|c| c.is_alphanumeric() || "_().".contains(c))
            }
        }
    }
}

/// Returns whether a text is an ID in Trove's form.
pub(crate) fn is_uuid(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_ipv4(text: &str) -> bool {
    let mut parts = 0;
    text.split('.').all(|part| {
        parts += 1;
        part.len() <= 3 && is_digits(part)
    }) && parts == 4
}

fn is_prefix_length(text: &str) -> bool {
    let plain = text.len() == 1 || !text.starts_with('0');
    is_digits(text) && plain && text.len() <= 2 && text.parse::<u8>().is_ok_and(|n| n <= 32)
}
