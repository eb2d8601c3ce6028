/** Who may do what; the server decides, this only spares people what it would refuse. */
import type { Me } from "../api/types";

/** Whether a role may ask for pictures, and so for the machine that paints them. */
export const mayPaint = (role: Me["role"]): boolean => ["admin", "curator", "retoucher"].includes(role);

/** Whether a role may judge the garden's pictures and put them before visitors. */
export const mayCurate = (role: Me["role"]): boolean => role === "admin" || role === "curator";
