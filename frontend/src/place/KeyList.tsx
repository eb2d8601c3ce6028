/** The keys of devices that hold, each of which can be taken back. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type DeviceToken, getTokens, revokeToken } from "../api/tokens";
import { Confirm } from "../pool/Confirm";
import { Sheet } from "../settings/Sheet";
import { Problem } from "../shell/Problem";
import { reasonOf } from "../shell/reason";
import { ago } from "../shell/time";

export function KeyList() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<DeviceToken | null>(null);
  const asked = useQuery({ queryKey: ["tokens"], queryFn: getTokens });
  const revoked = useMutation({
    mutationFn: revokeToken,
    onSettled: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
  const devices = (asked.data?.items ?? []).filter(
    ({ role, revoked_at }) => revoked_at === null && (role === "kiosk" || role === "display"),
  );
  return (
    <Sheet title={t("place.keys")}>
      {asked.error && <Problem error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && devices.length === 0 && <p className="soft">{t("place.noKeys")}</p>}
      {revoked.error && <p className="problem">{reasonOf(t, revoked.error)}</p>}
      <ul className="place-keys">
        {devices.map((one) => (
          <li key={one.id}>
            <span>
              <strong>{one.name || t("place.unnamed")}</strong>{" "}
              <span className="soft">
                {t(`role.${one.role}`)} ·{" "}
                {one.last_used_at
                  ? t("place.used", { when: ago(i18n.language, one.last_used_at, Date.now()) })
                  : t("place.neverUsed")}
              </span>
            </span>
            <button
              type="button"
              aria-label={t("place.revokeKey", { name: one.name || t("place.unnamed") })}
              disabled={revoked.isPending}
              onClick={() => setAsking(one)}
            >
              {t("place.revoke")}
            </button>
          </li>
        ))}
      </ul>
      {asking && (
        <Confirm
          title={t("place.sureRevoke", { name: asking.name || t("place.unnamed") })}
          answers={[{ name: t("place.revoke"), isGrave: true, act: () => revoked.mutate(asking.id) }]}
          onClose={() => setAsking(null)}
        >
          <p>{t("place.sureRevokeHint")}</p>
        </Confirm>
      )}
    </Sheet>
  );
}
