"""Visitors' own small pages: erase my visit, come back, and the sign for the door. They work without a script."""

from html import escape

from hwawon.garden.notice import notice_of, words_of
from hwawon.garden.place import Place
from hwawon.garden.qr import svg_of

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
STYLE = (
    "body{font:1.15rem/1.6 system-ui,sans-serif;margin:0 auto;max-width:38rem;padding:2rem 1.25rem;"
    "color:#1d1b2e;background:#fbfaf7}h1{line-height:1.25;text-wrap:balance}:lang(ko){word-break:keep-all}"
    ":lang(ja){word-break:auto-phrase}code{font-size:1.3rem;word-break:break-all}"
    "button{font:inherit;padding:.8em 1.4em;border:0;border-radius:.6em;background:#8f1d3f;color:#fff;"
    "cursor:pointer}button:focus-visible{outline:3px solid #1d1b2e;outline-offset:3px}"
    "svg{width:min(80vw,22rem);height:auto;background:#fff}"
    "@media(prefers-color-scheme:dark){body{color:#f3f0ea;background:#17151f}button:focus-visible{outline-color:#fff}}"
    "@media print{body{color:#000;background:#fff;max-width:none;font-size:16pt}}"
)


def forget_page(language: str, code: str) -> str:
    """What a code erases, and the button that does it."""
    words = words_of(language)
    hidden = f'<input type="hidden" name="code" value="{escape(code, quote=True)}">'
    hidden += f'<input type="hidden" name="language" value="{escape(language, quote=True)}">'
    button = f"<button>{escape(words['forget_button'])}</button>"
    body = f'<p>{escape(words["forget_text"])}</p><form method="post" action="forget">{hidden}<p>{button}</p></form>'
    return _page(language, words["forget_title"], body)


def message_page(language: str, title: str, text: str) -> str:
    """One calm sentence; `title` and `text` are keys of the texts."""
    words = words_of(language)
    return _page(language, words[title], f'<p role="status">{escape(words[text])}</p>')


def return_page(language: str, code: str) -> str:
    """The code as a QR, to be shown to a kiosk, and in letters for a kiosk without a camera."""
    words = words_of(language)
    typed = f"<p><code>{escape(code)}</code></p>"
    body = f"<p>{escape(words['return_text'])}</p>{typed}{svg_of(code).decode()}"
    return _page(language, words["return_title"], body)


def sign_page(place: Place, language: str, *, sent: bool = False) -> str:
    """The sign to print and put up where visitors see it before they are seen; `sent` as for `notice_of`."""
    notice = notice_of(place, language, sent=sent)
    title = "sign" if place.reads_emotions else "sign_faceless"
    told = (notice.reason, *notice.lines) if notice.reason else notice.lines
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    name = f"<p><strong>{escape(place.name)}</strong></p>" if place.name else ""
    return _page(notice.language, words_of(language)[title], name + lines)


def _page(language: str, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language, quote=True)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
