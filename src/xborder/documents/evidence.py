"""A case as a bundle that a third party can check offline: bytes as served, texts, diff, decisions.

The members are stored, not compressed, in a fixed order with fixed dates: the same case gives the same
bytes on every machine, so that verifying can rebuild the bundle and compare every byte of it.
"""

import json
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import TypeAdapter
from warcio.warcwriter import WARCWriter

from xborder.model import Capture, Case, Decision, Registry, Report, Revision, Version
from xborder.report.rendering import render
from xborder.report.safe import visible

SUMS = "SHA256SUMS"
_README = "README.txt"
_NAME = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[a-z0-9]+)?(?:/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[a-z0-9]+)?)*"
)
_MOST_MEMBERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The bytes of one snapshot with what the server said of them."""

    capture: Capture
    body: bytes
    served: bytes | None = None  # the main answer, where the body is what a browser made of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One revision of the case, down to the bytes."""

    revision: Revision
    old: Version
    new: Version
    looks: tuple[Looked, ...]


def bundle(
    case: Case, decisions: Sequence[Decision], proofs: Sequence[Proof], registry: Registry, *, language: str
) -> bytes:
    """The zip file."""
    members = {
        _README: _instructions(case),
        "case.json": _json(Case, case),
        "decisions.json": _json(tuple[Decision, ...], tuple(decisions)),
        "captures.warc": warc(look for proof in proofs for look in proof.looks),
    }
    for number, proof in enumerate(proofs, 1):
        members |= {
            f"revision-{number}/{name}": body for name, body in _told(proof, case, registry, language)
        }
    members[SUMS] = _sums(members)
    return _packed(members)


def verify(body: bytes) -> tuple[str, ...]:
    """Everything that is wrong with a bundle; empty when every byte is as it was written."""
    try:
        members = _members(body)
    except (zipfile.BadZipFile, _Refused, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        return (f"not a bundle that can be trusted: {error}",)
    if SUMS not in members:
        return (f"{SUMS} is missing",)
    named = _parse(members[SUMS])
    problems = [f"{name}: is not listed in {SUMS}" for name in members if name not in (*named, SUMS)]
    for name, digest in named.items():
        if name not in members:
            problems.append(f"{name}: is missing")
        elif sha256(members[name]).hexdigest() != digest:
            problems.append(f"{name}: was altered")
    if not problems and _packed(members) != body:
        problems.append("the file was altered outside its members")
    return tuple(problems)


def seal(body: bytes) -> str:
    """The digest to be kept elsewhere: who replaces a whole bundle cannot replace that."""
    return sha256(body).hexdigest()


class _Refused(Exception):  # noqa: N818  # it is a verdict
    """A member that no bundle of ours holds."""


def _members(body: bytes) -> dict[str, bytes]:
    """The members of a hostile zip file. Stored ones only: nothing here can grow."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_MEMBERS:
            raise _Refused(f"{len(entries)} members")
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names):
            raise _Refused("a name stands in it twice")
        for entry in entries:
            _check(entry, len(body))
        return {entry.filename: archive.read(entry) for entry in entries}


def _check(entry: zipfile.ZipInfo, size: int) -> None:
    if not _NAME.fullmatch(entry.filename):
        raise _Refused(f"the name {entry.filename!r}")
    if not stat.S_ISREG(entry.external_attr >> 16):
        raise _Refused(f"{entry.filename} is no plain file")
    if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 or entry.file_size > size:
        raise _Refused(f"{entry.filename} is compressed, encrypted or larger than the bundle")


def _packed(members: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name)  # dated 1980, as zip begins
            entry.create_system = 3  # unix: the same on every machine
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, members[name])
    return target.getvalue()


def _sums(members: Mapping[str, bytes]) -> bytes:
    """As `sha256sum -c` reads it."""
    return "".join(f"{sha256(members[name]).hexdigest()}  {name}\n" for name in sorted(members)).encode()


def _parse(sums: bytes) -> dict[str, str]:
    lines = sums.decode("ascii", "replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _instructions(case: Case) -> bytes:
    text = files("xborder.documents").joinpath("templates", "evidence.txt").read_text("utf-8")
    return text.format(case=visible(case.id)).encode()


def _told(proof: Proof, case: Case, registry: Registry, language: str) -> Iterator[tuple[str, bytes]]:
    revision = proof.revision
    report = Report(id=case.id, run="", created_at=revision.detected_at, revisions=(revision,), cases=(case,))
    yield "revision.json", _json(Revision, revision)
    yield "difference.html", render(report, registry, language=language).html.encode()
    for side, version in (("old", proof.old), ("new", proof.new)):
        yield f"{side}.txt", _text(version)
        yield f"{side}.json", _json(Version, version)


def _text(version: Version) -> bytes:
    lines = []
    for clause in version.page.clauses:
        place = " > ".join(clause.path)
        lines += [f"[{place}]"] if place else []
        lines += [f"{clause.number} {clause.text}".strip(), ""]
    return visible("\n".join(lines)).encode("utf-8", "replace")


def _json(kind: Any, value: Any) -> bytes:
    plain = TypeAdapter(kind).dump_python(value, mode="json")
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace") + b"\n"


def warc(looks: Iterator[Looked]) -> bytes:
    """A resource record for each snapshot (content codings are undone), with the answer as its metadata.

    What a browser made of an answer is a conversion of it, and refers to it.
    """
    target = BytesIO()
    writer = WARCWriter(target, gzip=False)
    kept = {(look.capture.source, look.capture.fetched.fetched_at): look for look in looks}
    for key in sorted(kept):
        capture, fetched = kept[key].capture, kept[key].capture.fetched
        address = fetched.url if fetched.url.isascii() and fetched.url else f"urn:source:{capture.source}"
        moment = fetched.fetched_at.astimezone(UTC)
        media, served = fetched.media_type or "application/octet-stream", kept[key].served
        kind = "resource" if served is None else "conversion"
        body = _record_headers(key, kind, moment) | _digest(kept[key].body)
        if served is not None:
            raw = _record_headers(key, "resource", moment) | _digest(served)
            _write(writer, address, "resource", served, media, raw)
            body["WARC-Refers-To"] = raw["WARC-Record-ID"]
        _write(writer, address, kind, kept[key].body, media, body)
        answer = {
            "status": fetched.status,
            "headers": fetched.headers,
            "redirects": fetched.redirects,
            "notes": [asdict(note) for note in fetched.notes],
            "sha256": capture.sha256,
        } | ({"served": capture.served, "rendered_by": fetched.rendering.by} if fetched.rendering else {})
        headers = _record_headers(key, "metadata", moment)
        headers["WARC-Concurrent-To"] = body["WARC-Record-ID"]
        said = json.dumps(answer, ensure_ascii=True, indent=1, sort_keys=True).encode()
        _write(writer, address, "metadata", said, "application/json", headers)
    return target.getvalue()


def _digest(body: bytes) -> dict[str, str]:
    return {"WARC-Payload-Digest": f"sha256:{sha256(body).hexdigest()}"}


def _record_headers(key: tuple[str, datetime], kind: str, moment: datetime) -> dict[str, str]:
    name = uuid5(NAMESPACE_URL, f"{kind} {key[0]} {moment.isoformat()}")
    return {"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}


def _write(
    writer: WARCWriter, address: str, kind: str, body: bytes, media: str, headers: dict[str, str]
) -> None:
    record = writer.create_warc_record(
        address, kind, payload=BytesIO(body), warc_content_type=media, warc_headers_dict=headers
    )
    writer.write_record(record)
