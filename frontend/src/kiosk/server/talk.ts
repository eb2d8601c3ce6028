/** One visitor's talk with the server, in order; see `Outbox` for what happens while the server is away. */
import { type Ask, Away, Refusal } from "./ask";
import { Outbox } from "./outbox";
import type { Final, Live, OpinionKind, Slate, Visit } from "./types";

const LOOK_MS = 10_000; // how long a visitor is kept waiting for a mood

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

interface Seen {
  visit: Visit | null;
  error: unknown;
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

  /** Everything that is kept of the visitor is erased, also when the visitor goes meanwhile; twice is fine. */
  async forget(): Promise<void> {
    try {
      await this.outbox.add(() => this.ask(this.path("forget"), { method: "POST" }), true);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error;
    }
    this.id = ""; // there is no visit any more that could end
  }

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
   * After `limit_ms` what was told so far counts, though frames are unanswered. Rejects with the last frame's error
   * where none told anything, with `Away` where none was answered in time.
   */
  async face(frames: readonly Blob[], signal: AbortSignal, limit_ms = LOOK_MS): Promise<Visit> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Away("not answered in time")), limit_ms);
    const seen: Seen = { visit: null, error: new Away() };
    const given = AbortSignal.any([signal, late.signal]);
    try {
      await Promise.race([this.looked(frames, given, seen), aborted(given)]);
    } catch (error) {
      if (signal.aborted || !late.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
    }
    if (seen.visit === null) throw seen.error;
    return seen.visit;
  }

  /** The frames one after the other; `seen` holds what they told so far. */
  private async looked(frames: readonly Blob[], signal: AbortSignal, seen: Seen): Promise<void> {
    await this.outbox.add(() => Promise.resolve());
    for (const body of frames) {
      signal.throwIfAborted();
      const headers = { "Content-Type": body.type };
      try {
        seen.visit = await this.ask<Visit>(this.path("face"), { method: "POST", body, headers, signal });
      } catch (problem) {
        seen.error = problem;
        const isWorthMore =
          problem instanceof Away || (problem instanceof Refusal && problem.code === "no_face");
        if (!isWorthMore) throw problem;
      }
    }
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

/** Rejects once `signal` is aborted, also where nobody who was asked heeds it. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
