"""The words of the share page in three languages, and which of them a caller reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from hwawon.garden.place import LANGUAGES
from hwawon.pool.keys import FAVORITES, Cell

_GARDEN_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"the-early-dawn": "early dawn", "the-middle-of-the-night": "the middle of the night"},
    "ko": {
        **{"happy": "행복", "surprised": "놀람", "calm": "평온", "angry": "분노"},
        **{"fear": "두려움", "confused": "혼란", "disgusted": "혐오", "sad": "슬픔"},
        **{"spring": "봄", "summer": "여름", "autumn": "가을", "winter": "겨울"},
        **{"cloudy": "흐림", "rainy": "비", "snowy": "눈", "sunny": "맑음"},
        **{"day": "낮", "sunset": "해 질 녘", "the-early-dawn": "새벽", "the-middle-of-the-night": "한밤중"},
    },
    "ja": {
        **{"happy": "喜び", "surprised": "驚き", "calm": "平穏", "angry": "怒り"},
        **{"fear": "恐れ", "confused": "困惑", "disgusted": "嫌悪", "sad": "悲しみ"},
        **{"spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"},
        **{"cloudy": "曇り", "rainy": "雨", "snowy": "雪", "sunny": "晴れ"},
        **{"day": "昼", "sunset": "夕暮れ", "the-early-dawn": "夜明け前", "the-middle-of-the-night": "真夜中"},
    },
}


@dataclass(frozen=True)
class Words:
    """One language. `{}` in a sentence is the place of a word."""

    language: str
    own_name: str  # of the language
    title: str
    description: str
    label: str  # that a machine made the picture
    save: str
    save_note: str
    qr: str
    how: str
    painter: str
    diffusion: str
    other: str
    unknown: str
    retouched: str
    licence: str
    no_licence: str
    missing_title: str
    missing: str
    languages: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        language="en",
        own_name="English",
        title="A garden for the mood “{}”",
        description="A garden picture made by AI in an emotion garden. Open the page to see it whole and to save it.",
        label="AI-generated",
        save="Save the picture",
        save_note="The saved file carries the words “AI-generated”, and its data say how it was made.",
        qr="This page as a code for another phone",
        how="How it was made",
        painter="Painted by Hwawon's own painter, a program that is not Stable Diffusion (Apache License 2.0).",
        diffusion="Made with Stable Diffusion, with the model “{}”.",
        other="Made with the model “{}”.",
        unknown="Put into the garden from outside; which model made it is not recorded.",
        retouched="Parts of it were retouched afterwards, with AI too.",
        licence="Licence of the model: {}.",
        no_licence="The model's files state no licence.",
        missing_title="This picture is not here",
        missing="It may have left the garden, or the address may be incomplete.",
        languages="Languages",
    ),
    "ko": Words(
        language="ko",
        own_name="한국어",
        title="‘{}’의 정원",
        description="감정 정원에서 AI가 그린 정원 그림입니다. 페이지를 열면 그림을 크게 보고 저장할 수 있습니다.",
        label="AI 생성 이미지",
        save="그림 저장하기",
        save_note="저장한 파일에는 ‘AI-generated’ 표시가 들어가고, 만든 방법이 파일 정보에 남습니다.",
        qr="다른 휴대전화로 이 페이지 열기",
        how="이 그림을 만든 방법",
        painter="화원의 자체 화가 프로그램이 그렸습니다. Stable Diffusion이 아닙니다(Apache License 2.0).",
        diffusion="Stable Diffusion의 ‘{}’ 모델로 만들었습니다.",
        other="‘{}’ 모델로 만들었습니다.",
        unknown="밖에서 정원에 들여온 그림으로, 어떤 모델로 만들었는지 기록이 없습니다.",
        retouched="그 뒤에 일부를 AI로 보정했습니다.",
        licence="모델 라이선스: {}.",
        no_licence="모델 파일에 라이선스가 적혀 있지 않습니다.",
        missing_title="그림을 찾을 수 없습니다",
        missing="정원에서 내려간 그림이거나 주소가 완전하지 않을 수 있습니다.",
        languages="언어",
    ),
    "ja": Words(
        language="ja",
        own_name="日本語",
        title="「{}」の庭",
        description="感情の庭でAIが描いた庭の絵です。ページを開くと、絵を大きく見て保存できます。",
        label="AI生成画像",
        save="絵を保存する",
        save_note="保存したファイルには「AI-generated」の表示が入り、作り方がファイルの情報に残ります。",
        qr="別の携帯電話でこのページを開く",
        how="この絵の作り方",
        painter="Hwawon独自の絵描きプログラムが描きました。Stable Diffusionではありません(Apache License 2.0)。",
        diffusion="Stable Diffusionのモデル「{}」で作りました。",
        other="モデル「{}」で作りました。",
        unknown="外から庭に入れられた絵で、どのモデルで作られたかの記録はありません。",
        retouched="その後、一部をAIで修整しました。",
        licence="モデルのライセンス: {}。",
        no_licence="モデルのファイルにライセンスの記載がありません。",
        missing_title="この絵は見つかりません",
        missing="庭から外された絵か、アドレスが途中で切れているのかもしれません。",
        languages="言語",
    ),
}


def chosen_language(asked: str | None, accepted: str) -> str:
    """The language that was asked for, else the first of ours by the header `Accept-Language`, else English."""
    if asked in LANGUAGES:
        return asked
    wishes = [_wish(part) for part in accepted.split(",")[:20]]
    for weight, language in sorted(wishes, key=lambda wish: -wish[0]):
        if weight > 0 and language in LANGUAGES:
            return language
    return LANGUAGES[0]


def cell_words(cell: Cell, language: str) -> tuple[str, str]:
    """The emotion and the favorite as people say them; a favorite of free words stays as it is."""
    known = _GARDEN_WORDS[language]
    emotion = known.get(cell.emotion, cell.emotion)
    if cell.favorite not in FAVORITES:
        return emotion, cell.favorite
    return emotion, " · ".join(known.get(word, word) for word in cell.favorite.split(","))


def _wish(part: str) -> tuple[float, str]:
    """How much a language is wanted, 0..1, and its first letters."""
    tag, _, rest = part.partition(";")
    _, _, told = rest.partition("q=")
    try:
        weight = float(told) if told else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().partition("-")[0]
