/** The page that the address names: what is shown while it comes, and when it cannot come. */
import { Component, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { pageOf } from "./pages";
import type { Route } from "./route";

export function Page({ route }: { route: Route }) {
  return (
    <Fence key={route.page}>
      <Suspense fallback={<Coming />}>{pageOf(route)}</Suspense>
    </Fence>
  );
}

/** Words only after a moment: most pages are here before anyone could read them. */
function Coming() {
  const { t } = useTranslation();
  return (
    <p className="coming soft" role="status">
      {t("app.coming")}
    </p>
  );
}

/** Keeps one page's failure from emptying the window; a lazy page that failed once can only come by a reload. */
class Fence extends Component<{ children: ReactNode }, { broken: Error | null }> {
  override state = { broken: null };

  static getDerivedStateFromError(broken: Error) {
    return { broken };
  }

  override render() {
    return this.state.broken ? <Broken error={this.state.broken} /> : this.props.children;
  }
}

function Broken({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <div className="problem" role="alert">
      <strong>{t("app.broken")}</strong>
      <p>{t("app.brokenHint")}</p>
      <p>
        <code>{error.message}</code>
      </p>
      <button type="button" onClick={() => location.reload()}>
        {t("app.reload")}
      </button>
    </div>
  );
}
