/**
 * What a visit tells the server, in order. While the server is away the first of them is sent again and again, so that
 * nothing is lost and nothing overtakes; each carries its own proof against being counted twice.
 */
import { Away, Refusal } from "./ask";

export const WAITS_MS: readonly number[] = [300, 600, 1200, 2500, 5000];

/** The visit is over: what was waiting is not wanted any more. */
export class Left extends Error {}

type Send<Answer> = (signal: AbortSignal) => Promise<Answer>;

interface Letter {
  send: Send<unknown>;
  settle: (answer: unknown) => void;
  fail: (error: unknown) => void;
  outlives: boolean;
}

export class Outbox {
  private letters: Letter[] = [];
  private leaving = new AbortController();
  private isBusy = false;
  private isLeft = false;

  /** `onAway` hears true while the server does not answer, and false once it does again. */
  constructor(
    private readonly onAway: (away: boolean) => void,
    private readonly pause: (ms: number, signal: AbortSignal) => Promise<void> = paused,
  ) {}

  /** `outlives`: sent also after the visitor has gone. Rejects with a `Refusal`, or with `Left`. */
  add<Answer>(send: Send<Answer>, outlives = false): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (this.isLeft && !outlives) {
        reject(new Left());
        return;
      }
      const settle = resolve as (answer: unknown) => void;
      this.letters.push({ send, settle, fail: reject, outlives });
      void this.work();
    });
  }

  /** Give up all that does not outlive the visit, also what is on its way. */
  leave(): void {
    this.isLeft = true;
    const given = this.letters.filter((letter) => !letter.outlives);
    this.letters = this.letters.filter((letter) => letter.outlives);
    this.leaving.abort(new Left());
    this.leaving = new AbortController();
    for (const letter of given) letter.fail(new Left());
  }

  private async work(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    let tries = 0;
    for (let letter = this.letters[0]; letter; letter = this.letters[0]) {
      const done = await this.tried(letter, tries);
      tries = done ? 0 : tries + 1;
      if (done && this.letters[0] === letter) this.letters.shift();
    }
    this.isBusy = false;
  }

  /** Whether the letter needs no other try. */
  private async tried(letter: Letter, tries: number): Promise<boolean> {
    const { signal } = letter.outlives ? new AbortController() : this.leaving;
    try {
      letter.settle(await letter.send(signal));
      this.onAway(false);
      return true;
    } catch (error) {
      if (error instanceof Refusal) this.onAway(false); // the server is there
      if (!(error instanceof Away) || signal.aborted) {
        letter.fail(signal.aborted ? new Left() : error);
        return true;
      }
    }
    this.onAway(true);
    const longest = WAITS_MS.length - 1;
    await this.pause(WAITS_MS[Math.min(tries, longest)] ?? 0, signal).catch(() => undefined);
    return signal.aborted;
  }
}

/** Rejects when `signal` is aborted meanwhile. */
export function paused(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
