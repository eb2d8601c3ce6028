/** Why a call failed: the server's own words, or that it does not answer. */
import type { TFunction } from "i18next";

/** `fetch` throws a `TypeError` where no answer came; every other error says itself what it is. */
export const reasonOf = (t: TFunction, error: Error): string =>
  error instanceof TypeError ? t("problem.offline") : error.message;
