/** How far the common queue is, and how well those who judge agree. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getAgreement } from "../api/pool";
import { useVersion } from "../pool/useSource";
import type { QueueSource } from "./queue";

export function QueueFacts({ queue }: { queue: QueueSource }) {
  const { t } = useTranslation();
  useVersion(queue);
  const agreed = useQuery({ queryKey: ["agreement"], queryFn: getAgreement, refetchInterval: 30_000 });
  const { left } = queue.standing();
  const agreement = agreed.data;
  const words = [
    left !== null && !queue.isDone() && t("curate.left", { count: left }),
    t("curate.own", { count: queue.judgedHere() }),
    agreement && agreement.pairs > 0 && agreement.share !== null
      ? t("curate.agreement", { share: Math.round(agreement.share * 100), pairs: agreement.pairs })
      : t("curate.noAgreement"),
    agreement && agreement.disputed > 0 && t("curate.disputedCount", { count: agreement.disputed }),
  ];
  return (
    <p className="queue-facts soft" role="status">
      {words.filter(Boolean).join(" · ")}
    </p>
  );
}
