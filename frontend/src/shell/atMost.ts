/** An act that is done at once, and then not again before a while has passed; what was asked meanwhile is done once. */

export interface Rarely {
  (): void;
  end(): void; // nothing is done any more
}

export function atMost(act: () => void, every_ms: number): Rarely {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const rest = () => {
    timer = null;
    if (isAsked) rarely();
  };
  const rarely = () => {
    if (timer !== null) {
      isAsked = true;
      return;
    }
    isAsked = false;
    timer = setTimeout(rest, every_ms);
    act();
  };
  const end = () => {
    if (timer !== null) clearTimeout(timer);
  };
  return Object.assign(rarely, { end });
}
