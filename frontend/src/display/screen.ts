/** The surface: two pictures, one of which is seen. The other is loaded and decoded before it takes its place. */

export class Screen {
  #seen: HTMLImageElement;
  #behind: HTMLImageElement;
  readonly #dark: HTMLElement;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly root: HTMLElement) {
    this.#seen = pictureIn(root);
    this.#behind = pictureIn(root);
    this.#dark = document.createElement("div");
    this.#dark.className = "dark";
    this.#dark.hidden = true;
    root.append(this.#dark);
  }

  /** Show a picture once it can be seen. Raises where it cannot be decoded; then the old one stays. */
  show(data: Blob, label: string): Promise<void> {
    const turn = this.#turn.then(() => this.#swap(data, label));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Black on purpose; an empty reason ends it. */
  darken(reason: string): void {
    this.#dark.hidden = reason === "";
    this.#dark.dataset.reason = reason;
  }

  async #swap(data: Blob, label: string): Promise<void> {
    const url = URL.createObjectURL(data);
    const coming = this.#behind;
    try {
      coming.src = url;
      await coming.decode();
    } catch (error) {
      URL.revokeObjectURL(url);
      coming.removeAttribute("src");
      throw error;
    }
    const going = this.#seen;
    coming.classList.add("seen");
    coming.alt = label;
    going.classList.remove("seen");
    going.alt = "";
    [this.#seen, this.#behind] = [coming, going];
    if (going.src) URL.revokeObjectURL(going.src);
    this.root.dataset.shows = label;
  }
}

function pictureIn(root: HTMLElement): HTMLImageElement {
  const made = document.createElement("img");
  made.alt = "";
  root.append(made);
  return made;
}

/** Keep the machine from switching its screen off, as far as the browser can; again whenever the page is seen again. */
export function stayAwake(): void {
  const ask = (): void => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

/** Full screen where a person has just touched the page; a browser that was started as a kiosk is so already. */
export function fillScreen(): void {
  if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => undefined);
}
