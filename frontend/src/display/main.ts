/** The page of a screen. */
import "./display.css";
import { renewalOf } from "../renewal";
import { ask } from "./form";
import { showInfo } from "./info";
import { keepPage } from "./keep";
import { Server } from "./net";
import { Player, pause } from "./run";
import { fillScreen, Screen, stayAwake } from "./screen";
import { pathOf, type Settings, searchOf, settingsOf, tokenOf } from "./settings";
import { follow } from "./simple";
import { openStore } from "./store";
import { languageOf } from "./words";

const TOKEN = "hwawon-display-token";
const root = document.getElementById("root") as HTMLElement;
const renewal = renewalOf("display");

/** A moment in which the page may be loaded anew; why it is not, where a newer one is there. */
function rest(): string | null {
  if (!renewal.isReady) return null;
  if (document.fullscreenElement)
    return "a newer page is there; loading it would end the full screen: load it by hand";
  renewal.take();
  return null;
}

async function begin(): Promise<void> {
  const given = settingsOf(location.search, navigator.language);
  const language = languageOf(given.language);
  const known = rememberedToken();
  const answer = given.isStarted
    ? { settings: given, token: known }
    : await ask(root, given, known, language);
  remember(answer.token);
  history.replaceState(null, "", `${location.pathname}${searchOf(answer.settings)}`);
  keepPage();
  renewal.watch();
  stayAwake();
  root.classList.add("playing");
  root.addEventListener("click", fillScreen);
  if (!given.isStarted) fillScreen();
  await play(answer.settings, answer.token);
}

async function play(settings: Settings, token: string): Promise<void> {
  const server = new Server(settings, token);
  if (settings.view === "info") {
    root.classList.add("info");
    await showInfo(root, server, languageOf(settings.language), beating(server), rest);
    return;
  }
  const store = await openStore();
  const screen = new Screen(root);
  if (settings.url || !(await isKnown(server))) {
    await follow(settings.url || pathOf(settings), settings.periodMs, store, screen, rest);
    return;
  }
  await new Player(server, store, screen, rest).run();
}

/** Whether the server takes us for a screen; while it does not answer, one with a key is. */
async function isKnown(server: Server): Promise<boolean> {
  if (server.token) return true;
  const status = await server.register().then(
    () => 200,
    (error: unknown) => (error as { status?: number }).status ?? 0,
  );
  return status === 200;
}

/** An info view tells that it is there, too. */
function beating(server: Server): (problem: string | null) => void {
  let id = "";
  let problem: string | null = null;
  const beat = async (): Promise<never> => {
    for (;;) {
      try {
        id ||= await server.register();
        await server.report(id, { view: "info", problem });
      } catch {
        id = ""; // the server is away, or has forgotten us: again with the next beat
      }
      await pause(10_000);
    }
  };
  beat();
  return (told) => {
    problem = told;
  };
}

/** The key from the address, which wins and is taken out of it, else the one from before. */
function rememberedToken(): string {
  const told = tokenOf(location.hash);
  if (told) remember(told);
  try {
    return told || (localStorage.getItem(TOKEN) ?? "");
  } catch {
    return told;
  }
}

function remember(token: string): void {
  try {
    if (token) localStorage.setItem(TOKEN, token);
  } catch {
    // a full disk: the key holds as long as the page
  }
}

begin();
