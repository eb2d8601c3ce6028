/** The kiosk takes the server's newer page by itself, while nobody is there. */
import { useEffect } from "react";
import { LOOK_MS, renewalOf } from "../renewal";

const renewal = renewalOf("kiosk");

export function useRenewal(isFree: boolean): void {
  useEffect(() => {
    if (!isFree) return;
    let isHere = true;
    const look = async () => {
      await renewal.look();
      if (isHere) renewal.take();
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      isHere = false; // somebody came while it looked
      clearInterval(timer);
    };
  }, [isFree]);
}
