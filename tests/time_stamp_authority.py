"""A time-stamp authority of our own (RFC 3161), with a root that vouches for its key."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"})


REFUSAL = bytes.fromhex("30053003020102")
"""A response of status 2 (rejection), without a token."""


@dataclass
class Authority:
    """Answers queries with its key. `at` is the time it gives."""

    at: datetime

    def __post_init__(self) -> None:
        self._root_key, self._key = _new_key(), _new_key()
        self.root = self._certificate("root", self._root_key, self._root_key, is_root=True)
        self.certificate = self._certificate("authority", self._key, self._root_key, is_root=False)

    def answer(self, query: bytes, **changed: Any) -> bytes:
        """A response; `changed` puts other values into what is stamped."""
        asked = tsp.TimeStampReq.load(query)
        told = {
            "version": "v1",
            "policy": "1.2.3.4.1",
            "message_imprint": asked["message_imprint"],
            "serial_number": 1,
            "gen_time": self.at,
            "nonce": asked["nonce"].native,
        } | changed
        response = {"status": {"status": "granted"}, "time_stamp_token": self._signed(tsp.TSTInfo(told))}
        return bytes(tsp.TimeStampResp(response).dump())

    def _signed(self, info: tsp.TSTInfo) -> cms.ContentInfo:
        mine = asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))
        certificate = tsp.SigningCertificateV2({"certs": [{"cert_hash": sha256(mine.dump()).digest()}]})
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [sha256(info.dump()).digest()]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [certificate]}),
            ]
        )
        signature = self._key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
        issuer = {"issuer": mine.issuer, "serial_number": mine.serial_number}
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer}),
            "digest_algorithm": _SHA256,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": signature,
        }
        content = {
            "version": "v3",
            "digest_algorithms": [_SHA256],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(info.dump()),
            },
            "certificates": [mine],
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})

    def _certificate(
        self, name: str, key: rsa.RSAPrivateKey, signer: rsa.RSAPrivateKey, *, is_root: bool
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "root")]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        )
        if not is_root:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(signer, hashes.SHA256())


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
