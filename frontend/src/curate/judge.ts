/** Sends verdicts in the order in which they were given, one at a time, while the next pictures are looked at. */
import { type Act, judge, keepBest, type PoolPicture, undoVerdict, type Verdict } from "../api/pool";
import { Bell } from "../pool/source";
import {
  bestKept,
  type Desk,
  emptyDesk,
  type Given,
  given,
  type Look,
  lastOf,
  manyGiven,
  refused,
  sent,
  shown,
  undone,
} from "./verdicts";

export interface Hands {
  readonly judge: typeof judge;
  readonly undo: typeof undoVerdict;
  readonly keepBest: typeof keepBest;
}

const UNSEEN: Look = { state: "unreviewed", stars: 0 };
const NOTHING: Act = { act: "", items: [] };
const HANDS: Hands = { judge, undo: undoVerdict, keepBest };

export class Judge {
  private readonly bell = new Bell();
  private desk: Desk = emptyDesk;
  private failure: Error | null = null;
  private isBusy = false;
  private opinions: ReadonlyMap<string, Look> = new Map();
  private readonly parts = new Map<number, number>(); // acts of the server, by the number of one with several

  /** `onAnswer` gets the pictures as the server has them after each act. */
  constructor(
    private readonly onAnswer: (items: readonly PoolPicture[]) => void,
    private readonly hands: Hands = HANDS,
    private readonly isSecond = false, // opinions beside those of others, which are not told before
  ) {}

  readonly subscribe = this.bell.subscribe;
  readonly version = this.bell.version;
  readonly error = (): Error | null => this.failure;
  readonly waiting = (): number => this.desk.waiting.length;
  readonly given = (): number => this.desk.count;
  readonly shown = (picture: PoolPicture): PoolPicture => {
    if (!this.isSecond) return shown(this.desk, picture);
    return { ...picture, ...(this.opinions.get(picture.id) ?? UNSEEN), disputed: false };
  };

  readonly give = (pictures: readonly PoolPicture[], verdict: Verdict, stars: number | null = null): void =>
    this.become(given(this.desk, pictures.map(this.shown), verdict, stars));

  readonly keepBest = (picture: PoolPicture, cluster: readonly PoolPicture[]): void =>
    this.become(bestKept(this.desk, picture, cluster));

  /** `run` judges in parts and gives back in how many; one undo takes back all of them. */
  readonly giveMany = (run: () => Promise<number>): void => this.become(manyGiven(this.desk, run));

  /** Take back the last act; the ids of its pictures, as far as they are known here. */
  readonly undo = (): readonly string[] => {
    const ids = [...(lastOf(this.desk)?.before.keys() ?? [])];
    this.become(undone(this.desk));
    return ids;
  };

  readonly forgive = (): void => {
    this.failure = null;
    this.bell.ring();
  };

  private become(desk: Desk): void {
    const last = desk.waiting.at(-1);
    this.opinions = new Map([...this.opinions, ...(last?.after ?? [])]);
    this.desk = desk;
    this.bell.ring();
    void this.send();
  }

  private async send(): Promise<void> {
    const [first] = this.desk.waiting;
    if (!first || this.isBusy) return;
    this.isBusy = true;
    try {
      const { items } = await this.asked(first);
      this.desk = sent(this.desk);
      this.failure = null;
      this.onAnswer(items);
    } catch (error) {
      this.desk = refused(this.desk);
      this.opinions = new Map([...this.opinions, ...first.before]);
      this.failure = error as Error;
    }
    this.isBusy = false;
    this.bell.ring();
    void this.send();
  }

  private asked({ number, order, before }: Given): Promise<Act> {
    switch (order.what) {
      case "judge":
        return this.hands.judge([...before.keys()], order.verdict, order.stars ?? undefined, this.isSecond);
      case "keepBest":
        return this.hands.keepBest(order.cluster, order.picture);
      case "many":
        return order.run().then((parts) => {
          this.parts.set(number, parts);
          return NOTHING;
        });
      case "undo":
        return this.undoParts(this.desk.done.at(-1)?.number ?? null);
    }
  }

  /** The parts of an act from the last to the first; those that are not taken back when it fails are left to the next try. */
  private async undoParts(number: number | null): Promise<Act> {
    let left = (number === null ? null : this.parts.get(number)) ?? 1;
    let act = NOTHING;
    for (; left > 0; left -= 1) {
      act = await this.hands.undo();
      if (number !== null && this.parts.has(number)) this.parts.set(number, left - 1);
      if (left > 1) this.onAnswer(act.items);
    }
    return act;
  }
}
