"""What the made-up contractors and the made-up country show in the course of a year.

The country report is the demo's. The contracts are written here; nobody's words are copied.
"""

from collections.abc import Mapping

from company import DEMO, TERMS

CONTRACTORS = """
contractors:
  - id: mihon
    name: Mihon Cloud, Inc.
    name_ja: 見本クラウド
    country: XA
    basis: contract
    basis_note: 規則16条1号、契約による
    listed_in: ["4-1(8)"]
    transfers:
      - service: Mihon CRM
        data: 顧客担当者の氏名・連絡先
        server_locations: [XA]
        listed_in: ["4-2"]
    documents:
      - {id: terms, kind: terms, title: Mihon Cloud Terms of Service, url: "SITE/mihon/terms", language: en}
      - {id: dpa, kind: dpa, title: Mihon Cloud Data Processing Terms, url: "SITE/mihon/dpa", language: en}
  - id: kita
    name: Kita Mail Ltd.
    country: XB
    basis: contract
    listed_in: ["4-1(8)"]
    transfers:
      - service: Kita Mail
        data: メールの宛先の氏名・メールアドレス
        server_locations: [XB]
        listed_in: ["4-2"]
    documents:
      - {id: terms, kind: terms, title: Kita Mail Terms of Use, url: "SITE/kita/terms", language: en}
      - {id: privacy, kind: privacy, title: Kita Mail Privacy Policy, url: "SITE/kita/privacy", language: en}
"""
COUNTRIES = """
index: {title: 諸外国・地域の法制度, url: "SITE/laws/index.html"}
countries:
  - code: XA
    name_ja: 見本共和国
    name_en: Republic of Mihon
    jurisdictions:
      - {key: xa, list_name_ja: 見本共和国, name_ja: 見本共和国, name_en: Republic of Mihon}
    documents:
      - {id: html, url: "SITE/laws/offshore_report_mihon.html"}
  - code: XB
    name_ja: 北方共和国
    name_en: Northern Republic
    confirm_by_hand: 調査報告がないため、個人情報保護管理者が年1回、国内の行政機関等の公表情報により確認する。
    jurisdictions:
      - {key: xb, list_name_ja: 北方共和国, name_ja: 北方共和国, name_en: Northern Republic}
"""

REPORT = "/laws/offshore_report_mihon.html"
INDEX = "/laws/index.html"

_NARROW = (
    "情報機関は、重大な犯罪の捜査のため必要と認めるときは、裁判所の令状を得て、電気通信事業者に対し、"
    "その保有する個人情報の提供を命ずることができる。"
)


def index() -> bytes:
    """The list of reports; this one is published as a page only."""
    text = (DEMO / "before" / "laws" / "index.html").read_text(encoding="utf-8")
    return text.replace('（<a href="/files/mihon_report.pdf">PDF</a>）', "").encode()


def report(*, is_broad: bool) -> bytes:
    """The country report: a law on government access with a warrant, and after its amendment without."""
    text = (DEMO / "after" / "laws" / "offshore_report_mihon.html").read_text(encoding="utf-8")
    if is_broad:
        return text.replace("2026年10月時点", "2027年8月時点").encode()
    head, mark, tail = text.partition("<ul><li>情報機関は、")
    assert mark
    rest = tail.partition("</li>")[2]
    return f"{head}<ul><li>{_NARROW}</li>{rest}".encode()


def page(title: str, clauses: Mapping[str, str], *, date: str, more: str = "") -> bytes:
    """A contract in the frame of a web site."""
    sections = "\n".join(
        f"<h2>{number}. {name}</h2>\n<p>{text}</p>" for number, (name, text) in enumerate(clauses.items(), 1)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<header><nav><a href="/">Home</a> <a href="/pricing">Pricing</a></nav></header>'
        f"<main><h1>{title}</h1>\n<p>Last updated: {date}</p>\n{sections}\n{more}</main>"
        f"<footer><p>This company does not exist.</p></footer></body></html>"
    ).encode()


TERMS_OF_SERVICE = {
    "The service": "Mihon Cloud provides the Mihon CRM service to the Customer under the order form, and "
    "supports it on business days.",
    "Security": "Mihon Cloud shall encrypt Customer Personal Data in transit and at rest and shall review its "
    "security measures at least once a year.",
    "Breach notification": "Mihon Cloud shall notify the Customer of a personal data breach within 72 hours "
    "after it becomes aware of it.",
    "Location of data": "Customer Personal Data is stored in data centers in the Republic of Mihon.",
    "Deletion": "Mihon Cloud shall delete Customer Personal Data within 30 days after the end of the Service.",
    "Fees": "The Customer pays the fees stated in the order form within 30 days of the invoice.",
}
_SOONER = TERMS_OF_SERVICE | {
    "Breach notification": "Mihon Cloud shall notify the Customer of a personal data breach within 24 hours "
    "after it becomes aware of it.",
}
_LONGER = _SOONER | {
    "Deletion": "Mihon Cloud shall delete Customer Personal Data within 180 days after the end of the Service.",
}
_STRICTER = _LONGER | {
    "Security": "Mihon Cloud shall encrypt Customer Personal Data in transit and at rest, shall require "
    "multi-factor authentication of its staff, and shall have its security measures audited by an independent "
    "party once a year.",
}
SERVICE = tuple(
    page("Terms of Service", clauses, date=date)
    for clauses, date in (
        (TERMS_OF_SERVICE, "October 1, 2026"),
        (_SOONER, "January 25, 2027"),
        (_LONGER, "April 19, 2027"),
        (_STRICTER, "November 1, 2027"),
    )
)
"""The terms of Mihon Cloud: as signed, and after each of three revisions."""

DPA = TERMS
DPA_WEAKER = TERMS.replace(
    b"Mihon Cloud shall not engage a new sub-processor without giving the Customer 30 days' prior written "
    b"notice and the opportunity to object.",
    b"Mihon Cloud may engage new sub-processors at its discretion and will publish a list of them on its "
    b"website.",
)

KITA_TERMS = page(
    "Terms of Use",
    {
        "The service": "Kita Mail sends the Customer's newsletters to the addresses that the Customer provides.",
        "Security": "Kita Mail protects the addresses by encryption and by access control.",
        "Personnel": "Kita Mail trains its personnel on the protection of personal data every year and binds them to "
        "confidentiality.",
        "Purpose": "Kita Mail uses the addresses only to deliver the Customer's newsletters.",
    },
    date="March 1, 2026",
)
_PRIVACY = {
    "Purpose": "Kita Mail uses personal data only to deliver the newsletters of its customers.",
    "Third parties": "Kita Mail does not sell personal data and does not provide it to third parties for their "
    "own purposes.",
    "Security": "Kita Mail protects personal data by encryption and by access control.",
    "Contact": "Questions are answered by the data protection office of Kita Mail within ten days.",
}
KITA_PRIVACY = page("Privacy Policy", _PRIVACY, date="March 1, 2026")
KITA_PRIVACY_WITH_HISTORY = page(
    "Privacy Policy",
    _PRIVACY,
    date="March 1, 2026",
    more="<h2>Former versions</h2>\n<p>Version of 2019, no longer in force: Kita Mail may provide personal data to its "
    "advertising partners for their own purposes.</p>\n",
)
"""A former text, shown as history: it looks like a permission, and is none."""
