/** Likes and dislikes: pressed again, one is taken back. */
import type { Opinion, OpinionKind } from "../server/types";

export interface Said {
  kind: OpinionKind;
  opinion: Opinion;
}

export const pressedLike = (now: Opinion): Said =>
  now === 1 ? { kind: "unlike", opinion: 0 } : { kind: "click", opinion: 1 };

export const pressedDislike = (now: Opinion): Said =>
  now === -1 ? { kind: "unlike", opinion: 0 } : { kind: "dislike", opinion: -1 };
