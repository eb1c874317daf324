"""Where blobs can be: a folder, or a bucket."""

from pathlib import Path

from xborder.store.blobs import FileBlobs
from xborder.store.bucket import Bucket, BucketBlobs

Place = Path | Bucket


def open_blobs(place: Place, *, durable: bool = True) -> FileBlobs | BucketBlobs:
    return BucketBlobs(place) if isinstance(place, Bucket) else FileBlobs(place, durable=durable)
