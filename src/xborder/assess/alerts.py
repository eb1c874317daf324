"""When trouble with a source is told to people: once when it lasts, once when it ends."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from xborder.clock import TOKYO
from xborder.model import Alert, Document, DocumentState, Health, Policy, Text

STALE = "stale"

_PROMPT = frozenset({Health.GONE, Health.MOVED, Health.COLLAPSED, Health.REFUSED})
"""Trouble that does not go away by waiting: told at the second look."""

_NAMES = {
    Health.BLOCKED: Text(ja="アクセスを拒否されています", en="access is refused by the site"),
    Health.LOGIN_WALL: Text(ja="ログイン画面が返されています", en="a login page is served"),
    Health.ERROR_PAGE: Text(ja="エラーページが返されています", en="an error page is served"),
    Health.GONE: Text(ja="ページがなくなりました", en="the page is gone"),
    Health.OTHER_LANGUAGE: Text(ja="別の言語のページが返されています", en="another language is served"),
    Health.MOVED: Text(ja="別の場所に移転しています", en="the page has moved"),
    Health.COLLAPSED: Text(ja="本文の大部分が失われています", en="most of the text is missing"),
    Health.UNREADABLE: Text(ja="内容を読み取れません", en="the content cannot be read"),
    Health.UNREACHABLE: Text(ja="接続できません", en="the site cannot be reached"),
    Health.REFUSED: Text(ja="取得を中止しました", en="fetching was refused by xborder's own rules"),
}


def trouble(document: Document, state: DocumentState, policy: Policy, *, now: datetime) -> Alert | None:
    """The alert that is due for an unhealthy document, or None."""
    since = state.unhealthy_since or now
    if _is_stale(state, policy, now) and state.alerted != STALE:
        return _stale(document, state, since)
    if state.alerted is not None or not _lasts(state, policy, now):
        return None
    return Alert(
        subject=document.id,
        kind=state.health.value,
        since=since,
        text=_with_detail(document, state, _NAMES[state.health]),
        fix=_FIXES.get(state.health, _FIX),
    )


def recovered(document: Document, since: datetime) -> Alert:
    """The end of a trouble that people were told of."""
    return Alert(
        subject=document.id,
        kind="recovered",
        since=since,
        text=Text(
            ja=f"「{document.title}」は再び読み取れるようになりました。",
            en=f"{document.title} can be read again.",
        ),
        fix=Text(ja="対応は不要です。", en="No action needed."),
    )


def withdrawn(document: Document, now: datetime) -> Alert:
    """A preliminary finding whose text did not stay."""
    return Alert(
        subject=document.id,
        kind="withdrawn",
        since=now,
        text=Text(
            ja=f"「{document.title}」の速報は取り消されました。元の内容に戻っています。",
            en=f"The preliminary finding on {document.title} is withdrawn: the former text is back.",
        ),
        fix=Text(
            ja="保存した写しで一時的な掲載だったかを確認し、案件を見直してください。",
            en="See in the stored captures whether it was there for a while, and review the case.",
        ),
    )


def confirmed(document: Document, now: datetime) -> Alert:
    """A preliminary finding that was seen again."""
    return Alert(
        subject=document.id,
        kind="confirmed",
        since=now,
        text=Text(
            ja=f"「{document.title}」の速報を、再取得により確認しました。",
            en=f"The preliminary finding on {document.title} is confirmed by a later fetch.",
        ),
        fix=Text(ja="案件の判断を進めてください。", en="Go on with the decision on the case."),
    )


def disagreement(document: Document, found: str, now: datetime) -> Alert:
    """Two forms of one report that do not say the same."""
    return Alert(
        subject=document.id,
        kind="disagreement",
        since=now,
        text=Text(
            ja=f"「{document.title}」：{found}。",
            en=f"{document.title}: the forms of this report (HTML, PDF) do not say the same. {found}",
        ),
        fix=Text(
            ja="両方を開いて、どちらが最新かを確認してください。制度の変更とは判断していません。",
            en="Open both and see which one is current. This is not taken for a change of law.",
        ),
    )


def aged(countries: Sequence[tuple[str, str]], limit_days: int, now: datetime) -> Alert:
    """Reports of countries in use whose survey is older than the policy allows: (name, surveyed)."""
    ja = "、".join(f"{name}（{surveyed}調査）" for name, surveyed in countries)
    en = ", ".join(f"{name} (surveyed {surveyed})" for name, surveyed in countries)
    return Alert(
        subject="countries",
        kind="aged",
        since=now,
        text=Text(
            ja=f"報告書の調査時点が{limit_days}日より前の国：{ja}。変更がないことは、制度が変わっていないことを意味しません。",
            en=f"Surveyed over {limit_days} days ago: {en}. No change there proves nothing of the law.",
        ),
        fix=Text(
            ja="年次の制度確認で、他の公表資料と併せて確認してください（施行規則18条1項1号）。",
            en="Confirm them with other publications at the yearly review (Rules Art. 18(1)(i)).",
        ),
    )


def nothing_checked(since: datetime) -> Alert:
    """Not one source could be looked at."""
    return Alert(
        subject="run",
        kind="nothing_checked",
        since=since,
        text=Text(
            ja="今回は、どの情報源も確認できませんでした。変更の有無は不明です。",
            en="Not one source could be checked. Whether anything changed is not known.",
        ),
        fix=Text(
            ja="ネットワーク、DNS、プロキシの設定を確認し、もう一度実行してください。",
            en="Check network, DNS and proxy of this machine, then run again.",
        ),
    )


def held(count: int, total: int, since: datetime) -> Alert:
    """An unusual share of the fleet changed or failed at once: suspect ourselves first."""
    return Alert(
        subject="run",
        kind="fleet",
        since=since,
        text=Text(
            ja=f"{total}件中{count}件が一度に変更または失敗しました。通知を保留しています。",
            en=f"{count} of {total} documents changed or failed at once. Their changes are held back.",
        ),
        fix=Text(
            ja="まず xborder 自身と回線を確認してください。次回も同じであれば通知します。",
            en="Check xborder and the network first. What is still there at the next run is reported.",
        ),
    )


def _lasts(state: DocumentState, policy: Policy, now: datetime) -> bool:
    if state.health in _PROMPT and state.failures >= 2:
        return True
    since = state.unhealthy_since or now
    return now - since >= timedelta(days=policy.unhealthy_alert_days)


def _is_stale(state: DocumentState, policy: Policy, now: datetime) -> bool:
    last = state.good_at or state.unhealthy_since or now
    return now - last >= timedelta(days=policy.stale_after_days)


def _stale(document: Document, state: DocumentState, since: datetime) -> Alert:
    day = f"{since.astimezone(TOKYO):%Y-%m-%d}"
    return Alert(
        subject=document.id,
        kind=STALE,
        since=since,
        text=_with_detail(
            document,
            state,
            Text(
                ja=f"{day} から正常に確認できていません（最後に確認できた内容は古くなっています）",
                en=f"not confirmed since {day}; what is stored is stale",
            ),
        ),
        fix=_FIX,
    )


def _with_detail(document: Document, state: DocumentState, name: Text) -> Text:
    return Text(
        ja="".join(_sentence(f"「{document.title}」：{name.ja}。", state.detail)),
        en="".join(_sentence(f"{document.title}: {name.en}. ", state.detail)),
    )


def _sentence(head: str, detail: str) -> Iterator[str]:
    yield head
    if detail:
        yield detail


_FIX = Text(
    ja="ブラウザーで開いて確認し、必要なら data/ の登録内容を直すか、写しを手作業で登録してください。",
    en="Open it in a browser; correct its entry in data/, or register a copy by hand as a local file.",
)
_FIXES = {
    Health.MOVED: Text(
        ja="移転先が正しい文書であれば、data/ の url を移転先に書き換えてください。",
        en="If the new address is the right document, put it into `url` in data/.",
    ),
    Health.GONE: Text(
        ja="委託先の新しい掲載場所を探し、data/ の url を直してください。",
        en="Find where it is published now, and correct `url` in data/.",
    ),
}
