/** The server's clock, told at the last answer and gone on by the time since, whatever the machine's own clock says. */

export interface Anchor {
  readonly server: number; // seconds since 1970
  readonly steady: number; // seconds of the browser's monotonic clock at that moment
}

/** The anchor of an answer: the server read its clock somewhere between asking and hearing; the middle is the best guess. */
export function anchored(server: number, asked: number, heard: number): Anchor {
  return { server, steady: asked + (heard - asked) / 2 };
}

/** The better of two anchors is the newer one, unless its answer took long: then the old one may be more exact. */
export function better(old: Anchor | null, fresh: Anchor, tookS: number): Anchor {
  if (!old) return fresh;
  const drift = Math.abs(serverNow(fresh, fresh.steady) - serverNow(old, fresh.steady));
  return tookS > 0.5 && drift < tookS ? old : fresh;
}

export function serverNow(anchor: Anchor, steady: number): number {
  return anchor.server + (steady - anchor.steady);
}

/** The anchor of a screen that was started without the server: its own clock, put right by how far it was off before. */
export function guessed(own: number, offS: number, steady: number): Anchor {
  return { server: own - offS, steady };
}
