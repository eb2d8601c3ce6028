/** The keys of devices. */
import { call } from "./client";
import type { Me } from "./types";

export interface NewToken {
  readonly token: string; // shown now and never again
  readonly role: string;
  readonly name: string;
}

export const createToken = (role: "kiosk" | "display", name: string): Promise<NewToken> =>
  call("api/tokens", { method: "POST", json: { role, name } });

export interface DeviceToken {
  readonly id: string;
  readonly role: Me["role"];
  readonly name: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

export const getTokens = (): Promise<{ readonly items: readonly DeviceToken[] }> => call("api/tokens");

export const revokeToken = (id: string): Promise<void> =>
  call(`api/tokens/${encodeURIComponent(id)}`, { method: "DELETE" });
