"""What is said of a report that cannot be read, where more than one reader says it."""

from xborder.texts import Text

COUNTRY_REPORT = Text(ja="外国制度の報告書", en="country report")
EMPTY = Text(ja="ページが空です", en="the page is empty")
FETCH_AGAIN = Text(ja="もう一度取得してください。", en="Fetch it again.")
LOOK = Text(
    ja="アドレスを開いて確かめてください。一時的なエラーページのこともあります。ページの作りが変わったのであれば、"
    "読み取りの改修が必要です。",
    en="Open the address: an error page comes and goes; after a redesign the reader must be taught.",
)
READ_HTML = Text(ja="報告書の HTML 版をお読みください。", en="Read the HTML form of the report.")
