//! What a certificate says about itself. `webpki` reads neither old certificates nor common names.

use crate::http::tls::der::{Value, Values, tag};
use rustls::pki_types::{SignatureVerificationAlgorithm, UnixTime};

const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const SERVER_AUTHENTICATION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];

/// The last byte of the extensions' object IDs, which begin with 2.5.29.
mod extension {
    pub(super) const KEY_USAGE: u8 = 15;
    pub(super) const NAMES: u8 = 17;
    pub(super) const BASIC_CONSTRAINTS: u8 = 19;
    pub(super) const NAME_CONSTRAINTS: u8 = 30;
    pub(super) const EXTENDED_KEY_USAGE: u8 = 37;
}

/// The uses of a key, as bits.
mod usage {
    /// Signatures, key encipherment and key agreement.
    pub(super) const TLS: u8 = 0x80 | 0x20 | 0x08;
    pub(super) const SIGN_CERTIFICATES: u8 = 0x04;
}

/// A certificate.
pub(super) struct Certificate<'a> {
    /// Whether it is of version 1 or 2, which have no extensions.
    is_old: bool,
    signed: &'a [u8],
    issuer: &'a [u8],
    subject: Value<'a>,
    valid: (i64, i64),
    key: PublicKey<'a>,
    /// The part of the object ID that differs, whether it is critical, and the value.
    extensions: Vec<(Option<u8>, bool, &'a [u8])>,
    algorithm: &'a [u8],
    signature: &'a [u8],
}

/// A public key: its algorithm, and its bits.
pub(super) struct PublicKey<'a> {
    pub(super) whole: &'a [u8],
    algorithm: &'a [u8],
    bits: &'a [u8],
}

impl PublicKey<'_> {
    /// Whether `signature` is one of `message` by this key, by one of these algorithms.
    pub(super) fn has_signed<'s>(
        &self,
        algorithms: impl IntoIterator<Item = &'s &'static dyn SignatureVerificationAlgorithm>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let mut fitting = algorithms
            .into_iter()
            .filter(|algorithm| *algorithm.public_key_alg_id() == *self.algorithm);
        fitting.any(|algorithm| algorithm.verify_signature(self.bits, message, signature).is_ok())
    }
}

impl<'a> Certificate<'a> {
    pub(super) fn read(der: &'a [u8]) -> Option<Self> {
        let mut parts = Values::of(der).open(tag::SEQUENCE)?;
        let signed = parts.typed(tag::SEQUENCE)?;
        let algorithm = parts.typed(tag::SEQUENCE)?.content;
        let signature = parts.next()?.bits()?;
        let mut fields = Values::of(signed.content);
        let version = fields.optional(tag::VERSION).and_then(|version| version.content.last());
        // The serial number, and the algorithm once more.
        fields.next()?;
        fields.typed(tag::SEQUENCE)?;
        let issuer = fields.typed(tag::SEQUENCE)?.whole;
        let mut times = fields.open(tag::SEQUENCE)?;
        let valid = (times.next()?.seconds()?, times.next()?.seconds()?);
        let subject = fields.typed(tag::SEQUENCE)?;
        let whole = fields.typed(tag::SEQUENCE)?;
        let mut key = Values::of(whole.content);
        let key = PublicKey {
            whole: whole.whole,
            algorithm: key.typed(tag::SEQUENCE)?.content,
            bits: key.next()?.bits()?,
        };
        let extensions = fields.find(|field| field.tag == tag::EXTENSIONS);
        let extensions = match extensions {
            Some(list) => Values::of(list.content)
                .open(tag::SEQUENCE)?
                .map(|extension| read_extension(extension.content))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        Some(Self {
            is_old: version != Some(&2),
            signed: signed.whole,
            issuer,
            subject,
            valid,
            key,
            extensions,
            algorithm,
            signature,
        })
    }

    pub(super) fn key(&self) -> &PublicKey<'a> {
        &self.key
    }

    /// The times from which and until which it is valid.
    pub(super) fn valid(&self) -> [UnixTime; 2] {
        let time = |seconds| u64::try_from(seconds).unwrap_or_default();
        [self.valid.0, self.valid.1].map(|seconds| {
            UnixTime::since_unix_epoch(std::time::Duration::from_secs(time(seconds)))
        })
    }

    pub(super) fn is_valid(&self, now: UnixTime) -> bool {
        let [begin, end] = self.valid();
        begin <= now && now <= end
    }

    /// Whether it is for a server, as far as it says what it is for.
    pub(super) fn is_for_servers(&self) -> bool {
        let purposes = self.extension(extension::EXTENDED_KEY_USAGE).map(|value| {
            let mut purposes = Values::of(value).open(tag::SEQUENCE).into_iter().flatten();
            purposes.any(|purpose| purpose.content == SERVER_AUTHENTICATION)
        });
        purposes != Some(false) && self.is_for(usage::TLS) && self.is_understood()
    }

    /// Whether it may sign other certificates. An old one may if it has signed itself.
    pub(super) fn is_ca(&self) -> bool {
        let is_ca = match self.extension(extension::BASIC_CONSTRAINTS) {
            Some(value) => {
                let mut constraints = Values::of(value).open(tag::SEQUENCE);
                let flag = constraints.as_mut().and_then(|list| list.typed(tag::BOOLEAN));
                flag.is_some_and(|flag| flag.content != [0])
            }
            None if self.is_old => self.issuer == self.subject.whole,
            None => self.extension(extension::KEY_USAGE).is_some(),
        };
        is_ca && self.is_for(usage::SIGN_CERTIFICATES)
    }

    /// Whether `issuer` has signed it, and may sign any.
    pub(super) fn is_signed_by(
        &self,
        issuer: &Certificate<'_>,
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> bool {
        let algorithms =
            algorithms.iter().filter(|known| *known.signature_alg_id() == *self.algorithm);
        self.issuer == issuer.subject.whole
            && issuer.is_ca()
            && issuer.is_understood()
            && issuer.extension(extension::NAME_CONSTRAINTS).is_none()
            && issuer.key.has_signed(algorithms, self.signed, self.signature)
    }

    /// Whether it names hosts or addresses, so that its common name does not count.
    pub(super) fn has_names(&self) -> bool {
        let names =
            self.extension(extension::NAMES).and_then(|v| Values::of(v).open(tag::SEQUENCE));
        // The tags of names and of addresses.
        names.into_iter().flatten().any(|name| matches!(name.tag, 0x82 | 0x87))
    }

    /// The last common name of the subject.
    pub(super) fn common_name(&self) -> Option<&'a str> {
        let sets = Values::of(self.subject.content).filter(|set| set.tag == tag::SET);
        let pairs = sets.flat_map(|set| Values::of(set.content));
        let names = pairs.filter_map(|pair| {
            let mut pair = Values::of(pair.content);
            let is_name = pair.typed(tag::OBJECT_ID)?.content == COMMON_NAME;
            is_name.then(|| pair.next())?
        });
        std::str::from_utf8(names.last()?.content).ok()
    }

    /// Whether its key is for one of these uses, as far as it says what it is for.
    fn is_for(&self, uses: u8) -> bool {
        let Some(value) = self.extension(extension::KEY_USAGE) else { return true };
        let bits = Values::of(value).next().and_then(Value::bits);
        bits.and_then(<[u8]>::first).is_some_and(|bits| bits & uses != 0)
    }

    /// Whether it has no critical extension that is not known here.
    fn is_understood(&self) -> bool {
        self.extensions.iter().all(|(id, is_critical, _)| {
            // Policies too, which ask for nothing where none are asked for.
            !is_critical || matches!(id, Some(15 | 17 | 19 | 30 | 32 | 33 | 36 | 37 | 54))
        })
    }

    fn extension(&self, id: u8) -> Option<&'a [u8]> {
        self.extensions.iter().find(|(own, ..)| *own == Some(id)).map(|(.., value)| *value)
    }
}

fn read_extension(content: &[u8]) -> Option<(Option<u8>, bool, &[u8])> {
    let mut fields = Values::of(content);
    let id = match fields.typed(tag::OBJECT_ID)?.content {
        [0x55, 29, id] => Some(*id),
        _ => None,
    };
    let critical = fields.optional(tag::BOOLEAN).is_some_and(|flag| flag.content != [0]);
    Some((id, critical, fields.typed(tag::OCTET_STRING)?.content))
}
