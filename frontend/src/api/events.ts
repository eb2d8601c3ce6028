/** The server's own news: one stream for the whole page, resumed by the browser after a break. */
import { address } from "../base";
import type { JobState } from "./types";

/** What became of jobs since the last news. */
export interface News {
  readonly pictures: boolean; // a job succeeded, so there may be new pictures
}

/** Call `onNews` after jobs changed, at most once per `pause_ms`; gives back what ends the listening. */
export function listen(onNews: (news: News) => void, pause_ms = 400): () => void {
  const source = new EventSource(address("api/events"));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let pictures = false;
  const tell = () => {
    const news = { pictures };
    timer = null;
    pictures = false;
    onNews(news);
  };
  source.addEventListener("job", (event: MessageEvent<string>) => {
    const job = JSON.parse(event.data) as { state: JobState };
    pictures ||= job.state === "succeeded";
    timer ??= setTimeout(tell, pause_ms);
  });
  return () => {
    source.close();
    if (timer !== null) clearTimeout(timer);
  };
}
