"""How the documents reach files and the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from xborder.cli.console import say, show
from xborder.documents import Paper, to_html, to_pdf, to_text, to_workbook
from xborder.documents.annual import Review
from xborder.documents.disclosure import Disclosure, Sheet
from xborder.documents.evidence import seal, verify
from xborder.documents.paper import Bullets, Paragraph
from xborder.documents.published import Discrepancy
from xborder.errors import ConfigurationError
from xborder.model.signing import Role, Signature
from xborder.report.words import Words


def write_disclosures(made: Mapping[str, Disclosure], folder: Path) -> Iterator[Path]:
    """Page and text of the public section and of every sheet; what is unsettled stands apart from both."""
    _prepare(folder)
    for language, disclosure in made.items():
        yield from _write(disclosure.policy, folder / f"policy-{language}")
        for sheet, paper in zip(disclosure.sheets, disclosure.papers, strict=True):
            yield from _write(paper, folder / f"{sheet.contractor}-{language}")
        yield from _write(_doubts(disclosure, language), folder / f"internal-{language}")


def write_sheets(made: Mapping[str, Disclosure], contractor: str, folder: Path) -> Iterator[Path]:
    """Page and text of one contractor's sheet."""
    _prepare(folder)
    for language, disclosure in made.items():
        _, paper = sheet_of(disclosure, contractor)
        yield from _write(paper, folder / f"{contractor}-{language}")


def sheet_of(disclosure: Disclosure, contractor: str) -> tuple[Sheet, Paper]:
    """What is told of one contractor. Raises ConfigurationError for one that is not registered."""
    sheets = {sheet.contractor: sheet for sheet in disclosure.sheets}
    if contractor not in sheets:
        why = "no contractor of this name is registered"
        raise ConfigurationError(contractor, why=why, fix=f"Registered are: {', '.join(sheets)}")
    return sheets[contractor], disclosure.papers[list(sheets).index(contractor)]


def write_review(review: Review, folder: Path, name: str) -> Iterator[Path]:
    """Page, text, PDF and workbook."""
    _prepare(folder)
    yield from _write(review.paper, folder / name)
    for suffix, made in (
        (".pdf", to_pdf(review.paper, made_at=review.made_at)),
        (".xlsx", to_workbook(review.tables, made_at=review.made_at)),
    ):
        path = folder / f"{name}{suffix}"
        write_file(made, path)
        yield path


def signed(made: Sequence[Signature]) -> str:
    """What was recorded."""
    words = Words("ja", "xborder.documents")
    roles = {role: words(f"annual.role.{role.value}") for role in Role}
    return "\n".join(
        f"署名を記録しました。{s.year}年 {s.item}（照合番号 {s.state[:12]}）: {s.person}（{roles[s.role]}）"
        for s in made
    )


def write_file(body: bytes, path: Path) -> None:
    """Write whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_bytes(body)
        fresh.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigurationError(str(path), why=why, fix="Name a file that can be written") from error


def keep_bundle(body: bytes, out: Path) -> None:
    """Write a bundle once: evidence is never overwritten."""
    try:
        with out.open("xb") as file:
            file.write(body)
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigurationError(
            str(out), why=why, fix="Name a new file in a folder that is there"
        ) from error
    show(f"{seal(body)}  {out}")


def verify_bundle(file: Path) -> bool:
    """Say what is wrong with a bundle; True when something is."""
    try:
        body = file.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigurationError(str(file), why=why, fix="Name a bundle that can be read") from error
    problems = verify(body)
    for problem in problems:
        say(f"{file}: {problem}")
    show(f"{seal(body)}  {file}" + ("" if problems else "  OK"))
    return bool(problems)


def disclosure_text(disclosure: Disclosure, language: str) -> str:
    papers = (disclosure.policy, *disclosure.papers, _doubts(disclosure, language))
    return "\n\n".join(to_text(paper) for paper in papers)


def disclosure_data(made: Mapping[str, Disclosure]) -> dict[str, Any]:
    return {
        language: {
            "policy": to_text(disclosure.policy),
            "sheets": [asdict(sheet) for sheet in disclosure.sheets],
            "unsettled": list(disclosure.doubts),
        }
        for language, disclosure in made.items()
    }


def discrepancies(found: Sequence[Discrepancy], language: str) -> str:
    words = Words(language, "xborder.documents")
    return "\n".join(f"{d.fault.value}: {d.text}" for d in found) or words("check.none")


def _doubts(disclosure: Disclosure, language: str) -> Paper:
    words = Words(language, "xborder.documents")
    some = Bullets(items=disclosure.doubts) if disclosure.doubts else Paragraph(text=words("doubts.none"))
    return Paper(
        title=words("doubts.title"), language=language, about=disclosure.policy.about, blocks=(some,)
    )


def _write(paper: Paper, name: Path) -> Iterator[Path]:
    for suffix, text in ((".html", to_html(paper)), (".txt", to_text(paper))):
        path = name.with_name(name.name + suffix)
        write_file(text.encode(), path)
        yield path


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigurationError(str(folder), why=why, fix="Name a folder that can be made") from error
