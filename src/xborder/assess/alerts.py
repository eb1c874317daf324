"""When trouble with a source is told to people: once when it lasts, once when it ends; and in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest

from xborder.clock import TOKYO
from xborder.model import Alert, Change, Document, DocumentState, Health, Policy, Text
from xborder.texts import together

STALE = "stale"

_PROMPT = frozenset({Health.GONE, Health.MOVED, Health.COLLAPSED, Health.REFUSED})
"""Trouble that does not go away by waiting: told at the second look."""


def trouble(document: Document, state: DocumentState, policy: Policy, *, now: datetime) -> Alert | None:
    """The alert that is due for an unhealthy document, or None."""
    since = state.unhealthy_since or now
    if state.health is Health.DAMAGED and state.alerted not in (Health.DAMAGED, STALE):
        kind = Health.DAMAGED.value  # at once, whatever was told before: it is we who lost something
    elif _is_stale(state, policy, now) and state.alerted != STALE:
        kind = STALE
    elif (state.alerted is None or _is_worse(state)) and _lasts(state, policy, now):
        kind = state.health.value
    else:
        return None
    day = f"{since.astimezone(TOKYO):%Y-%m-%d}"
    detail = state.detail
    if state.pending and state.pending_since:  # what was seen once must not be lost behind the trouble
        detail = _UNCONFIRMED.fill(detail=detail, day=f"{state.pending_since.astimezone(TOKYO):%Y-%m-%d}")
    return tell(kind, document.id, since, title=document.title, day=day, detail=detail)


def _is_worse(state: DocumentState) -> bool:
    """Told as one that may pass, and now one that does not: a page that was refused, and is gone."""
    return state.health in _PROMPT and state.alerted not in (*_PROMPT, STALE)


def aged(countries: Sequence[tuple[Text, str]], limit_days: int) -> Text:
    """Of countries in use whose survey is older than the policy allows, (name, surveyed): no alert.

    Nobody can do anything about it between the yearly reviews.
    """
    named = (_SURVEYED.fill(name=name, month=month) for name, month in countries)
    return _AGED.fill(days=limit_days, countries=together(named, ja="、", en=", "))


def tell(kind: str, subject: str, since: datetime, **values: object) -> Alert:
    """The alert of a kind, with the values its row names filled in."""
    text, fix = TABLE[kind]
    return Alert(subject=subject, kind=kind, since=since, text=text.fill(**values), fix=fix)


def alternating(
    document: Document, changes: Sequence[Change], first_seen: Sequence[datetime], *, since: datetime
) -> Alert:
    """Two texts are shown by turns: the one that was reported, and the one that comes and goes."""
    days = [f"{moment.astimezone(TOKYO):%Y-%m-%d}" for moment in first_seen]
    old, new = _contrast(changes)
    return tell(
        "alternating",
        document.id,
        since,
        title=document.title,
        first=days[0],
        second=days[1],
        count=len(changes),
        old=old,
        new=new,
    )


def _contrast(changes: Sequence[Change]) -> tuple[Text, Text]:
    """What each text says where they differ, from shortly before the first such word."""
    both = next(
        ((c.old.text, c.new.text) for c in changes if c.old and c.new and c.old.text != c.new.text), None
    )
    if both is None:
        old = next((c.old.text for c in changes if c.old), "")
        new = next((c.new.text for c in changes if c.new), "")
        return _excerpt(old, 0), _excerpt(new, 0)
    alike = next(n for n, (a, b) in enumerate(zip_longest(*both)) if a != b)
    start = _word_start(both[0], max(0, alike - _BEFORE))
    return _excerpt(both[0], start), _excerpt(both[1], start)


def _word_start(text: str, at: int) -> int:
    """The beginning of the word at a place; in Japanese, the place itself."""
    space = text.rfind(" ", 0, at)
    return space + 1 if at - space <= _BEFORE else at


def _excerpt(text: str, start: int) -> Text:
    if not text[start:]:
        return _ABSENT
    end = start + _LONGEST_EXCERPT
    end = len(text) if end >= len(text) else _word_start(text, end)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return _QUOTED.fill(quote=f"{before}{text[start:end].strip()}{after}")


def outcome(kind: str, document: Document, case: str, now: datetime) -> Alert:
    """What became of a preliminary finding: "confirmed" or "withdrawn". `case` is "" where it has none."""
    alert = tell(kind, document.id, now, title=document.title)
    if not case:
        return alert
    text, fix = _OF_CASE.fill(case=case, text=alert.text), _THEN.fill(fix=alert.fix, case=case)
    return replace(alert, text=text, fix=fix)


def _lasts(state: DocumentState, policy: Policy, now: datetime) -> bool:
    if state.health in _PROMPT and state.failures >= 2:
        return True
    since = state.unhealthy_since or now
    return now - since >= timedelta(days=policy.unhealthy_alert_days)


def _is_stale(state: DocumentState, policy: Policy, now: datetime) -> bool:
    last = state.good_at or state.unhealthy_since or now
    return now - last >= timedelta(days=policy.stale_after_days)


_UNCONFIRMED = Text(
    ja="{detail}　その前の{day}に、報告済みの内容と異なる文言を一度確認していますが、再確認できていません。"
    "改定された可能性があります。",
    en="{detail} Before that, on {day}, a text other than the reported one was seen once, and could not be "
    "confirmed: it may have been revised.",
)
_SURVEYED = Text(ja="{name}（{month}調査）", en="{name} (surveyed {month})")
_AGED = Text(
    ja="報告書の調査時点が{days}日より前の国：{countries}。"
    "報告書に変更がなくても、制度が変わっていないとはいえません。"
    "年次の制度確認で、他の公表資料と併せて確認してください（施行規則第18条第1項第1号）。",
    en="Surveyed over {days} days ago: {countries}. No change there proves nothing of the law. "
    "Confirm them with other publications at the yearly review (Rules Art. 18(1)(i)).",
)
_BEFORE, _LONGEST_EXCERPT = 20, 120  # characters
_QUOTED = Text(ja="「{quote}」", en="“{quote}”")
_ABSENT = Text(ja="この文言なし", en="nothing")
_OF_CASE = Text(ja="案件{case}：{text}", en="Case {case}: {text}")
_THEN = Text(
    ja="{fix}案件の内容は xborder show {case} で確かめ、判断は xborder decide {case} で記録してください。",
    en="{fix} Read it with `xborder show {case}`, and record what you decide with `xborder decide {case}`.",
)
_OPEN = Text(
    ja="ブラウザーで開いて確認し、必要なら data/ の登録内容を直すか、写しを手作業で登録してください。",
    en="Open it in a browser; correct its entry in data/, or register a copy by hand as a local file.",
)

TABLE: Mapping[str, tuple[Text, Text]] = {
    "blocked": (
        Text(
            ja="「{title}」：アクセスを拒否されています。{detail}",
            en="{title}: access is refused by the site. {detail}",
        ),
        _OPEN,
    ),
    "login_wall": (
        Text(
            ja="「{title}」：ログイン画面が返されています。{detail}",
            en="{title}: a login page is served. {detail}",
        ),
        _OPEN,
    ),
    "error_page": (
        Text(
            ja="「{title}」：エラーページが返されています。{detail}",
            en="{title}: an error page is served. {detail}",
        ),
        _OPEN,
    ),
    "gone": (
        Text(ja="「{title}」：ページがなくなりました。{detail}", en="{title}: the page is gone. {detail}"),
        Text(
            ja="新しい掲載場所を探し、data/ の url を直してください。",
            en="Find where it is published now, and correct `url` in data/.",
        ),
    ),
    "other_language": (
        Text(
            ja="「{title}」：別の言語のページが返されています。{detail}",
            en="{title}: another language is served. {detail}",
        ),
        _OPEN,
    ),
    "moved": (
        Text(
            ja="「{title}」：別の場所に移転しています。{detail}", en="{title}: the page has moved. {detail}"
        ),
        Text(
            ja="移転先が正しい文書であれば、data/ の url を移転先に書き換えてください。",
            en="If the new address is the right document, put it into `url` in data/.",
        ),
    ),
    "collapsed": (
        Text(
            ja="「{title}」：本文の大部分が失われています。{detail}",
            en="{title}: most of the text is missing. {detail}",
        ),
        _OPEN,
    ),
    "unreadable": (
        Text(
            ja="「{title}」：内容を読み取れません。{detail}",
            en="{title}: the content cannot be read. {detail}",
        ),
        _OPEN,
    ),
    "unreachable": (
        Text(ja="「{title}」：接続できません。{detail}", en="{title}: the site cannot be reached. {detail}"),
        _OPEN,
    ),
    "refused": (
        Text(
            ja="「{title}」：xborder の規則により取得を中止しました。{detail}",
            en="{title}: fetching was refused by xborder's own rules. {detail}",
        ),
        _OPEN,
    ),
    STALE: (
        Text(
            ja="「{title}」：{day} から正常に確認できていません"
            "（最後に確認できた内容は古くなっています）。{detail}",
            en="{title}: not confirmed since {day}; what is stored is stale. {detail}",
        ),
        _OPEN,
    ),
    "damaged": (
        Text(
            ja="「{title}」：保管してある前回までの内容を読み出せないため、変更の有無を確認できません。",
            en="{title}: what was kept of it cannot be read, so it cannot be said whether it changed.",
        ),
        Text(
            ja="xborder doctor で失われたものを確かめ、バックアップから戻してください。"
            "戻した後の実行で、改めて比較します。",
            en="See with xborder doctor what is lost, and restore it. The next run compares anew.",
        ),
    ),
    "lost": (
        Text(
            ja="保管してあるはずの写し（取得したままのデータ）が失われています（{count}件の文書）：{documents}。"
            "過去の内容を証拠として示せず、次に改定されたときに前の内容と比べられないおそれがあります。",
            en="The bytes that were kept as served are gone ({count} documents): {documents}. What they said "
            "cannot be proved now, and their next revision may have nothing to be compared with.",
        ),
        Text(
            ja="保管場所（state/blobs 又は [bucket]）が変わっていないかを確かめ、"
            "xborder doctor で失われたものを調べて、バックアップから戻してください。",
            en="See whether the place where they are kept (state/blobs, or [bucket]) is still the same; "
            "xborder doctor says what is lost. Restore it from a backup.",
        ),
    ),
    "recovered": (
        Text(ja="「{title}」は再び読み取れるようになりました。", en="{title} can be read again."),
        Text(ja="対応は不要です。", en="No action needed."),
    ),
    "thin": (
        Text(
            ja="「{title}」：最初に読み取った本文がごくわずかです：{pages}。"
            "エラーページや同意画面が、今後の比較の基準になったおそれがあります。",
            en="{title}: what was read first has very little text: {pages}. An error or consent page may "
            "have become what later texts are compared with.",
        ),
        Text(
            ja="ブラウザーで開き、契約文書そのものかを確かめてください。文書であれば対応は不要です。",
            en="Open it in a browser, and see whether it is the document. If so, no action is needed.",
        ),
    ),
    "doubtful": (
        Text(
            ja="「{title}」：最初の読み取りに疑いがあります：{doubts}。この読み取りが、今後の比較の基準になります。",
            en="{title}: the first reading is in doubt: {doubts}. Later texts are compared with it.",
        ),
        Text(
            ja="ブラウザーで開いて確かめ、必要であれば contractors.yaml の select などを直してください。"
            "正しく読めていれば対応は不要です。",
            en="Look at it in a browser, and correct `select` and the like in contractors.yaml where needed. "
            "If it was read rightly, no action is needed.",
        ),
    ),
    "withdrawn": (
        Text(
            ja="「{title}」の速報を取り消します。現在の文言に、その内容はありません。",
            en="The preliminary finding on {title} is withdrawn: the text does not say so any more.",
        ),
        Text(
            ja="保存した写しで一時的な掲載だったかを確認し、案件を見直してください。",
            en="See in the stored captures whether it was there for a while, and review the case.",
        ),
    ),
    "confirmed": (
        Text(
            ja="「{title}」の速報を、再取得により確認しました。",
            en="The preliminary finding on {title} is confirmed by a later fetch.",
        ),
        Text(ja="案件の判断を進めてください。", en="Go on with the decision on the case."),
    ),
    "alternating": (
        Text(
            ja="「{title}」：二つの文言が、入れ替わりながら繰り返し表示されています（改定とは扱っていません）。"
            "文言1（{first}から確認）と文言2（{second}から確認）で、{count}か所が異なります。"
            "例：文言1では{old}、文言2では{new}。",
            en="{title}: two texts are shown by turns, again and again, which is not taken for a revision. "
            "Text 1 (seen since {first}) and text 2 (seen since {second}) differ in {count} places. For "
            "example, text 1 says {old}, text 2 says {new}.",
        ),
        Text(
            ja="どちらの文言が有効かを、ページや委託先に確かめてください。監視は文言1を基準に続けます。"
            "別の文言が現れたとき、又は文言2だけが続くようになったときは、改定としてお知らせします。",
            en="Find out from the page or the contractor which of both is in force. Watching goes on from "
            "text 1: another text, or text 2 when it stays, is told as a revision.",
        ),
    ),
    "hidden": (
        Text(
            ja="「{title}」：{found}。",
            en="{title}: {found}.",
        ),
        Text(
            ja="ページのソースでその箇所を読み、契約の一部かどうかを委託先に確かめてください。"
            "操作部品の説明などであれば、data/ の remove で除けます。",
            en="Read the place in the source of the page, and ask the contractor whether it is part of the "
            "contract. If it only explains a control, `remove` in data/ leaves it out.",
        ),
    ),
    "disagreement": (
        Text(ja="「{title}」：{found}。", en="{title}: {found}."),
        Text(
            ja="両方を開いて、どちらが最新かを確認してください。版の違いだけでは、制度の変更とは判断しません。",
            en="Open both and see which one is current. A difference alone is not taken for a change of law.",
        ),
    ),
    "nothing_checked": (
        Text(
            ja="今回は、どの情報源も確認できませんでした。変更の有無は不明です。",
            en="Not one source could be checked. Whether anything changed is not known.",
        ),
        Text(
            ja="ネットワーク、DNS、プロキシの設定を確認し、もう一度実行してください。",
            en="Check network, DNS and proxy of this machine, then run again.",
        ),
    ),
    "fleet": (
        Text(
            ja="{total}件中{count}件が、一度に変更され、又は確認できなくなりました。通知を保留しています。",
            en="{count} of {total} documents changed or failed at once. Their changes are held back.",
        ),
        Text(
            ja="まず xborder 自身と回線を確認してください。次回も同じであれば通知します。",
            en="Check xborder and the network first. What is still there at the next run is reported.",
        ),
    ),
    "clock": (
        Text(
            ja="前回の確認の日時（{then}）が、現在の日時（{today}）より後になっています。"
            "どちらかのとき、時計が狂っていました。",
            en="The look before this one is dated {then}, and now it is {today}: one time or the other the "
            "clock was wrong.",
        ),
        Text(
            ja="この機器の時計と時刻同期を確認してください。今の時計が正しければ、対応は不要です"
            "（すべて改めて確認しました）。",
            en="Check the clock of this machine and what sets it. If it is right now there is nothing to "
            "do: everything was looked at anew.",
        ),
    ),
    "registry": (
        Text(ja="登録内容に誤りがあります：{problem}", en="Mistake in the registry: {problem}"),
        Text(
            ja="この項目は監視されていません。xborder check で内容を確かめ、直してください。",
            en="This entry is not watched. Correct it, then run xborder check.",
        ),
    ),
    "registry_file": (
        Text(
            ja="登録簿のファイルを読み取れません：{problem}。このファイルに登録された対象は、一つも監視されていません。",
            en="A file of the registry cannot be read: {problem}. Nothing that stands in it is watched.",
        ),
        Text(
            ja="直ちに直してください。xborder check で、誤りの箇所と内容を確かめられます。",
            en="Correct it at once; xborder check says where and what the mistake is.",
        ),
    ),
    "renamed": (
        Text(
            ja="次の{count}件は、登録簿での名前が変わりましたが、監視しているアドレスは同じです。前の名前で最後に確認した"
            "内容と比べています：{documents}",
            en="Watched under another name now, at the same address, and compared with what was last seen "
            "under the former name ({count}): {documents}",
        ),
        Text(
            ja="意図どおりであれば、対応は不要です。前の名前での案件と記録は、その名前のまま残ります。",
            en="If that was intended there is nothing to do. Cases and records of the former name keep it.",
        ),
    ),
    "unwatched": (
        Text(
            ja="前回まで監視していた次の{count}件が登録簿から外れ、監視されなくなりました：{documents}",
            en="Watched until the last run, and not in the registry any more ({count}): {documents}",
        ),
        Text(
            ja="登録を外したのが意図どおりであれば、対応は不要です。そうでなければ登録簿を直してください。",
            en="If they were taken out on purpose there is nothing to do; else correct the registry.",
        ),
    ),
}
"""By kind: what is said, and what to do. The kinds of trouble are the values of Health."""
