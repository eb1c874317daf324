"""Pages written for the tests: a contract in the frame of a web site."""

TERMS = """
<h1>Data Processing Addendum</h1>
<p>Last updated: 1 April 2026</p>
<p>This addendum is part of the agreement between Example Cloud, Inc. and the customer named in the order.</p>
<h2>1. Security</h2>
<p>1.1 We encrypt personal data in transit and at rest, and we review our measures at least once a year.</p>
<p>1.2 We tell the customer of a breach without undue delay, and in any case within 72 hours.</p>
<h2>2. Sub-processors</h2>
<p>We use the sub-processors listed here and give notice of 30 days before a new one starts.</p>
<table>
 <tr><th>Name</th><th>Purpose</th><th>Country</th></tr>
 <tr><td>Alpha Hosting</td><td>Storage</td><td>Ireland</td></tr>
 <tr><td>Beta Mail</td><td>E-mail</td><td>United States</td></tr>
</table>
<h2>3. Requests of authorities</h2>
<p>We disclose personal data to an authority only where the law compels us, and tell the customer first.</p>
"""


def site(main: str = TERMS, *, token: str = "t1", node: str = "web-01", wrap: str = "main") -> bytes:
    """The contract with a header, a menu, a cookie banner and a footer around it."""
    menu = "".join(f'<li><a href="/p{n}?sid={token}">Product number {n}</a></li>' for n in range(40))
    opened, closed = (f"<{wrap} id=content>", f"</{wrap}>") if wrap else ("", "")
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>DPA | Example Cloud</title>
    <script nonce="{token}">window.rid="{token}"</script><style>.a{{color:red}}</style></head>
    <body data-rid="{token}"><a class="skip" href="#content">Skip to content</a>
    <header class="site-header"><div class="logo">Example Cloud</div><nav><ul>{menu}</ul></nav></header>
    <div id="cookie-banner" class="cookie-consent" role="dialog"><p>We value your privacy and use cookies.</p>
    <button>Accept all</button></div>
    <nav class="breadcrumb"><a href="/">Home</a> / <a href="/legal">Legal</a> / DPA</nav>
    {opened}{main}{closed}
    <aside class="related"><h2>You may also like</h2>
    <ul><li><a href="/x">{token} news of today</a></li></ul></aside>
    <footer class="site-footer"><ul>{menu}</ul><p>Page made by {node}</p></footer></body></html>""".encode()
