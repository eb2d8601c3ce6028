"""The share page as one HTML text: no script, nothing from elsewhere, every word from outside escaped."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from hwawon.garden.links import share_link
from hwawon.garden.place import LANGUAGES
from hwawon.garden.qr import svg_of
from hwawon.garden.share import Attribution, SharedPicture
from hwawon.garden.share_words import WORDS, Words, cell_words

PREVIEW_SIZE = (1200, 630)  # width, height in pixels: shown whole or nearly so by all who show previews
_LOCALES = {"en": "en_US", "ko": "ko_KR", "ja": "ja_JP"}
_STYLE = """
:root{color-scheme:light dark;--paper:#f6f2e8;--ink:#23262b;--soft:#5b6068;--line:#d9d2c0;--leaf:#2f5d46;--on:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#ece7da;--soft:#a9adb4;--line:#363b42;--leaf:#8fc7a6;
--on:#10231a}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);line-height:1.55;
font-family:system-ui,-apple-system,"Noto Sans KR","Noto Sans JP","Noto Sans CJK KR",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem}figure{margin:0}figure a{display:block}
figure img{display:block;width:auto;height:auto;max-width:100%;max-height:82vh;margin:0 auto;
border-radius:.5rem}
:lang(ko){word-break:keep-all}:lang(ja){word-break:auto-phrase}
h1{font-size:1.45rem;margin:1rem 0 .2rem;text-wrap:balance}h2{font-size:1.05rem;margin:1.6rem 0 .3rem}p{margin:.3rem 0}
.soft{color:var(--soft)}.label{display:inline-block;border:1px solid var(--line);border-radius:1rem;
padding:.05rem .7rem;font-size:.9rem}.save{display:inline-block;margin:1rem 0 .3rem;padding:.8rem 1.4rem;
min-height:44px;border-radius:.6rem;
background:var(--leaf);color:var(--on);text-decoration:none;font-weight:600}a{color:var(--leaf)}
a:focus-visible{outline:3px solid var(--leaf);outline-offset:3px}.qr svg{display:block;width:11rem;height:11rem;
background:#fff;padding:.6rem;border-radius:.5rem}nav{margin:2rem 0 1rem;border-top:1px solid var(--line);
padding-top:.6rem}nav a,nav b{margin-right:1rem;display:inline-block;padding:.4rem 0}
"""


@dataclass(frozen=True)
class Shown:
    """What a page is made from. `home` is the absolute address before all paths, without a slash at its end."""

    picture: SharedPicture
    language: str
    home: str
    label: str = ""  # the place's own words for "made by AI"


def share_page(shown: Shown) -> str:
    """The page of a published picture."""
    words, picture = WORDS[shown.language], shown.picture
    title = words.title.format(cell_words(picture.name.cell, shown.language)[0])
    return _document(words, title, _open_graph(shown, words, title), _main(shown, words, title))


def missing_page(language: str, key: str | None) -> str:
    """The page for what is no published picture; it shows the asked name, escaped."""
    words = WORDS[language]
    asked = f"<p class=soft><code>{escape(key[:200])}</code></p>" if key else ""
    body = f"<h1>{escape(words.missing_title)}</h1><p>{escape(words.missing)}</p>{asked}"
    return _document(words, words.missing_title, '<meta name="robots" content="noindex">', body)


def made_by(made: Attribution, words: Words) -> tuple[str, ...]:
    """Sentences that tell by what a picture was made, under which licence."""
    if made.program == "painter":
        told: tuple[str, ...] = (words.painter,)
    elif made.model:
        sentence = words.diffusion if made.program else words.other
        licence = words.licence.format(made.licence) if made.licence else words.no_licence
        told = (sentence.format(made.model), licence)
    else:
        told = (words.unknown,)
    return (*told, words.retouched) if made.is_retouched else told


def _main(shown: Shown, words: Words, title: str) -> str:
    picture = shown.picture
    file, asked = quote(picture.key, safe="/,"), quote(picture.key, safe="/,")
    favorite = cell_words(picture.name.cell, shown.language)[1]
    size = f'width="{picture.width}" height="{picture.height}"'
    made = "".join(f"<p>{escape(sentence)}</p>" for sentence in made_by(picture.attribution, words))
    address = share_link(shown.home, picture.key)
    return (
        f'<figure><a href="{escape(file)}"><img src="{escape(file)}" {size} alt="{escape(title)}"></a></figure>'
        f"<h1>{escape(title)}</h1>"
        + (f"<p class=soft>{escape(favorite)}</p>" if favorite else "")
        + f"<p><span class=label>{escape(shown.label or words.label)}</span></p>"
        f'<a class=save href="image/download?content={escape(asked)}" download>{escape(words.save)}</a>'
        f"<p class=soft>{escape(words.save_note)}</p>"
        f"<h2>{escape(words.how)}</h2>{made}"
        f"<h2 id=qr>{escape(words.qr)}</h2><div class=qr role=img aria-labelledby=qr>{svg_of(address).decode()}</div>"
        f"{_languages(words, asked)}"
    )


def _languages(words: Words, asked: str) -> str:
    links = [
        f"<b lang={name} aria-current=true>{escape(WORDS[name].own_name)}</b>"
        if name == words.language
        else f'<a lang={name} hreflang={name} href="image?content={escape(asked)}&amp;language={name}">'
        f"{escape(WORDS[name].own_name)}</a>"
        for name in LANGUAGES
    ]
    return f'<nav aria-label="{escape(words.languages)}">{"".join(links)}</nav>'


def _open_graph(shown: Shown, words: Words, title: str) -> str:
    key = quote(shown.picture.key, safe="/,")
    width, height = PREVIEW_SIZE
    told = {
        "og:title": title,
        "og:type": "website",
        "og:url": share_link(shown.home, shown.picture.key),
        "og:image": f"{shown.home}/image/preview.jpeg?content={key}",
        "og:image:type": "image/jpeg",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": title,
        "og:description": words.description,
        "og:site_name": "Hwawon",
        "og:locale": _LOCALES[shown.language],
    }
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in told.items()]
    lines.append(f'<meta name="description" content="{escape(words.description)}">')
    lines.append('<meta name="twitter:card" content="summary_large_image">')
    lines.append(f'<link rel="canonical" href="{escape(told["og:url"])}">')
    return "".join(lines)


def _document(words: Words, title: str, head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{words.language}" prefix="og: https://ogp.me/ns#"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title>"
        f"{head}<style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )
