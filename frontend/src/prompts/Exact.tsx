/** What an engine will be sent: the prompt itself, or with choices in it what the seed makes of them. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { expandPrompt } from "../api/prompts";
import { useSettled } from "../painting/useSettled";
import { reasonOf } from "../shell/reason";
import { Sent } from "../studio/prompt/Sent";
import type { Reader } from "../studio/prompt/useCount";
import { mayChoose } from "./choices";

const EXAMPLES = 5;

/** The prompt for some seeds, settled; `enabled` only while there is something to choose. */
export function useExpanded(prompt: string, seed: number, count: number) {
  const settled = useSettled(prompt.trim());
  return useQuery({
    queryKey: ["expanded", settled, seed, count],
    queryFn: () => expandPrompt(settled, seed, count),
    enabled: mayChoose(settled),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

interface Props {
  prompt: string;
  seed: string; // as typed; empty: drawn
  settings: Reader;
}

export function Exact({ prompt, seed, settings }: Props) {
  const { t } = useTranslation();
  const isFixed = /^\d+$/.test(seed.trim());
  const asked = useExpanded(prompt, isFixed ? Number(seed) : 0, isFixed ? 1 : EXAMPLES);
  if (!mayChoose(prompt)) return <Sent name={t("prompts.exact")} text={prompt.trim()} settings={settings} />;
  if (asked.error) return <p className="notice">{reasonOf(t, asked.error)}</p>;
  const prompts = asked.data?.prompts ?? [];
  if (isFixed) return <Sent name={t("prompts.exact")} text={prompts[0] ?? ""} settings={settings} />;
  return (
    <div className="examples">
      <p className="soft">{t("prompts.examples")}</p>
      <Examples prompts={prompts} />
    </div>
  );
}

export function Examples({ prompts }: { prompts: readonly string[] }) {
  return (
    <ol>
      {prompts.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: examples have no identity but their place
        <li key={place}>
          <code>{one}</code>
        </li>
      ))}
    </ol>
  );
}
