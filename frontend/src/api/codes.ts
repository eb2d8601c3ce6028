/** Codes that a camera reads. */
import { send } from "./client";

/** The text as a QR code; sent as a body, so that a key in it reaches no log. */
export const drawCode = async (text: string): Promise<Blob> => {
  const drawn = await send("api/qr", { method: "POST", json: { text } });
  return drawn.blob();
};
