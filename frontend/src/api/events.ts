/** The server's own news: one stream for the whole page, resumed by the browser after a break. */
import { address } from "../base";

/** Call `onNews` after a job changed, at most once per `pause_ms`; gives back what ends the listening. */
export function listen(onNews: () => void, pause_ms = 400): () => void {
  const source = new EventSource(address("api/events"));
  let timer: ReturnType<typeof setTimeout> | null = null;
  source.addEventListener("job", () => {
    timer ??= setTimeout(() => {
      timer = null;
      onNews();
    }, pause_ms);
  });
  return () => {
    source.close();
    if (timer !== null) clearTimeout(timer);
  };
}
