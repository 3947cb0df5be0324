//! The fields of the encryption of an instance, and of a change to it.

use crate::json::Object;
use crate::output::Fields;
use serde_json::Value;

/// The fields of the encryption. Their names are not known in advance: the guest agent names those of
/// the certificate.
pub(super) const SHOW: Fields = Fields::made_by(&[], fields);

/// The fields of the reply to a change.
pub(super) const CHANGE: Fields = Fields::new(&["mode", "restart_required", "status"]);

/// Turns the fields of the certificate into separate fields, and drops an empty certificate.
fn fields(mut object: Object) -> Object {
    if let Some(Value::Object(certificate)) = object.shift_remove("certificate") {
        let fields = certificate.into_iter();
        object.extend(fields.map(|(key, value)| (format!("certificate.{key}"), value)));
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_certificate_is_flattened_and_dropped_if_it_is_no_object() {
        let fields = |value: Value| Value::Object(SHOW.of(value.as_object().unwrap().clone()));
        let object =
            json!({"status": "on", "mode": "mtls", "certificate": {"cn": "db", "san": null}});
        let flat = json!({"status": "on", "mode": "mtls", "certificate.cn": "db", "certificate.san": null});
        assert_eq!(fields(object), flat);
        assert_eq!(fields(json!({"status": "off", "certificate": "x"})), json!({"status": "off"}));
    }
}
