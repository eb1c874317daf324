"""Sign-offs of the yearly review: added with the facts they are bound to, never changed."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from xborder.errors import DecisionError, StoreError
from xborder.model.signing import Signature
from xborder.store import audit
from xborder.store.recording import upsert
from xborder.store.rows import ReviewStateRow, SignatureRow, table


def write(connection: Connection, signatures: Sequence[Signature], states: Mapping[str, str]) -> None:
    """The facts first: a sign-off never names what is not there."""
    kept = [{"digest": digest, "body": body} for digest, body in states.items()]
    upsert(connection, ReviewStateRow, kept)
    rows = [SignatureRow.to_row(signature) for signature in signatures]
    for signature, row in zip(signatures, rows, strict=True):
        _refuse_second(connection, signature)
        connection.execute(insert(SignatureRow), row)
    at = max(signature.at for signature in signatures)
    audit.witness(connection, "sign", at, ((ReviewStateRow, kept), (SignatureRow, rows)))


def _refuse_second(connection: Connection, signature: Signature) -> None:
    if connection.scalar(select(col(SignatureRow.id)).where(col(SignatureRow.id) == signature.id)):
        raise DecisionError(
            f"{signature.item} of {signature.year}",
            why=f"{signature.person} has already signed it as {signature.role.value} in this state",
            fix="Nothing is left to do; somebody else, or in another role, may sign it, too",
        )


def state(connection: Connection, digest: str, place: str) -> str:
    """Checked against its digest."""
    rows = table(ReviewStateRow)
    body: str | None = connection.scalar(select(rows.c.body).where(rows.c.digest == digest))
    if body is None or sha256(body.encode()).hexdigest() != digest:
        why = f"it is not in {place}" if body is None else "it is not what was signed"
        raise StoreError(f"signed facts {digest}", why=why, fix="Restore the last good backup")
    return body
