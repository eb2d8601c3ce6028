/** One picture with those that belong to it, as a list: itself, what it was made from, what was made from it, those alike. */
import { getDetails, type PoolPicture } from "../api/pool";
import { Bell, type Source } from "../pool/source";

export class FamilySource implements Source {
  private readonly bell = new Bell();
  private items: readonly PoolPicture[] | null = null;
  private failure: Error | null = null;
  private isBusy = false;

  constructor(
    private readonly id: string,
    private readonly load: typeof getDetails = getDetails,
  ) {}

  readonly subscribe = this.bell.subscribe;
  readonly version = this.bell.version;
  readonly rows = (): number => this.items?.length ?? 0;
  readonly isRead = (): boolean => this.items !== null;
  readonly error = (): Error | null => this.failure;
  readonly itemAt = (row: number): PoolPicture | null => this.items?.[row] ?? null;
  readonly rowOf = (id: string): number | null => {
    const row = this.items?.findIndex((item) => item.id === id) ?? -1;
    return row < 0 ? null : row;
  };
  readonly held = (): readonly PoolPicture[] => this.items ?? [];
  readonly want = (): void => {
    if (this.items === null && this.failure === null) void this.again();
  };
  readonly patch = (items: readonly PoolPicture[]): void => {
    const newer = new Map(items.map((item) => [item.id, item]));
    this.items = this.items?.map((item) => newer.get(item.id) ?? item) ?? null;
    this.bell.ring();
  };
  readonly again = async (): Promise<void> => {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      const self = await this.load(this.id);
      const parent = self.parent ? await this.load(self.parent).catch(() => null) : null;
      const all = [self, ...(parent ? [parent] : []), ...self.children, ...self.relatives];
      this.items = [...new Map(all.map((item) => [item.id, item])).values()];
      this.failure = null;
    } catch (error) {
      this.failure = error as Error;
    }
    this.isBusy = false;
    this.bell.ring();
  };
  readonly freshen = (): Promise<void> => this.again();
  readonly close = (): void => undefined;
}
