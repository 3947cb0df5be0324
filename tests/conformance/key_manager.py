"""A stand-in for Barbican: a certificate with its key as PKCS#12, without a password and with one.

Secrets are known by what their URL ends with: …001 and …002, and …003, the password of the second.
"""
import datetime
import functools
import types

from barbicanclient import base, exceptions
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

PASSWORD = "sesame"


@functools.cache
def pair():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "db.lab")])
    start = datetime.datetime(2026, 1, 1)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(start).not_valid_after(start + datetime.timedelta(days=36500))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("db.lab")]), critical=False)
            .sign(key, hashes.SHA256()))
    return key, made


def certificate():
    return pair()[1].public_bytes(serialization.Encoding.PEM).decode()


def details(self, payload):
    """Of a certificate; Trove's own relies on what pyOpenSSL has since dropped."""
    found = x509.load_pem_x509_certificate(payload.encode())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.DNSName)
    common_name = found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    return {"cn": common_name, "expire_at": found.not_valid_after_utc.replace(tzinfo=None), "san": [f"DNS:{name}" for name in names]}


def bundle(encryption):
    return pkcs12.serialize_key_and_certificates(b"db", *pair(), None, encryption)


@functools.cache
def payloads():
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    return {1: bundle(serialization.NoEncryption()), 2: bundle(locked), 3: PASSWORD}


class Secrets:
    consumers = []

    def get(self, ref):
        id = base.validate_ref_and_return_uuid(ref, "Secret")
        if id.int not in payloads():
            raise exceptions.HTTPClientError("Not Found: Secret not found.", 404)
        return types.SimpleNamespace(payload=payloads()[id.int])

    def register_consumer(self, ref, service, kind, id):
        self.consumers.append((ref, id))

    def remove_consumer(self, ref, service, kind, id):
        if (ref, id) in self.consumers:
            self.consumers.remove((ref, id))


def client(context, region_name=None):
    return types.SimpleNamespace(secrets=Secrets())
