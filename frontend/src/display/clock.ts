/** The server's clock, told at the last answer and gone on by the time since, whatever the machine's own clock says. */

export interface Anchor {
  readonly server: number; // seconds since 1970
  readonly steady: number; // seconds of the browser's monotonic clock at that moment
  readonly slack: number; // seconds by which it may be wrong
}

const DRIFT = 1e-4; // of a clock, at most

/** The anchor of an answer: the server read its clock somewhere between asking and hearing; the middle is the best guess. */
export function anchored(server: number, asked: number, heard: number): Anchor {
  return { server, steady: (asked + heard) / 2, slack: (heard - asked) / 2 };
}

/** The sharper of two anchors; the newer one where both cannot be right, since then the server's clock was set. */
export function better(old: Anchor | null, fresh: Anchor): Anchor {
  if (!old) return fresh;
  const slack = old.slack + DRIFT * (fresh.steady - old.steady);
  const apart = Math.abs(serverNow(old, fresh.steady) - fresh.server);
  return apart > slack + fresh.slack || fresh.slack <= slack ? fresh : old;
}

export function serverNow(anchor: Anchor, steady: number): number {
  return anchor.server + (steady - anchor.steady);
}

/** The anchor of a screen that was started without the server: its own clock, put right by how far it was off before. */
export function guessed(own: number, offS: number, steady: number): Anchor {
  return { server: own - offS, steady, slack: Number.POSITIVE_INFINITY };
}
