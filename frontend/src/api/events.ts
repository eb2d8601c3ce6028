/** The server's own news: one stream for the whole page, resumed by the browser after a break. */
import { address } from "../base";
import type { JobState } from "./types";

/** What changed since the last news. */
export interface News {
  readonly jobs: boolean;
  readonly power: boolean; // the machine that paints
  readonly pictures: boolean; // a job succeeded, so there may be new pictures
  readonly garden: boolean; // its pictures, runs or what visitors see
  readonly journals: boolean; // steps, a title or a draft: by a job, here, or in another tab
  readonly visits: boolean; // somebody came, liked something, or was forgotten
  readonly displays: boolean; // what the screens show, or are told to
}

const NOTHING: News = {
  jobs: false,
  power: false,
  pictures: false,
  garden: false,
  journals: false,
  visits: false,
  displays: false,
};

/** Call `onNews` after something changed, at most once per `pause_ms`; gives back what ends the listening. */
export function listen(onNews: (news: News) => void, pause_ms = 400): () => void {
  const source = new EventSource(address("api/events"));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let news = NOTHING;
  const tell = () => {
    const heard = news;
    timer = null;
    news = NOTHING;
    onNews(heard);
  };
  const hear = (more: Partial<News>) => {
    news = { ...news, ...more };
    timer ??= setTimeout(tell, pause_ms);
  };
  source.addEventListener("job", (event: MessageEvent<string>) => {
    const job = JSON.parse(event.data) as { state: JobState };
    hear({ jobs: true, ...(job.state === "succeeded" ? { pictures: true } : {}) });
  });
  source.addEventListener("power", () => hear({ power: true }));
  for (const topic of ["pool", "promotion", "garden", "bulk"])
    source.addEventListener(topic, () => hear({ garden: true }));
  source.addEventListener("journal", () => hear({ journals: true }));
  for (const topic of ["visit", "visitors"]) source.addEventListener(topic, () => hear({ visits: true }));
  source.addEventListener("display", () => hear({ displays: true }));
  return () => {
    source.close();
    if (timer !== null) clearTimeout(timer);
  };
}
