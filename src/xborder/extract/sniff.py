"""What kind of document some bytes are. The bytes are trusted over what the server says of them."""

from typing import Literal

Format = Literal["html", "pdf", "markdown", "text"]

_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<meta",
    b"<script",
    b"<div",
    b"<main",
)


def sniff(body: bytes, media_type: str | None = None, name: str = "") -> Format:
    """The format of the bytes."""
    head = body[:1024]
    if b"%PDF-" in head:
        return "pdf"
    start = head.replace(b"\0", b"").lower()  # UTF-16 has a NUL in each ASCII character
    kind = (media_type or "").partition(";")[0].strip().lower()
    suffix = name.rpartition(".")[2].lower()
    if kind == "text/markdown" or suffix in ("md", "markdown"):
        return "markdown"
    if any(mark in start for mark in _MARKUP) or "html" in kind or suffix in ("html", "htm", "xhtml"):
        return "html"
    if kind in ("", "text/plain") or suffix == "txt":
        return "text"
    return "html"
