"""What a page lacks for people who cannot see it, or not well, or use no mouse: axe-core's rules for WCAG 2.2 AA."""

from playwright.sync_api import Page

from support.parts import missing
from support.server import ROOT

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def broken_rules(page: Page, within: str | None = None) -> list[str]:
    """Each rule that the page, or the part that a selector names, breaks now, with the first element that breaks it."""
    if not AXE.is_file():
        missing("axe-core (python3 run.py setup)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("([part, rules]) => axe.run(part ?? document, { runOnly: rules })", [within, RULES])
    return [f"{broken['id']}: {broken['nodes'][0]['html']}" for broken in found["violations"]]
