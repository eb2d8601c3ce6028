"""A page of ours that looks for a newer one every moment, and a newer one that it is told of but never given."""

import re

from playwright.sync_api import Route

QUICK_LOOK = "const every = setInterval; window.setInterval = (f, ms) => every(f, ms === 60000 ? 300 : ms);"


def newer(route: Route) -> None:
    """The page with one part more, which is there."""
    answer = route.fetch()
    found = re.search(r"[^\"]*assets/[^\"]+\.css", answer.text())
    assert found is not None
    more = f'<link rel="stylesheet" href="{found.group()}?newer"></head>'
    route.fulfill(response=answer, body=answer.text().replace("</head>", more))
