/** Starts the kiosk. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { deviceToken, settingsOf } from "./settings";
import "./style/ground.css";
import "./style/stage.css";
import "./style/attract.css";
import "./style/steps.css";
import "./style/pictures.css";
import "./style/modes.css";

const root = document.getElementById("root");
const token = deviceToken(location, history, localStorage);
addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch is a touch
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App settings={settingsOf(location.search)} token={token} />
    </StrictMode>,
  );
}
