/** The pictures that the server holds for this curator: those judged stay in sight, new ones come at the end. */
import { drawQueue, type PoolPicture, type Queue, releaseQueue } from "../api/pool";
import { Bell, type Source } from "../pool/source";

const AHEAD = 8; // pictures that wait behind the one on the screen
const MOST_DRAWN = 50; // by one call
const RENEW_MS = 180_000;

export interface Standing {
  readonly left: number | null; // still to be judged by anybody
  readonly isOver: boolean; // nothing more comes
}

type Draw = typeof drawQueue;

export class QueueSource implements Source {
  private readonly bell = new Bell();
  private items: readonly PoolPicture[] = [];
  private judged: ReadonlySet<string> = new Set();
  private left: number | null = null; // as the server said
  private judgedBefore = 0; // by then
  private isOver = false;
  private isBusy = false;
  private isClosed = false;
  private failure: Error | null = null;
  private seen = 0; // rows up to here have been looked at
  private readonly renewal: ReturnType<typeof setInterval>;

  constructor(
    private readonly filters: object,
    private readonly second: boolean,
    private readonly draw: Draw = drawQueue,
    private readonly release: typeof releaseQueue = releaseQueue,
  ) {
    this.renewal = setInterval(() => void this.more(true), RENEW_MS);
  }

  readonly subscribe = this.bell.subscribe;
  readonly version = this.bell.version;
  readonly rows = (): number => this.items.length;
  readonly isRead = (): boolean => this.left !== null;
  readonly error = (): Error | null => this.failure;
  readonly itemAt = (row: number): PoolPicture | null => this.items[row] ?? null;
  readonly rowOf = (id: string): number | null => {
    const row = this.items.findIndex((item) => item.id === id);
    return row < 0 ? null : row;
  };
  readonly held = (): readonly PoolPicture[] => this.items;
  readonly standing = (): Standing => {
    const since = this.judged.size - this.judgedBefore;
    return { left: this.left === null ? null : Math.max(0, this.left - since), isOver: this.isOver };
  };

  /** Nothing is left to judge for this curator. */
  readonly isDone = (): boolean => this.isOver && this.waiting().length === 0;

  readonly want = (_first: number, end: number): void => {
    this.seen = Math.max(this.seen, end);
    if (!this.isOver && this.items.length < this.seen + AHEAD) void this.more();
  };

  readonly patch = (items: readonly PoolPicture[]): void => {
    const newer = new Map(items.map((item) => [item.id, item]));
    if (!this.items.some(({ id }) => newer.has(id))) return;
    this.items = this.items.map((item) => newer.get(item.id) ?? item);
    this.bell.ring();
  };

  /** A verdict was given (or taken back) here, so the picture is no more (or again) among those to judge. */
  readonly mark = (ids: readonly string[], isJudged: boolean): void => {
    const judged = new Set(this.judged);
    for (const id of ids) {
      if (isJudged) judged.add(id);
      else judged.delete(id);
    }
    this.judged = judged;
    this.bell.ring();
  };

  readonly judgedHere = (): number => this.judged.size;

  readonly again = async (): Promise<void> => {
    this.isOver = false;
    await this.more();
  };

  /** What is on the screen stays; where there was nothing more, there may be now. */
  readonly freshen = async (): Promise<void> => {
    if (this.isOver) await this.again();
  };

  readonly close = (): void => {
    this.isClosed = true;
    clearInterval(this.renewal);
    const held = this.waiting();
    if (held.length > 0) void this.release(held).catch(() => undefined); // a hold ends by itself, too
  };

  private waiting(): string[] {
    return this.items.filter(({ id }) => !this.judged.has(id)).map(({ id }) => id);
  }

  private async more(isRenewal = false): Promise<void> {
    if (this.isBusy || this.isClosed) return;
    this.isBusy = true;
    const have = this.waiting();
    const limit = isRenewal && have.length > 0 ? 1 : AHEAD * 2;
    try {
      const wish = { filters: this.filters, second: this.second, have, limit: Math.min(limit, MOST_DRAWN) };
      this.take(await this.draw(wish));
      this.failure = null;
    } catch (error) {
      this.failure = error as Error;
    } finally {
      this.isBusy = false;
      this.bell.ring();
    }
  }

  private take({ items, left }: Queue): void {
    const known = new Set(this.items.map(({ id }) => id));
    const fresh = items.filter(({ id }) => !known.has(id));
    this.items = [...this.items, ...fresh];
    this.left = left;
    this.judgedBefore = this.judged.size;
    this.isOver = fresh.length === 0;
  }
}
