import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Every address in the built page is relative, so the same files work on any port and under any path prefix.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../src/hwawon/static",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy allows no data: scripts or fonts
    target: "es2022",
    manifest: "manifest.json", // a test weighs the pages by it
    rollupOptions: { input: ["index.html", "docs.html", "display.html", "kiosk.html"] },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8600" } },
  test: { include: ["src/**/*.test.{ts,tsx}"], restoreMocks: true },
});
