/** What the switch says and offers, from the server's answer alone. */
import type { Power } from "../api/types";

/** The machine's state in words; a machine that is on is ready only once its engine is. */
export type Said = "stopped" | "pending" | "loading" | "ready" | "stopping" | "unknown";

export function saidOf({ state, engine_ready }: Pick<Power, "state" | "engine_ready">): Said {
  if (state !== "running") return state;
  return engine_ready ? "ready" : "loading";
}

/** What may be ordered now: `start` by everybody who sees the switch, `stop` by those who may. */
export function ordersOf({ state, may_stop }: Pick<Power, "state" | "may_stop">): Order[] {
  return [
    ...(state === "stopped" || state === "unknown" ? (["start"] as const) : []),
    ...(may_stop && state !== "stopped" && state !== "stopping" ? (["stop"] as const) : []),
  ];
}

export type Order = "start" | "stop";

/** Seconds until the machine is stopped for idleness, `passed_ms` after the answer; null while nothing counts down. */
export function idleLeft_s({ idle_stop_s }: Pick<Power, "idle_stop_s">, passed_ms: number): number | null {
  return idle_stop_s === null ? null : Math.max(0, idle_stop_s - passed_ms / 1000);
}
