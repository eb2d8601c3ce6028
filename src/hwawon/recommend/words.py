"""Reasons in plain words, in the three languages of the visitors."""

from collections.abc import Mapping

from hwawon.recommend.slate import Reason

LANGUAGES = ("en", "ko", "ja")
_EMOTIONS = {
    "en": ("happy", "surprised", "calm", "angry", "fearful", "confused", "disgusted", "sad"),
    "ko": ("행복", "놀라움", "평온", "화", "두려움", "혼란", "싫음", "슬픔"),
    "ja": ("幸せ", "驚き", "穏やか", "怒り", "恐れ", "戸惑い", "嫌悪", "悲しみ"),
}
CODES: Mapping[str, Mapping[str, str]] = {
    "chosen": {"en": "You chose it.", "ko": "직접 고르신 그림입니다.", "ja": "ご自身で選ばれた絵です。"},
    "mood": {"en": "It goes with {mood}.", "ko": "{mood}에 어울립니다.", "ja": "{mood}に合う絵です。"},
    "favorite": {
        "en": "It shows the season, weather and time you chose.",
        "ko": "고르신 계절, 날씨, 시간의 그림입니다.",
        "ja": "お選びの季節・天気・時間の絵です。",
    },
    "people": {
        "en": "People like you liked it.",
        "ko": "비슷한 분들이 좋아했습니다.",
        "ja": "似た方々に好まれました。",
    },
    "together": {
        "en": "People who liked a picture you liked chose it too.",
        "ko": "좋아하신 그림을 좋아한 분들이 함께 골랐습니다.",
        "ja": "あなたの好きな絵を好んだ方々が選びました。",
    },
    "looks": {
        "en": "It looks like pictures you liked.",
        "ko": "좋아하신 그림과 닮았습니다.",
        "ja": "お好みの絵に似ています。",
    },
    "similar": {
        "en": "It goes with the picture you look at.",
        "ko": "지금 보시는 그림과 어울립니다.",
        "ja": "ご覧の絵に合う絵です。",
    },
    "popular": {"en": "Many visitors like it.", "ko": "많은 분들이 좋아합니다.", "ja": "多くの方に好まれています。"},
    "starred": {"en": "Our curators picked it.", "ko": "큐레이터가 골랐습니다.", "ja": "キュレーターのおすすめです。"},
    "fresh": {"en": "It is new here.", "ko": "새로 들어온 그림입니다.", "ja": "新しい絵です。"},
    "explore": {
        "en": "Few have seen it yet.",
        "ko": "아직 본 사람이 많지 않습니다.",
        "ja": "まだあまり見られていない絵です。",
    },
    "wider": {
        "en": "Something else, since nothing closer is left.",
        "ko": "더 가까운 그림이 없어 다른 그림을 보여 드립니다.",
        "ja": "より近い絵がないため、別の絵をお見せします。",
    },
}


def reason_words(reason: Reason, language: str = "en") -> str:
    """The reason as a sentence; another language than the three is English.

    Raises:
        KeyError: a code that is none of `CODES`.
    """
    spoken = language if language in LANGUAGES else "en"
    return CODES[reason.code][spoken].format(mood=_mood(reason.values, spoken))


def _mood(values: Mapping[str, str], language: str) -> str:
    place = _EMOTIONS["en"].index(_ADJECTIVES.get(values.get("emotion", ""), values.get("emotion", "calm")))
    return _EMOTIONS[language][place]


_ADJECTIVES = {"fear": "fearful"}
