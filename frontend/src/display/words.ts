/** The few words of a screen, in three languages. The operators' pages have theirs in `text/`; a screen loads none of them. */

export const LANGUAGES = ["en", "ko", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

const FORM = {
  title: { en: "A screen of the exhibition", ko: "전시 화면", ja: "展示画面" },
  zone: { en: "Zone", ko: "구역", ja: "ゾーン" },
  slot: { en: "Place", ko: "자리", ja: "場所" },
  orientation: { en: "Orientation", ko: "방향", ja: "向き" },
  horizontal: { en: "Horizontal", ko: "가로", ja: "横" },
  vertical: { en: "Vertical", ko: "세로", ja: "縦" },
  view: { en: "Shows", ko: "보여 줄 것", ja: "表示" },
  picture: { en: "Pictures", ko: "그림", ja: "絵" },
  info: { en: "The visitor's words", ko: "방문자의 말", ja: "来場者の言葉" },
  url: { en: "Address of the picture", ko: "그림 주소", ja: "絵のアドレス" },
  period: { en: "Time between two looks (ms)", ko: "확인 간격 (ms)", ja: "確認の間隔 (ms)" },
  token: { en: "Key of this screen", ko: "이 화면의 키", ja: "この画面のキー" },
  tokenHint: {
    en: "Without a key the screen shows the picture at the address and reports nothing.",
    ko: "키가 없으면 주소의 그림만 보여 주고 상태를 알리지 않습니다.",
    ja: "キーがなければアドレスの絵だけを表示し、状態は知らせません。",
  },
  start: { en: "Start", ko: "시작", ja: "開始" },
} as const satisfies Record<string, Record<Language, string>>;

export type FormWord = keyof typeof FORM;

const GARDEN: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  happy: { en: "happy", ko: "행복", ja: "幸せ" },
  surprised: { en: "surprised", ko: "놀람", ja: "驚き" },
  calm: { en: "calm", ko: "평온", ja: "穏やか" },
  angry: { en: "angry", ko: "화남", ja: "怒り" },
  fear: { en: "fear", ko: "공포", ja: "恐れ" },
  confused: { en: "confused", ko: "혼란스러움", ja: "戸惑い" },
  disgusted: { en: "disgusted", ko: "역겨움", ja: "嫌悪" },
  sad: { en: "sad", ko: "슬픔", ja: "悲しみ" },
  spring: { en: "spring", ko: "봄", ja: "春" },
  summer: { en: "summer", ko: "여름", ja: "夏" },
  autumn: { en: "autumn", ko: "가을", ja: "秋" },
  winter: { en: "winter", ko: "겨울", ja: "冬" },
  cloudy: { en: "cloudy", ko: "흐림", ja: "曇り" },
  rainy: { en: "rainy", ko: "비", ja: "雨" },
  snowy: { en: "snowy", ko: "눈", ja: "雪" },
  sunny: { en: "sunny", ko: "맑음", ja: "晴れ" },
  day: { en: "day", ko: "낮", ja: "昼" },
  sunset: { en: "sunset", ko: "해질녘", ja: "夕暮れ" },
  "the-early-dawn": { en: "early dawn", ko: "새벽", ja: "夜明け" },
  "the-middle-of-the-night": { en: "the middle of the night", ko: "한밤중", ja: "真夜中" },
};

/** The best of our languages for what a browser prefers. */
export function languageOf(wanted: string): Language {
  return LANGUAGES.find((one) => wanted.toLowerCase().startsWith(one)) ?? "en";
}

export function formWord(word: FormWord, language: Language): string {
  return FORM[word][language];
}

/** A word of the garden; one that is not known as it came. */
export function wordFor(word: string, language: Language): string {
  return GARDEN[word]?.[language] ?? word;
}

/** The garden's words that a screen can say. */
export const GARDEN_WORDS = Object.keys(GARDEN);
