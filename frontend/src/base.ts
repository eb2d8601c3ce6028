/**
 * Where this installation lives. Every address is made from the page's own, so that the same files work on any port
 * and behind any path prefix.
 */
export function baseOf(pageAddress: string): URL {
  return new URL(".", pageAddress);
}

/** The full address of a path such as `api/me`; one that starts with a slash or a scheme is left as the server gave it. */
export function address(path: string, base: URL = baseOf(document.baseURI)): string {
  return new URL(path, base).href;
}
