"""Signatures made here: a real CMS container over the file's bytes, with a certificate nobody issued."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import pikepdf
import pytest
from asn1crypto import algos, cms, core, keys, x509
from hypothesis import given
from hypothesis import strategies as st

from dossier.readers import read_content
from dossier.readers.model import UNVERIFIED, SignatureInfo
from dossier.readers.signatures import _pdf_time, read_signatures

SIGNER = "Ủy ban nhân dân xã Bình Minh"
ORGANISATION = "Huyện An Sơn"
_ROOM = 3_000  # bytes for the container
_TIME = dt.datetime(2020, 8, 14, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def _certificate() -> x509.Certificate:
    name = x509.Name.build({"common_name": SIGNER, "organization_name": ORGANISATION})
    key = keys.PublicKeyInfo.wrap(keys.RSAPublicKey({"modulus": 2**512 + 1, "public_exponent": 65537}), "rsa")
    validity = {
        "not_before": x509.Time({"utc_time": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}),
        "not_after": x509.Time({"utc_time": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}),
    }
    algorithm = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": 7,
            "signature": algorithm,
            "issuer": name,
            "validity": x509.Validity(validity),
            "subject": name,
            "subject_public_key_info": key,
        }
    )
    return x509.Certificate({"tbs_certificate": body, "signature_algorithm": algorithm, "signature_value": b"\0" * 64})


def _container(digest: bytes) -> bytes:
    certificate = _certificate()
    sid = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": 7})
    attributes = [
        cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [core.OctetString(digest)]}),
        cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": _TIME.astimezone(dt.UTC)})]}),
    ]
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": b"\0" * 64,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [info],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def signed_pdf(*, dated: bool = True) -> bytes:
    """A PDF of one page with one signature over all its bytes."""
    document = pikepdf.new()
    page = document.add_blank_page()
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig,
        Filter=pikepdf.Name("/Adobe.PPKLite"),
        SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
        ByteRange=[0, 1111111111, 1111111111, 1111111111],
        Contents=pikepdf.String(b"\0" * _ROOM),
    )
    if dated:
        value.M = pikepdf.String("D:20200814093000+07'00'")
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="S", Rect=[0, 0, 0, 0], V=value
    )
    field = document.make_indirect(field)
    page.obj.Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    target = io.BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return _sign(target.getvalue())


def _sign(data: bytes) -> bytes:
    start = data.index(b"<" + b"00" * 100)
    end = data.index(b">", start) + 1
    blank = b"[ 0 1111111111 1111111111 1111111111 ]"
    assert blank in data
    spans = f"[ 0 {start} {end} {len(data) - end}".encode().ljust(len(blank) - 1) + b"]"
    data = data.replace(blank, spans)
    digest = hashlib.sha256(data[:start] + data[end:]).digest()
    container = _container(digest).hex().encode()
    return data[: start + 1] + container.ljust(end - start - 2, b"0") + data[end - 1 :]


def test_who_signed_when_and_over_what() -> None:
    assert read_signatures(signed_pdf()) == (SignatureInfo(SIGNER, ORGANISATION, _TIME, whole=True, intact=True),)


def test_the_certificate_is_never_called_valid() -> None:
    assert read_signatures(signed_pdf())[0].certificate == UNVERIFIED == "chưa kiểm tra chứng thư"


def test_the_container_s_time_serves_when_the_dictionary_has_none() -> None:
    assert read_signatures(signed_pdf(dated=False))[0].signed_at == _TIME


def test_bytes_added_after_the_signature_are_seen() -> None:
    (info,) = read_signatures(signed_pdf() + b"\n% more than white space\n%%EOF\n")
    assert (info.whole, info.intact) == (False, True)


def test_a_changed_byte_is_seen() -> None:
    data = signed_pdf()
    changed = data.replace(b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 612 793 ]")
    assert changed != data
    (info,) = read_signatures(changed)
    assert (info.signer, info.whole, info.intact) == (SIGNER, True, False)


def test_a_signature_without_a_container_is_still_counted() -> None:
    data = signed_pdf()
    start = data.index(b"/Contents <") + len(b"/Contents <")
    end = data.index(b">", start)
    (info,) = read_signatures(data[:start] + b"00" * ((end - start) // 2) + data[end:])
    assert (info.signer, info.intact) == (None, None)


def test_the_reader_passes_signatures_on() -> None:
    content, _ = read_content(signed_pdf())
    assert (content.signed, content.signatures[0].signer) == (1, SIGNER)


def test_a_pdf_without_a_form_has_none() -> None:
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    assert read_signatures(target.getvalue()) == ()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("D:20200814093000+07'00'", _TIME),
        ("D:20200814093000Z", dt.datetime(2020, 8, 14, 9, 30, tzinfo=dt.UTC)),
        ("D:20201314093000Z", None),
        ("D:2020", None),
        ("", None),
    ],
)
def test_times_of_the_dictionary(text: str, time: dt.datetime | None) -> None:
    assert _pdf_time(text) == time


@given(st.integers(0, 12_000), st.binary(min_size=1, max_size=40))
def test_no_damage_breaks_the_reading(at: int, junk: bytes) -> None:
    data = _SIGNED[:at] + junk + _SIGNED[at + len(junk) :]
    assert all(isinstance(info, SignatureInfo) for info in read_signatures(data))


_SIGNED = signed_pdf()
