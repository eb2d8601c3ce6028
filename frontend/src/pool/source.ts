/** A list of pictures that tells when it changes, and reads what somebody looks at. */
import type { Begin, PoolPage, PoolPicture } from "../api/pool";
import {
  beginOf,
  emptyRoll,
  forgotten,
  heldItems,
  itemAt,
  pagesOf,
  patched,
  ROWS_A_PAGE,
  type Roll,
  rowOf,
  rowsIn,
  withPage,
} from "./roll";

export interface Source {
  readonly subscribe: (tell: () => void) => () => void;
  readonly version: () => number; // another one after each change
  readonly rows: () => number;
  readonly isRead: () => boolean; // there has been an answer
  readonly error: () => Error | null;
  readonly itemAt: (row: number) => PoolPicture | null; // null: not read yet
  readonly rowOf: (id: string) => number | null; // among those that are held
  readonly held: () => readonly PoolPicture[];
  /** Somebody looks at the rows from `first` to before `end`. */
  readonly want: (first: number, end: number) => void;
  readonly patch: (items: readonly PoolPicture[]) => void;
  readonly again: () => Promise<void>; // read anew what is looked at
  readonly freshen: () => Promise<void>; // others may have changed it; nothing leaves the sight of who judges
  readonly close: () => void;
}

/** What every source has: who listens, and the present version. */
export class Bell {
  private readonly listeners = new Set<() => void>();
  private count = 0;
  readonly version = (): number => this.count;
  readonly subscribe = (tell: () => void): (() => void) => {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  };
  ring(): void {
    this.count += 1;
    for (const tell of this.listeners) tell();
  }
}

const DRAG_MS = 60; // a dragged scroll bar passes by many pages; only where it rests is read

type Load = (begin: Begin, signal: AbortSignal) => Promise<PoolPage>;

/** A filtered list of the server, of any length. `fits`: whether a judged picture would still be listed. */
export class PagedSource implements Source {
  private readonly bell = new Bell();
  private roll: Roll = emptyRoll;
  private failure: Error | null = null;
  private wanted: readonly number[] = [0];
  private patches = 0;
  private readonly reading = new Map<number, AbortController>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly load: Load,
    private readonly fits: (item: PoolPicture) => boolean = () => true,
  ) {}

  readonly subscribe = this.bell.subscribe;
  readonly version = this.bell.version;
  readonly rows = (): number => rowsIn(this.roll);
  readonly isRead = (): boolean => this.roll.pages.size > 0;
  readonly error = (): Error | null => this.failure;
  readonly itemAt = (row: number): PoolPicture | null => itemAt(this.roll, row);
  readonly rowOf = (id: string): number | null => rowOf(this.roll, id);
  readonly held = (): readonly PoolPicture[] => heldItems(this.roll).map(({ item }) => item);

  readonly want = (first: number, end: number): void => {
    const wanted = pagesOf(first, end);
    if (String(wanted) === String(this.wanted) && this.isWhole()) return;
    this.wanted = wanted;
    if (this.isWhole()) return;
    const isFar = this.roll.pages.size > 0 && !wanted.some((page) => this.roll.pages.has(page));
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = isFar ? setTimeout(() => this.read(), DRAG_MS) : null;
    if (!isFar) this.read();
  };

  readonly patch = (items: readonly PoolPicture[]): void => {
    this.patches += 1;
    this.become(patched(this.roll, items, this.fits));
  };

  /**
   * Pictures that were judged here stay where they are, so that the next key and an undo find their neighbours. What
   * was read while a verdict came is thrown away: it may be older than that.
   */
  readonly freshen = async (): Promise<void> => {
    if (this.reading.size > 0) return; // what comes is new
    const { patches } = this;
    await this.readWanted(this.roll.gone.size > 0 ? this.roll : emptyRoll, (fresh) => {
      if (patches !== this.patches) return;
      const items = this.wanted.flatMap((page) => fresh.pages.get(page)?.items ?? []);
      this.become(this.roll.gone.size > 0 ? patched(this.roll, items, this.fits) : fresh);
    });
  };

  /** What is shown stays until all of the new is here. */
  readonly again = async (): Promise<void> => {
    this.stop();
    await this.readWanted(emptyRoll, (fresh) => this.become(fresh));
  };

  private async readWanted(from: Roll, take: (fresh: Roll) => void): Promise<void> {
    const reading = new AbortController();
    for (const page of this.wanted) this.reading.set(page, reading);
    try {
      let fresh = from;
      for (const page of this.wanted) {
        const begin = beginOf(fresh, page);
        fresh = withPage(fresh, page, await this.load(begin, reading.signal));
      }
      this.failure = null;
      take(fresh);
    } catch (error) {
      this.fail(reading, error as Error);
    } finally {
      this.done(reading);
    }
  }

  readonly close = (): void => {
    this.stop();
    if (this.timer !== null) clearTimeout(this.timer);
  };

  private isWhole(): boolean {
    return this.wanted.every((page) => this.roll.pages.has(page));
  }

  private stop(): void {
    for (const reading of this.reading.values()) reading.abort();
    this.reading.clear();
  }

  private read(): void {
    this.timer = null;
    for (const [page, reading] of this.reading) if (!this.wanted.includes(page)) reading.abort();
    for (const page of this.wanted) if (!this.roll.pages.has(page)) void this.readPage(page);
  }

  private async readPage(page: number): Promise<void> {
    const isBeyond = this.roll.total !== null && page > 0 && page * ROWS_A_PAGE >= this.rows();
    if (this.reading.has(page) || isBeyond) return;
    const reading = new AbortController();
    this.reading.set(page, reading);
    try {
      const answer = await this.load(beginOf(this.roll, page), reading.signal);
      this.failure = null;
      this.become(forgotten(withPage(this.roll, page, answer), this.wanted[0] ?? page));
    } catch (error) {
      this.fail(reading, error as Error);
    } finally {
      this.done(reading);
    }
  }

  private fail(reading: AbortController, error: Error): void {
    if (reading.signal.aborted) return;
    this.failure = error;
    this.bell.ring();
  }

  private done(reading: AbortController): void {
    for (const [page, other] of this.reading) if (other === reading) this.reading.delete(page);
  }

  private become(roll: Roll): void {
    if (roll === this.roll) return;
    this.roll = roll;
    this.bell.ring();
  }
}
