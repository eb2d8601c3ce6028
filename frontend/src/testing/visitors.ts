/** What the visitors' pages read, for tests. */
import type { PlaceNow } from "../api/place";
import type { Statistics } from "../api/statistics";

export const aStatistic = (changes: Partial<Statistics> = {}): Statistics => ({
  total: 4,
  synthetic: 0,
  gardens: 3,
  taken_home: 1,
  likes: 5,
  zones: ["zone1"],
  counts: {},
  pairs: {},
  ages: { average: null, by_emotion: {} },
  guesses: [],
  hidden_groups: 0,
  ...changes,
});

export const aPlace = (changes: Partial<PlaceNow> = {}): PlaceNow => ({
  kind: "exhibition",
  name: "",
  contact: "",
  emotion_reading: true,
  age_and_gender: false,
  child_age: 14,
  languages: ["en", "ko", "ja"],
  share: true,
  returning: "code",
  idle_s: 60,
  retention: {
    visits_days: 90,
    slates_days: 90,
    interactions_days: 365,
    codes_days: 365,
    prints_days: 30,
  },
  minimum_group: 5,
  live: false,
  address: "",
  label: {},
  reason: "",
  answered: true,
  ...changes,
});
