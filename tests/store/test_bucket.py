"""Blobs in a bucket: the same promises as in a folder, kept by a real server on this machine."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from looks import NOW, capture, look

from xborder import zstd
from xborder.errors import StoreError
from xborder.store import Bucket, FileBlobs, doctor, open_store
from xborder.store.bucket import BucketBlobs

pytest.importorskip("s3fs", reason="the extra `s3` is not installed")
moto_server = pytest.importorskip("moto.server", reason="no S3 server to test against is installed")

BODY = "個人データの取扱いに関する契約 ".encode("euc-jp") * 100


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(endpoint: str, request: pytest.FixtureRequest) -> Bucket:
    """An empty place of its own in a bucket."""
    import s3fs

    client = {"endpoint_url": endpoint, "region_name": "us-east-1"}
    files = s3fs.S3FileSystem(key="who", secret="hidden-key", client_kwargs=client)
    if not files.exists("proof"):
        files.call_s3("create_bucket", Bucket="proof")
    return Bucket(
        url=f"s3://proof/{abs(hash(request.node.name))}",
        endpoint=endpoint,
        region="us-east-1",
        access_key="who",
        secret_key="hidden-key",
    )


@pytest.fixture
def blobs(bucket: Bucket) -> BucketBlobs:
    return BucketBlobs(bucket)


def kept(blobs: BucketBlobs) -> str:
    digest = blobs.put(BODY)
    blobs.settle()
    return digest


def test_bytes_come_back_as_served(blobs: BucketBlobs, bucket: Bucket) -> None:
    digest = kept(blobs)
    assert blobs.get(digest) == BODY
    assert BucketBlobs(bucket).get(digest) == BODY
    assert list(blobs.digests()) == [digest]


def test_an_object_has_the_name_and_content_of_the_file(blobs: BucketBlobs, tmp_path: Path) -> None:
    files = FileBlobs(tmp_path)
    digest = files.put(BODY)
    files.settle()
    kept(blobs)
    assert blobs.path(digest).endswith(str(files.path(digest).relative_to(tmp_path)))
    assert blobs._files.cat_file(blobs.path(digest)) == files.path(digest).read_bytes()


def test_nothing_is_there_before_it_is_settled_but_can_be_read(blobs: BucketBlobs) -> None:
    digest = blobs.put(BODY)
    assert list(blobs.digests()) == []
    assert blobs.get(digest) == BODY


def test_what_is_kept_is_not_written_again(blobs: BucketBlobs) -> None:
    digest = kept(blobs)
    blobs._files.pipe_file(blobs.path(digest), zstd.compress(BODY, 19))
    other = blobs._files.cat_file(blobs.path(digest))
    kept(blobs)
    assert blobs._files.cat_file(blobs.path(digest)) == other


def test_workers_that_put_and_settle_together_lose_nothing(bucket: Bucket) -> None:
    places = [BucketBlobs(bucket), BucketBlobs(bucket)]

    def work(number: int) -> str:
        blobs = places[number % 2]
        digest = blobs.put(f"第{number % 10}条".encode())
        blobs.settle()
        return digest

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(work, range(40))) == set(places[0].digests())


@pytest.mark.parametrize(
    "content",
    [zstd.compress(BODY)[:-5], b"", zstd.compress(b"other bytes")],
    ids=["cut", "empty", "other bytes"],
)
def test_a_damaged_object_is_never_given_out(blobs: BucketBlobs, content: bytes) -> None:
    digest = kept(blobs)
    blobs._files.pipe_file(blobs.path(digest), content)
    with pytest.raises(StoreError, match=digest):
        blobs.get(digest)


def test_a_missing_object_is_named_with_the_fix(blobs: BucketBlobs) -> None:
    digest = kept(blobs)
    blobs._files.rm_file(blobs.path(digest))
    with pytest.raises(StoreError, match=rf"{digest}.*missing.*backup"):
        blobs.get(digest)


def test_what_could_not_be_sent_is_sent_when_the_store_is_back(bucket: Bucket) -> None:
    away = BucketBlobs(
        Bucket(url=bucket.url, endpoint="http://127.0.0.1:9", access_key="who", secret_key="hidden-key")
    )
    away._files.retries = 1  # it would wait between them
    digest = away.put(BODY)
    with pytest.raises(StoreError, match=r"\[bucket\]") as failure:
        away.settle()
    assert "hidden-key" not in f"{failure.value!r} {bucket!r}"
    away._files = BucketBlobs(bucket)._files
    away.settle()
    assert BucketBlobs(bucket).get(digest) == BODY


def test_a_store_with_a_bucket_is_recorded_and_examined(database_url: str, bucket: Bucket) -> None:
    store = open_store(database_url, bucket)
    digest = store.blobs.put(b"served")
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [look(captures=(capture(sha256=digest),), sources=())])
        store.finish_run(replace(run, finished_at=NOW))
    store.close()
    assert troubles(database_url, bucket) == []
    BucketBlobs(bucket)._files.rm_file(BucketBlobs(bucket).path(digest))
    assert troubles(database_url, bucket) == [BucketBlobs(bucket).path(digest)]


def troubles(url: str, bucket: Bucket) -> list[str]:
    return [trouble.what for trouble in doctor.examine(url, bucket, now=NOW, thorough=True, audit=True)]
