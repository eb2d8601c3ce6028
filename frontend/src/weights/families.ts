/** Stable Diffusion's families by the names that people know. */

const FAMILIES: Readonly<Record<string, string>> = { sd15: "SD 1.5", sd2: "SD 2", sdxl: "SDXL" };

export const familyName = (family: string | null): string => (family ? (FAMILIES[family] ?? family) : "");
