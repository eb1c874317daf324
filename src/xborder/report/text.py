"""The report as plain text: 72 columns, readable in any mail program and on any terminal.

Everything quoted from elsewhere stands after a bar at the start of each line, so that no page can
put words into our mouth.
"""

from collections.abc import Iterable, Iterator

from xborder.report.columns import WIDTH, width_of, wrap
from xborder.report.diffs import Run, Sides
from xborder.report.safe import one_line, visible
from xborder.report.view import Grounds, Item, Link, Point, Trouble, View
from xborder.report.words import Words


def plain_text(view: View, words: Words) -> str:
    """The report in lines, ending in a line end."""
    return "\n".join(_Text(view, words).lines()) + "\n"


class _Text:
    """Writes the parts of a view, in order."""

    def __init__(self, view: View, words: Words) -> None:
        self._view, self._words = view, words
        japanese = words.language == "ja"
        self._joint = "、" if japanese else "; "
        self._quote, self._minus, self._plus = (f"  {bar} " for bar in ("｜－＋" if japanese else "|-+"))

    def lines(self) -> Iterator[str]:
        view = self._view
        yield from wrap(self._marked_title(view.headline.mark, view.headline.text), rest="  ")
        yield from wrap(f"{self._words('product')}  {self._words.moment(view.report.created_at)}")
        if view.held:
            yield from ("", f"[{self._words('held.title')}]", *wrap(one_line(view.held), first="  "))
        yield from self._troubles(view.pressing, "section.pressing")
        if view.sign:
            yield ""
            for sentence in view.sign:
                yield from wrap(one_line(sentence))
        yield from self._summary()
        for item in view.items:
            if item.is_full:
                yield from self._item(item)
        yield from self._untold()
        yield from self._troubles(view.troubles, "section.alerts")
        yield from self._form(view.form)
        yield from self._counts()
        yield from self._foot()

    def _summary(self) -> Iterator[str]:
        if len(self._view.items) < 2:
            return
        yield from self._heading("section.summary")
        for item in self._view.items:
            yield from wrap(self._marked_title(item.mark, item.title), first=f"{item.number}. ", rest="   ")
            if item.points:
                yield from wrap(one_line(self._joint.join(item.points)), first="   ")
            action = self._words(f"action.{item.action.value}")
            yield from wrap(f"→ {action}  {self._pair('deadline', item.deadline)}", first="   ", rest="     ")

    def _item(self, item: Item) -> Iterator[str]:
        yield from ("", "=" * WIDTH)
        yield from wrap(self._marked_title(item.mark, item.title), first=f"{item.number}. ", rest="   ")
        yield "=" * WIDTH
        yield from self._advice(item)
        yield from self._heading("section.findings")
        if not item.findings:
            yield from wrap(self._words("finding.none"))
        for point in item.findings:
            yield from self._point(point)
        yield from self._heading("section.why")
        yield from self._chain(item.links)
        if item.changes or item.hidden:
            yield from self._heading("section.diff")
            yield from self._changes(item)
        yield from self._heading("section.record")
        yield from self._record(item)

    def _advice(self, item: Item) -> Iterator[str]:
        value = item.action.value
        yield from self._heading("section.recommendation")
        yield from self._labelled("section.do", self._words(f"action.{value}"))
        yield from wrap(self._words(f"advice.{value}"))
        if value != "none":
            yield from self._labelled("deadline", item.deadline)
        if item.revision.status.value == "preliminary":
            yield from wrap(self._words("advice.preliminary"))
        if item.grounds:
            yield from ("", f"[{self._words('section.reasons')}]", *self._grounds(item.grounds))
        if item.questions:
            yield from ("", f"[{self._words('section.questions')}]")
            for number, question in enumerate(item.questions, 1):
                yield from wrap(one_line(question), first=f" {number}. ", rest="    ")
        for case in item.cases:
            yield from ("", *wrap(self._words("advice.decide", id=case.id)))
        if value == "suspend":
            yield from ("", *wrap(self._words("advice.human")))
        if item.person:
            yield from (
                "",
                f"[{self._words('person')}]",
                *wrap(self._words("person.why", why=one_line(item.person)), first="  "),
            )

    def _grounds(self, grounds: Iterable[Grounds]) -> Iterator[str]:
        for ground in grounds:
            yield from wrap(one_line(ground.text), first=" - ", rest="   ")
            if ground.basis:
                yield from wrap(
                    self._words("reason.basis", basis=self._joint.join(ground.basis)), first="   "
                )

    def _point(self, point: Point) -> Iterator[str]:
        yield from wrap(self._words("point", name=point.name, change=point.change), first="● ", rest="  ")
        if point.part:
            yield from self._indented("finding.part", part=one_line(point.part))
        if point.laws:
            yield from self._indented("finding.laws", laws=one_line(self._joint.join(point.laws)))
        for note in point.notes:
            yield from wrap(one_line(note), first="  ")
        if point.why:
            yield from self._indented("finding.why", why=one_line(point.why))
        if point.evidence:
            yield from self._indented("finding.removed" if point.is_removed else "finding.evidence")
            yield from _quoted(point.evidence, self._quote)
        if point.place:
            yield from self._indented("finding.place", place=one_line(point.place))
        if point.confidence:
            yield from self._indented("confidence", level=point.confidence)

    def _chain(self, links: Iterable[Link]) -> Iterator[str]:
        if not links:
            yield from wrap(self._words("chain.none"))
        for link in links:
            way = self._words(
                "chain.way",
                place=link.place,
                via=link.via,
                contractor=link.contractor,
                service=link.service,
            )
            yield from wrap(one_line(way), first=" - ", rest="   ")
            if link.data:
                yield from wrap(self._pair("chain.data", link.data), first="   ")
            yield from wrap(self._pair("chain.basis", link.basis), first="   ")

    def _changes(self, item: Item) -> Iterator[str]:
        for number, sides in enumerate(item.changes):
            yield from ("",) if number else ()
            yield from self._sides(sides)
        if item.hidden:
            yield from wrap(self._words("diff.more", count=item.hidden))

    def _sides(self, sides: Sides) -> Iterator[str]:
        place = f"  {one_line(sides.place)}" if sides.place else ""
        yield from wrap(f"[{sides.label}]{place}", rest="  ")
        if sides.old:
            yield from _quoted(self._marked(sides.old), self._minus)
        if sides.new:
            yield from _quoted(self._marked(sides.new), self._plus)

    def _marked(self, runs: Iterable[Run]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.mark in ("insert", "delete"):
            name = self._words(f"diff.{run.mark}")
            return f"[{name}]{self._literal(run.text)}[/{name}]"
        return f"{run.text} " if run.mark == "note" else self._literal(run.text)

    def _literal(self, text: str) -> str:
        """Marks like ours inside a page's own words get a backslash, so that they cannot pass for ours."""
        for mark in ("insert", "delete"):
            name = self._words(f"diff.{mark}")
            text = text.replace(f"[{name}]", f"\\[{name}]").replace(f"[/{name}]", f"\\[/{name}]")
        return text

    def _record(self, item: Item) -> Iterator[str]:
        words, revision = self._words, item.revision
        yield from self._labelled("record.document", one_line(item.document))
        for location in item.addresses:
            yield f"  {one_line(location)}"
        yield from self._labelled("record.detected", words.moment(revision.detected_at))
        yield from self._labelled("record.status", words(f"status.{revision.status.value}"))
        for case in item.cases:
            state = words(f"case.{case.state.value}")
            yield from self._labelled("record.case", words("record.case.of", id=case.id, state=state))
        yield from self._labelled(
            "record.version", words("record.versions", old=revision.old_version, new=revision.new_version)
        )
        for note in item.notes:
            yield from wrap(one_line(note), first=" - ", rest="   ")

    def _untold(self) -> Iterator[str]:
        untold = sum(not item.is_full for item in self._view.items)
        if untold:
            yield from ("", *wrap(self._words("items.more", count=untold)))

    def _troubles(self, troubles: Iterable[Trouble], title: str) -> Iterator[str]:
        if troubles:
            yield from self._heading(title)
        for trouble in troubles:
            yield from wrap(f"{one_line(trouble.subject)}  {trouble.since}".rstrip(), first="● ", rest="  ")
            yield from wrap(one_line(trouble.text), first="  ")
            yield from self._indented("alert.fix", fix=one_line(trouble.fix))

    def _form(self, items: Iterable[Item]) -> Iterator[str]:
        if items:
            yield from self._heading("section.form")
        for item in items:
            yield from wrap(one_line(f"{item.title}  {item.document}"), first="● ", rest="  ")
            if item.points:
                yield from wrap(one_line(self._joint.join(item.points)), first="  ")
            for note in item.notes or (self._words("form.none"),):
                yield from wrap(one_line(note), first="  ")
            if item.person:
                yield from wrap(f"[{self._words('person')}]", first="  ")
                yield from self._indented("person.why", why=one_line(item.person))

    def _counts(self) -> Iterator[str]:
        yield from self._heading("section.counts")
        counts = (f"{name} {self._words('count.of', count=count)}" for name, count in self._view.counts)
        yield from wrap(self._view.checked)
        yield from wrap(self._joint.join(counts), first="  ")
        for note in self._view.notes:
            yield from wrap(one_line(note), first=" - ", rest="   ")

    def _foot(self) -> Iterator[str]:
        yield from ("", "-" * WIDTH)
        yield from wrap(self._words("footer.verbatim"))
        yield from wrap(self._words("footer.advice"))
        yield from wrap(self._words("footer.files", id=self._view.report.id))

    def _heading(self, key: str) -> Iterator[str]:
        title = f"■ {self._words(key)} "
        yield from ("", title + "-" * (WIDTH - width_of(title)))

    def _labelled(self, key: str, text: str) -> Iterator[str]:
        yield from wrap(self._pair(key, text), rest="  ")

    def _marked_title(self, mark: str, title: str) -> str:
        return self._words("marked", mark=mark, text=one_line(title))

    def _pair(self, key: str, text: str) -> str:
        return self._words("pair", name=self._words(key), text=one_line(text))

    def _indented(self, key: str, **values: object) -> Iterator[str]:
        yield from wrap(self._words(key, **values), first="  ")


def _quoted(text: str, bar: str) -> Iterator[str]:
    """Every line of it after the bar, however it breaks its lines."""
    for line in visible(text).splitlines():
        yield from wrap(line.strip(), first=bar)
