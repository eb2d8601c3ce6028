/** An address with a device's key in it: to copy, and as a code to point a camera at. Shown once. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { drawCode } from "../api/codes";
import { isLoopback } from "./devices";

export function DeviceLink({ address }: { address: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const code = useCode(address);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      document.getElementById(id)?.focus(); // no clipboard without HTTPS: what has the focus is selected
      return;
    }
    setCopied(true);
  };
  return (
    <div className="device-link" role="status">
      <p>
        <strong>{t("place.once")}</strong> {t("place.onceHint")}
      </p>
      {isLoopback(address) && <p className="problem">{t("place.loopback")}</p>}
      <label className="field" htmlFor={id}>
        <span>{t("place.deviceAddress")}</span>
        <input id={id} readOnly value={address} onFocus={({ target }) => target.select()} />
      </label>
      <div className="actions">
        <button type="button" onClick={() => void copy()}>
          {t(isCopied ? "place.copied" : "place.copy")}
        </button>
      </div>
      {code && <img src={code} alt={t("place.code")} width="220" height="220" />}
    </div>
  );
}

/** The address of the drawn code; null until it is there. */
function useCode(text: string): string | null {
  const asked = useQuery({
    queryKey: ["code", text],
    queryFn: () => drawCode(text),
    staleTime: 60_000,
    gcTime: 0,
  });
  const [link, setLink] = useState<string | null>(null);
  useEffect(() => {
    if (!asked.data) return;
    const made = URL.createObjectURL(asked.data);
    setLink(made);
    return () => URL.revokeObjectURL(made);
  }, [asked.data]);
  return link;
}
