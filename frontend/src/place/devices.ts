/** The addresses by which devices are set up. The key stands behind the `#`, which no server and no log ever sees. */
import { address } from "../base";

export const KIOSK_MODES = ["kiosk", "garden", "emotion-garden", "emotion"] as const;
export type KioskMode = (typeof KIOSK_MODES)[number];

export interface KioskWish {
  readonly mode: KioskMode;
  readonly zone: string; // empty: none
  readonly language: string; // empty: the first of the place
  readonly isLarge: boolean;
  readonly isContrasty: boolean;
}

/** `home` is where visitors' devices reach this installation, empty: as this browser does. */
export function deviceAddress(
  home: string,
  path: string,
  wishes: Readonly<Record<string, string>>,
  token: string,
): string {
  const given = Object.entries(wishes).filter(([, word]) => word);
  const query = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  const base = home ? `${home}/${path}` : address(path);
  return `${base}${query}#${new URLSearchParams({ token })}`;
}

/** Whether an address is reached on its own machine alone. */
export const isLoopback = (link: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(link, location.href).hostname);

export const kioskAddress = (
  home: string,
  { mode, zone, language, isLarge, isContrasty }: KioskWish,
  token: string,
): string =>
  deviceAddress(
    home,
    "kiosk",
    {
      mode: mode === "kiosk" ? "" : mode,
      zone,
      language,
      targets: isLarge ? "large" : "",
      contrast: isContrasty ? "high" : "",
    },
    token,
  );
