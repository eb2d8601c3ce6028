/** One visitor's talk with the server, in order; see `Outbox` for what happens while the server is away. */
import { type Ask, Away, Refusal } from "./ask";
import { Outbox } from "./outbox";
import type { Final, Live, OpinionKind, Slate, Visit } from "./types";

export interface Beginning {
  surface: string;
  language: string;
  zone: string | null;
}

export interface Consent {
  camera: boolean;
  adult?: boolean;
  remember?: boolean;
}

export class Talk {
  private id = "";
  private readonly outbox: Outbox;

  constructor(
    private readonly ask: Ask,
    onAway: (away: boolean) => void,
  ) {
    this.outbox = new Outbox(onAway);
  }

  async begin({ zone, ...wanted }: Beginning): Promise<Visit> {
    const json = zone === null ? wanted : { ...wanted, zone };
    return this.outbox.add(async (signal) => {
      const visit = await this.ask<Visit>("api/visits", { method: "POST", json, signal });
      this.id = visit.id;
      return visit;
    });
  }

  /**
   * Begin again as the visitor to whom a code was given: asked once, since the visitor waits for it. The visit so far
   * ends; where the code is not known the new one is nobody's.
   */
  async comeBack({ zone, ...wanted }: Beginning, returning: string, signal: AbortSignal): Promise<Visit> {
    await this.outbox.add(() => Promise.resolve());
    const json = zone === null ? { ...wanted, returning } : { ...wanted, zone, returning };
    const visit = await this.ask<Visit>("api/visits", { method: "POST", json, signal });
    const former = this.path("end");
    this.id = visit.id;
    void this.outbox.add(() => this.ask(former, { method: "POST" }), true).catch(() => undefined);
    return visit;
  }

  /** The code to come back that a frame shows, null where none is seen. The frame is sent once and let go. */
  async codeIn(frame: Blob, signal: AbortSignal): Promise<string | null> {
    const headers = { "Content-Type": frame.type };
    try {
      const wish = { method: "POST", body: frame, headers, signal } as const;
      return (await this.ask<{ code: string }>("api/return-code", wish)).code;
    } catch (error) {
      if (error instanceof Refusal && error.code === "no_code") return null;
      throw error;
    }
  }

  consent = (given: Consent): Promise<Visit> => this.told("POST", "consent", given);

  mood = (emotion: string, source: "hand" | "corrected" | "confirmed"): Promise<Visit> =>
    this.told("PUT", "mood", { emotion, source });

  favorite = (favorite: string): Promise<Visit> => this.told("PUT", "favorite", { favorite });

  take = (item: string): Promise<Final> => this.told("POST", "final", { item });

  /** The event's name is made once, before the first try, so that a like is counted once however often it is sent. */
  opinion(item: string, slate: string, kind: OpinionKind, event: string): Promise<unknown> {
    const json = { item, slate, kind, event };
    return this.outbox.add(() => this.ask(this.path("likes"), { method: "POST", json }), true);
  }

  slate(wish: { chosen?: string; more?: boolean } = {}): Promise<Slate> {
    const asked = new URLSearchParams({ size: "3" });
    if (wish.chosen !== undefined) asked.set("chosen", wish.chosen);
    if (wish.more) asked.set("more", "true");
    return this.outbox.add((signal) => this.ask(`${this.path("slate")}?${asked}`, { signal }));
  }

  /** Asked beside all else: nobody waits for it. */
  live(signal: AbortSignal): Promise<Live> {
    if (!this.id) return Promise.reject(new Away());
    return this.ask(this.path("live"), { method: "POST", signal });
  }

  /**
   * What the frames look like together, as the server averages them. They are sent once and let go, never queued.
   * Rejects with the last frame's error where none told anything.
   */
  async face(frames: readonly Blob[], signal: AbortSignal): Promise<Visit> {
    await this.outbox.add(() => Promise.resolve());
    let last: Visit | null = null;
    let error: unknown = new Away();
    for (const body of frames) {
      const headers = { "Content-Type": body.type };
      const answer = this.ask<Visit>(this.path("face"), { method: "POST", body, headers, signal });
      try {
        last = await answer;
      } catch (problem) {
        error = problem;
        const isWorthMore =
          problem instanceof Away || (problem instanceof Refusal && problem.code === "no_face");
        if (!isWorthMore) throw problem;
      }
    }
    if (last === null) throw error;
    return last;
  }

  /** The visitor goes: what was waiting is given up, but for likes and the end. */
  leave(): void {
    this.outbox.leave();
    void this.outbox
      .add(() => (this.id ? this.ask(this.path("end"), { method: "POST" }) : Promise.resolve()), true)
      .catch(() => undefined);
  }

  private told<Answer>(method: "POST" | "PUT", what: string, json: unknown): Promise<Answer> {
    return this.outbox.add((signal) => this.ask<Answer>(this.path(what), { method, json, signal }));
  }

  private path = (what: string): string => `api/visits/${encodeURIComponent(this.id)}/${what}`;
}
