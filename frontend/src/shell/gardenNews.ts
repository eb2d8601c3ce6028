/** Tells the page that is shown that the garden has changed; the one stream of news is listened to by the app. */
const NEWS = "hwawon-garden";

export const tellGardenNews = (): void => void dispatchEvent(new Event(NEWS));

/** Gives back what ends the listening. */
export function onGardenNews(hear: () => void): () => void {
  addEventListener(NEWS, hear);
  return () => removeEventListener(NEWS, hear);
}
