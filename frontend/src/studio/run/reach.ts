/** Is the server there? What is asked while it is not is asked again, so that a restart loses nothing. */
import { ApiError } from "../../api/client";

const AGAIN_MS = 2_000;
const GATEWAY_ERRORS = [502, 503, 504]; // a proxy's answer in place of the server's

/** No answer came from the server itself. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof ApiError && error.code === "unknown" && GATEWAY_ERRORS.includes(error.status));

/** Somebody else was quicker. */
export const isOvertaken = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

/** The answer, asked for until the server is there. What is asked must be the same wish each time. */
export async function untilAnswered<Answer>(
  ask: () => Promise<Answer>,
  again_ms = AGAIN_MS,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, again_ms));
  }
}
