/** The form before a screen starts: the choices make an address, which can still be edited. */
import { address } from "../base";
import { MOST_SLOTS, pathOf, periodOf, type Settings } from "./settings";
import { type FormWord, formWord, type Language } from "./words";

export interface Answer {
  readonly settings: Settings;
  readonly token: string;
}

export function ask(root: HTMLElement, given: Settings, token: string, language: Language): Promise<Answer> {
  const say = (word: FormWord): string => formWord(word, language);
  document.documentElement.lang = language;
  document.title = say("title");
  const form = document.createElement("form");
  const heading = document.createElement("h1");
  heading.textContent = say("title");
  const zone = field("zone", given.zone, say("zone"), { list: "zones", required: "" });
  const zones = document.createElement("datalist");
  zones.id = "zones";
  zones.append(...["zone1", "zone2", "zone3"].map((name) => new Option(name, name)));
  const slots = Array.from(
    { length: MOST_SLOTS },
    (_, index) => [String(index + 1), `Img${index + 1}`] as const,
  );
  const slot = choice("slot", slots, String(given.slot), say("slot"));
  const sides = [["h", say("horizontal")] as const, ["v", say("vertical")] as const];
  const orientation = choice("orientation", sides, given.orientation, say("orientation"));
  const views = [["picture", say("picture")] as const, ["info", say("info")] as const];
  const view = choice("view", views, given.view, say("view"));
  const url = field("url", given.url, say("url"), { inputmode: "url" });
  const period = field("period", String(given.periodMs), say("period"), {
    type: "number",
    min: "250",
    step: "50",
  });
  const key = field("token", token, say("token"), { type: "password", autocomplete: "off" });
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = say("tokenHint");
  const start = document.createElement("button");
  start.textContent = say("start");
  form.append(heading, zone.label, zones, slot.label, orientation.label, view.label, url.label, period.label);
  form.append(key.label, hint, start);
  root.append(form);

  const asked = (): Settings => ({
    ...given,
    zone: zone.input.value.trim(),
    slot: Number(slot.input.value),
    orientation: orientation.input.value === "v" ? "v" : "h",
    view: view.input.value === "info" ? "info" : "picture",
    periodMs: periodOf(period.input.value),
  });
  const compose = (): void => {
    url.input.value = address(pathOf(asked()));
  };
  for (const one of [zone, slot, orientation]) one.input.addEventListener("input", compose);
  if (!given.url) compose();
  return new Promise((resolve) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const settings = asked();
      const isOwn = url.input.value.trim() === address(pathOf(settings));
      form.remove();
      resolve({
        settings: { ...settings, url: isOwn ? "" : url.input.value.trim() },
        token: key.input.value.trim(),
      });
    });
  });
}

function field(name: string, value: string, words: string, more: Record<string, string>) {
  const input = document.createElement("input");
  for (const [key, one] of Object.entries({ name, ...more })) input.setAttribute(key, one);
  input.value = value;
  return { input, label: labelled(input, words) };
}

function choice(name: string, options: readonly (readonly [string, string])[], value: string, words: string) {
  const input = document.createElement("select");
  input.name = name;
  input.append(...options.map(([one, text]) => new Option(text, one)));
  input.value = value;
  return { input, label: labelled(input, words) };
}

function labelled(input: HTMLElement, words: string): HTMLLabelElement {
  const label = document.createElement("label");
  const text = document.createElement("span");
  text.textContent = words;
  label.append(text, input);
  return label;
}
