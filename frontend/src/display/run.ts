/** A screen at work: it hears of manifests, fetches files, shows what is due, and reports. Nothing here ever gives up. */
import { pauseS } from "./backoff";
import { type Anchor, better, guessed, serverNow } from "./clock";
import { type Manifest, type Picture, readManifest } from "./manifest";
import { Refused, type Server, steadyNow, WAIT_S } from "./net";
import { changesIn, missing, NOTHING, next, type Shown, toKeep } from "./player";
import { AT_ONCE, ended, isOver, kept, type Play, type Running, without } from "./plays";
import type { Screen } from "./screen";
import type { Store } from "./store";

const HEARTBEAT_MS = 10_000;
const SOONEST_MS = 1000;
const LONGEST_TICK_MS = 1000;
const MANIFEST = "manifest";
const PLAYS = "plays";
const OFF_S = "clock-off-s";
const LAST = "last";

export class Player {
  #manifest: Manifest | null = null;
  #etag = "";
  #anchor: Anchor | null = null;
  #heard = false; // of the server, since the start
  #there = new Set<string>();
  #broken = new Set<string>(); // files that are right, and no pictures
  #later = new Set<string>(); // files that could not be had in this round
  #turn: Promise<unknown> = Promise.resolve();
  #shown: Shown = NOTHING;
  #running: Running | null = null;
  #waiting: readonly Play[] = [];
  #id = "";
  #problems = new Map<string, string>(); // by what has it
  #offline = true;
  #isLastKept = false; // the picture on the screen is there again after a restart

  constructor(
    readonly server: Server,
    readonly store: Store,
    readonly screen: Screen,
    readonly rest: () => string | null,
  ) {}

  /** Begin with what was kept; then go on for ever. */
  async run(): Promise<void> {
    await this.#remember();
    await this.#tick();
    this.#forEver(() => this.#listen());
    this.#forEver(() => this.#fetchNext());
    this.#forEver(async () => {
      const began = this.#now();
      await this.#tick();
      const changes = changesIn(this.#known(), began); // also one that came due since: the tick may have missed it
      const left = began + (changes ?? 1) - this.#now();
      await pause(Math.min(LONGEST_TICK_MS, Math.max(10, left * 1000)));
    });
    this.#forEver(() => this.#report());
  }

  #known() {
    const { settings: seat } = this.server;
    return { seat, manifest: this.#manifest, there: this.#there, broken: this.#broken, shown: this.#shown };
  }

  #now(): number {
    return this.#anchor ? serverNow(this.#anchor, steadyNow()) : Date.now() / 1000;
  }

  async #remember(): Promise<void> {
    this.#there = new Set(await this.store.hashes());
    const off = Number((await this.store.get(OFF_S)) ?? 0);
    this.#anchor = guessed(Date.now() / 1000, Number.isFinite(off) ? off : 0, steadyNow());
    const manifest = readManifest(await this.store.get(MANIFEST));
    if (manifest?.zone === this.server.settings.zone) this.#manifest = manifest;
    const plays = await this.store.get(PLAYS);
    if (Array.isArray(plays)) this.#waiting = plays as readonly Play[];
    const last = (await this.store.get(LAST)) as Picture | null | undefined;
    if (last && this.#there.has(last.sha256)) await this.#put({ picture: last, version: 0, off: "" });
  }

  /** Wait for another manifest, and take the server's clock. */
  async #listen(): Promise<void> {
    const began = steadyNow();
    const told = await this.server.manifest(this.#etag, WAIT_S);
    this.#offline = false;
    this.#etag = told.etag;
    if (told.anchor) await this.#take(told.anchor);
    if (told.manifest) {
      this.#manifest = told.manifest;
      this.#broken.clear();
      await this.#keep(MANIFEST, told.manifest);
      await this.#tick();
    } else if (steadyNow() - began < 1) {
      await pause(this.server.settings.periodMs); // something between us does not hold questions
    }
  }

  async #take(anchor: Anchor): Promise<void> {
    this.#anchor = better(this.#anchor, anchor);
    this.#heard = true;
    await this.#keep(OFF_S, Date.now() / 1000 - this.#now());
  }

  /** One file that is lacking; a file that cannot be had holds up no other. When there is none, forget the others. */
  async #fetchNext(): Promise<void> {
    const lacking = missing(this.#known()).filter((one) => !this.#broken.has(one.sha256));
    const picture = lacking.find((one) => !this.#later.has(one.sha256));
    if (!picture) {
      this.#later.clear();
      await this.#tidy();
      await pause(lacking.length > 0 ? 5000 : 250);
      return;
    }
    try {
      const data = await this.server.file(picture);
      const isKept = await this.store.putFile(picture.sha256, data);
      if (isKept) this.#problems.delete("store");
      else
        this.#problems.set(
          "store",
          "the store of this screen is full or closed: pictures are kept in memory only",
        );
      this.#there.add(picture.sha256);
      this.#problems.delete("file");
    } catch (error) {
      this.#problems.set("file", `${picture.item}: ${words(error)}`);
      if (isAway(error)) throw error;
      this.#later.add(picture.sha256);
      this.#etag = ""; // the server may name another by now
      return;
    }
    await this.#tick();
  }

  async #tidy(): Promise<void> {
    const keep = toKeep(this.#known());
    if (!this.#manifest || [...this.#there].every((one) => keep.has(one))) return;
    await this.store.keepOnly(keep);
    this.#there = new Set([...this.#there].filter((one) => keep.has(one)));
  }

  /** Bring the screen to what is due; one after the other. */
  #tick(): Promise<void> {
    const turn = this.#turn.then(() => this.#bring());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #bring(): Promise<void> {
    const now = this.#now();
    await this.#put(next(this.#known(), now));
    const running = this.#running;
    if (running && !isOver(running, this.#shown, now)) return;
    const play = ended(running, now, newEvent());
    this.#running = { shown: this.#shown, since: now };
    if (play) {
      this.#waiting = kept(this.#waiting, play);
      await this.#keep(PLAYS, this.#waiting);
    }
    this.#rest();
  }

  /** Between two plays the page may be loaded anew, where the picture will be there again at once. */
  #rest(): void {
    if (!this.#isLastKept || this.#problems.has("store")) return;
    const problem = this.rest();
    if (problem) this.#problems.set("page", problem);
    else this.#problems.delete("page");
  }

  async #put(wanted: Shown): Promise<void> {
    const { picture } = wanted;
    if (picture && picture.sha256 !== this.#shown.picture?.sha256) {
      const data = await this.store.file(picture.sha256);
      if (!data) {
        this.#there.delete(picture.sha256); // the store lost it
        return;
      }
      try {
        await this.screen.show(data, picture.item);
      } catch {
        this.#broken.add(picture.sha256);
        this.#problems.set("picture", `${picture.item} cannot be shown`);
        return;
      }
      this.#problems.delete("picture");
      this.#isLastKept = await this.store.put(LAST, picture);
    }
    this.screen.darken(wanted.off);
    this.#shown = wanted;
  }

  async #report(): Promise<void> {
    if (!this.#id) this.#id = await this.server.register();
    try {
      await this.#take(await this.server.report(this.#id, this.#heartbeat()));
      const some = this.#waiting.slice(0, AT_ONCE);
      if (some.length > 0) {
        await this.server.tell(this.#id, some);
        this.#waiting = without(this.#waiting, some);
        await this.#keep(PLAYS, this.#waiting);
      }
    } catch (error) {
      if (error instanceof Refused && error.status === 404) this.#id = "";
      throw error;
    }
    this.#offline = false;
    await this.#untilNews();
  }

  /** Until the next heartbeat, which comes sooner where there is something to tell. */
  async #untilNews(): Promise<void> {
    const told = this.#news();
    const isMore = this.#waiting.length > AT_ONCE;
    for (let waitedMs = 0; waitedMs < HEARTBEAT_MS; waitedMs += SOONEST_MS) {
      await pause(SOONEST_MS);
      if (isMore || this.#news() !== told) return;
    }
  }

  #news(): string {
    const { version, off } = this.#shown;
    return [version, off, this.#heard, missing(this.#known()).length === 0, ...this.#problems.keys()].join();
  }

  #heartbeat(): object {
    const { picture, version, off } = this.#shown;
    return {
      version,
      item: picture?.item ?? null,
      since: this.#running?.since ?? null,
      fetching: missing(this.#known()).length,
      off,
      offline: this.#offline,
      clock_off_s: this.#heard ? Math.round((Date.now() / 1000 - this.#now()) * 1000) / 1000 : null,
      problem: [...this.#problems.values()].join("; ").slice(0, 1000) || null,
    };
  }

  async #keep(key: string, value: unknown): Promise<void> {
    await this.store.put(key, value);
  }

  /** Do something again and again; after a failure later and later, never not at all. */
  #forEver(step: () => Promise<void>): void {
    let failures = 0;
    const again = async (): Promise<void> => {
      try {
        await step();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (isAway(error)) this.#offline = true;
        await pause(pauseS(failures) * 1000);
      }
      again();
    };
    again();
  }
}

/** Whether the network failed, and not what came over it. */
function isAway(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError");
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** `crypto.randomUUID` is not there over plain HTTP. */
function newEvent(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((one) => one.toString(16).padStart(2, "0"))
    .join("");
}
