"""What we say is said in both languages; what was stored in one alone still reads."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, select, text

from xborder.store.columns import Bilingual
from xborder.texts import NOTHING, Text, listed, same, together

PAGE = Text(ja="ページが空です", en="the page is empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    why: Text = NOTHING
    notes: tuple[Text, ...] = ()


RECORD = TypeAdapter(Record)


def test_values_are_filled_in_by_their_own_language_and_never_formatted_again() -> None:
    said = Text(ja="{host}：{why}", en="{host}: {why}").fill(host="{0}", why=PAGE)
    assert (said.of("ja"), said.of("en")) == ("{0}：ページが空です", "{0}: the page is empty")


def test_several_texts_are_joined_once_each_by_the_marks_of_each_language() -> None:
    assert together((PAGE, PAGE, same("x"))) == Text(ja="ページが空です；x", en="the page is empty; x")
    assert listed(("甲法", "乙法")) == Text(ja="甲法、乙法", en="甲法, 乙法")
    assert not together(()) and not NOTHING


def test_a_record_comes_back_in_both_languages() -> None:
    record = Record(why=PAGE, notes=(same("x"),))
    assert RECORD.validate_json(RECORD.dump_json(record)) == record


def test_a_record_of_one_language_alone_reads_as_it_stands() -> None:
    old = RECORD.validate_json('{"why": "意味が変わった", "notes": ["note"]}')
    assert old == Record(why=same("意味が変わった"), notes=(same("note"),))


def test_a_column_holds_both_languages_and_old_plain_text() -> None:
    looks = Table("look", MetaData(), Column("id", String, primary_key=True), Column("detail", Bilingual))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        looks.create(connection)
        rows = [{"id": "both", "detail": PAGE}, {"id": "none", "detail": NOTHING}]
        connection.execute(insert(looks), rows)
        connection.execute(text("INSERT INTO look VALUES ('old', 'HTTP 404. {\"x\"')"))
        found = dict(connection.execute(select(looks)).all())
    assert found == {"both": PAGE, "none": NOTHING, "old": same('HTTP 404. {"x"')}
