/** Which picture and which imagined visitor the page looks at: in the address, so that it can be sent. */
import { isEmotion } from "../pool/words";
import type { Wish } from "./context";

export interface Place {
  readonly wish: Wish;
  readonly item: string | null; // a picture's key before visitors
}

export function placeIn(search: string): Place {
  const wishes = new URLSearchParams(search);
  const emotion = wishes.get("emotion") ?? "";
  return {
    wish: { emotion: isEmotion(emotion) ? emotion : "", favorite: wishes.get("favorite") ?? "" },
    item: wishes.get("item") || null,
  };
}

export function searchOf({ wish: { emotion, favorite }, item }: Place): string {
  const given = Object.entries({ emotion, favorite, item: item ?? "" }).filter(([, word]) => word);
  return new URLSearchParams(given).toString();
}
