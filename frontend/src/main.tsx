/** Starts the operator app. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api/client";
import { App } from "./shell/App";
import { storedLanguage, storedTheme, wear } from "./shell/preferences";
import { speak } from "./text/i18n";
import "./style/colours.css";
import "./style/elements.css";
import "./style/common.css";
import "./style/shell.css";
import "./style/power.css";

const MOST_TRIES = 3;

// What the server refuses it refuses again; only silence is worth another try.
const queries = new QueryClient({
  defaultOptions: {
    mutations: { networkMode: "always" }, // the server may be this machine itself, away from any network
    queries: {
      networkMode: "always",
      retry: (tries, error) => !(error instanceof ApiError) && tries < MOST_TRIES,
      staleTime: 2_000,
    },
  },
});

wear(storedTheme());
await speak(storedLanguage());
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
